package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.InMemory;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small real file system that is full, at one moment or another, and one that can't be written. */
@Isolated("steps are counted by a system property")
class FullDiskTest {
    private static final int PAGE = 4096;
    private static final int STRIDE = 3;

    @TempDir(factory = InMemory.class)
    Path folder;

    /** Null where this user may not mount. */
    private Path disk;

    @BeforeEach
    void mount() throws IOException {
        Path mountPoint = Files.createDirectory(folder.resolve("disk"));
        Needs.mounted(mountPoint, "size=1m");
        disk = mountPoint;
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            assertThat(new ProcessBuilder("umount", "-l", disk.toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"init-ca --force", "generate-service-certs --rekey", "patch-compose"})
    void a_disk_that_fills_up_leaves_what_was_or_what_the_next_run_completes(String name) throws IOException {
        KillScenario scenario = KillScenario.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        KillSweep sweep = new KillSweep(scenario, folder);
        int pages = 0;
        while (fails(sweep, scenario, pages)) {
            pages += STRIDE;
        }
        assertThat(pages).as("there were moments to be full at").isGreaterThanOrEqualTo(5 * STRIDE);
    }

    /** @return whether so many pages were too few */
    private boolean fails(KillSweep sweep, KillScenario scenario, int pages) throws IOException {
        Project project = sweep.another(disk.resolve("pages" + pages));
        Map<String, String> before = project.contents();
        Path filler = disk.resolve("filler");
        Files.write(
                filler, new byte[(int) Math.max(0, Files.getFileStore(disk).getUsableSpace() - (long) pages * PAGE)]);
        String where = scenario.name() + " with " + pages + " pages left";
        Project.Ran ran = project.run(scenario.command().split(" "));
        if (ran.exit() != 0) {
            assertThat(ran.exit()).as(where + ": " + ran.err()).isIn(4, 6);
            assertThat(ran.errors()).as(where).singleElement().asString().contains("No space left on device");
            assertThat(ran.exit() == 4 && !withoutNotes(project.contents()).equals(withoutNotes(before)))
                    .as(where + ": exit 4 says that nothing was done")
                    .isFalse();
            assertThat(project.run(scenario.command().split(" ")).exit())
                    .as(where + ", and still full")
                    .isIn(4, 6);
        }
        Files.delete(filler);
        sweep.judge(project, where);
        project.delete("");
        return ran.exit() != 0;
    }

    private static Map<String, String> withoutNotes(Map<String, String> contents) {
        contents.keySet().removeIf(file -> file.equals("data") || file.startsWith("data/mtls"));
        return contents;
    }

    @Test
    void a_file_system_that_cannot_be_written_is_named_and_what_reads_works() throws Exception {
        Project project = Project.at(Files.createDirectory(disk.resolve("project")))
                .file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        project.run("init-ca");
        project.run("generate-service-certs", "--ca", "offline");
        assertThat(new ProcessBuilder("mount", "-o", "remount,ro", disk.toString())
                        .start()
                        .waitFor())
                .isZero();
        for (String command : new String[] {
            "patch-compose --yes",
            "generate-service-certs --ca offline --force",
            "pki-cert create api",
            "init-ca --force --yes"
        }) {
            Project.Ran ran = project.run(command.split(" "));
            assertThat(ran.exit()).as(command + ": " + ran.err()).isEqualTo(4);
            assertThat(ran.errors()).as(command).singleElement().asString().containsIgnoringCase("read-only");
        }
        assertThat(project.run("patch-compose", "--check").exit()).isEqualTo(1);
        assertThat(project.run("pki-cert", "list").exit()).isZero();
    }
}
