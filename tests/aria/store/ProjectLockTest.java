package aria.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.ConsentException;
import aria.finding.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectLockTest {

    @TempDir
    Path folder;

    @Test
    void another_run_is_told_who_holds_the_lock() throws Exception {
        Path mtls = folder.resolve("data/mtls");
        Process other = ChildJvm.start(null, List.of(), Holder.class, mtls.toString());
        try {
            assertThat(other.getInputStream().read()).isEqualTo('L');

            assertThatThrownBy(() -> ProjectLock.acquire(mtls))
                    .isInstanceOf(ConsentException.class)
                    .hasMessageContaining("(process " + other.pid() + ")");
        } finally {
            other.destroyForcibly().waitFor();
        }
        ProjectLock.acquire(mtls).close();
    }

    @Test
    void a_second_lock_in_one_process_fails_and_the_first_still_holds() throws Exception {
        try (ProjectLock held = ProjectLock.acquire(folder)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> ProjectLock.acquire(folder))
                    .isInstanceOf(ConsentException.class)
                    .hasMessageContaining("(process " + ProcessHandle.current().pid() + ")");

            assertThat(ChildJvm.run(null, Holder.class, folder.toString()).output())
                    .contains("ConsentException");
        }
        ProjectLock.acquire(folder).close();
    }

    @Test
    void the_folder_is_created_and_kept_out_of_git() {
        Path mtls = folder.resolve("data/mtls");

        ProjectLock.acquire(mtls).close();

        assertThat(mtls.resolve(".gitignore")).hasContent("*");
        assertThat(Files.isReadable(mtls.resolve("lock"))).isTrue();
    }

    @Test
    void others_can_not_hold_a_lock_on_it() throws Exception {
        ProjectLock.acquire(folder).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("lock"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_pipe_in_its_place_is_refused() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("lock").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThatThrownBy(() -> ProjectLock.acquire(folder))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the file is not a lock of ours");
    }

    /** Takes the lock, says so, and waits to be killed. */
    static final class Holder {
        public static void main(String... args) throws InterruptedException {
            try (ProjectLock held = ProjectLock.acquire(Path.of(args[0]))) {
                System.out.println("L");
                Thread.sleep(60_000);
            }
        }
    }
}
