package aria.commands;

import static aria.commands.PatchComposeCommandTest.DB_AND_APP;
import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Commands as processes of their own: the working directory, the streams, and what a user without rights meets. */
class ProcessTest {
    private static final String RIGHTS = "-dac_override,-dac_read_search,-fowner,-chown";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void bootstrapAndUndo() {
        project = Project.empty(folder).file("compose.yaml", DB_AND_APP);
        project.run("init-ca");
        project.run("generate-service-certs");
    }

    /** Else nobody but root could clear the folder away. */
    @AfterEach
    void giveRightsBack() {
        for (String spoilt :
                List.of("", "compose.yaml", "data", "data/mtls", "data/certs/db", "config/step-ca/secrets")) {
            if (Files.exists(project.root.resolve(spoilt))) {
                project.mode(spoilt, "rwx------");
            }
        }
    }

    @Test
    void a_command_works_in_the_folder_it_is_started_in() throws Exception {
        Project.Ran ran = process(List.of(), "patch-compose", "--dry-run", "-q", "--diff", "-");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("--- a/compose.yaml\n+++ b/compose.yaml\n");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void results_and_errors_have_their_own_streams_and_the_exit_code_is_the_processs() throws Exception {
        project.file("compose.yaml", "services: [\n");
        Project.Ran ran = process(List.of(), "patch-compose", "--json");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out())
                .startsWith("{\"schema\":\"aria.patch-compose/1\",\"exit\":3,")
                .hasLineCount(1);
        assertThat(process(List.of(), "patch-compose", "--nonsense").exit()).isEqualTo(2);
    }

    @Test
    void what_may_not_be_written_is_left_and_named() throws Exception {
        denied(
                "compose.yaml",
                "r--r--r--",
                "compose.yaml: the file cannot be written: permission denied",
                "patch-compose",
                "--yes");
        denied("compose.yaml", "r--r--r--", "Run chmod u+w compose.yaml", "bootstrap", "--yes");
        denied("", "r-xr-xr-x", "the folder cannot be written: permission denied", "patch-compose", "--yes");
        denied("data/mtls", "r-xr-xr-x", "data/mtls", "patch-compose", "--yes");
        denied(
                "data/certs/db",
                "r-xr-xr-x",
                "data/certs/db: the folder cannot be written: permission denied",
                "generate-service-certs",
                "--force");
    }

    /** A read-only checkout may be looked at; that the plan could not be written stands in it. */
    @Test
    void a_plan_that_is_shown_says_what_could_not_be_written() throws Exception {
        project.mode("compose.yaml", "r--r--r--");
        Project.Ran ran = process(withoutRights(), "patch-compose", "--dry-run");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains("compose.yaml: the file cannot be written: permission denied. Run chmod u+w compose.yaml");
        assertThat(new ProcessBuilder("chmod", "u+w", "compose.yaml")
                        .directory(project.root.toFile())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process(withoutRights(), "patch-compose", "--dry-run").err()).doesNotContain("cannot be written");
    }

    /** The mode of an immutable file is good, so that {@code chmod} would not help. */
    @Test
    void an_immutable_file_is_not_said_to_lack_a_mode() throws Exception {
        String file = project.root.resolve("compose.yaml").toString();
        if (new ProcessBuilder("chattr", "+i", file).start().waitFor() != 0) {
            throw new TestAbortedException("only root may make a file immutable, on some file systems");
        }
        try {
            assertThat(process(List.of(), "patch-compose", "--dry-run").err())
                    .contains("compose.yaml: the file cannot be written, although its mode allows it", "chattr -i")
                    .doesNotContain("chmod");
        } finally {
            new ProcessBuilder("chattr", "-i", file).start().waitFor();
        }
    }

    @Test
    void what_may_not_be_read_is_not_taken_for_missing() throws Exception {
        denied("compose.yaml", "-wx------", "compose.yaml: permission denied", "patch-compose", "--check");
        denied(
                "config/step-ca/secrets",
                "---------",
                "permission denied; run this as the owner of config/step-ca/secrets",
                "init-ca");
        denied(
                "config/step-ca/secrets",
                "---------",
                "permission denied; run this as the owner of config/step-ca/secrets",
                "generate-service-certs");
    }

    /** Another user's compose file that this one may write would become this one's when it is replaced. */
    @Test
    void the_files_of_another_user_are_left_and_said_to_be_his() throws Exception {
        UserPrincipal nobody =
                project.root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        try {
            Files.setOwner(project.root.resolve("compose.yaml"), nobody);
            Files.setOwner(project.root.resolve("config/step-ca/secrets"), nobody);
        } catch (FileSystemException e) {
            throw new TestAbortedException("only root may give files away", e);
        }
        denied(
                "compose.yaml",
                "rw-rw-rw-",
                "this user cannot keep its owner nobody; run as that user",
                "patch-compose",
                "--yes");
        denied(
                "compose.yaml",
                "rw-r--r--",
                "compose.yaml: the file cannot be written: permission denied",
                "patch-compose",
                "--yes");
        denied(
                "config/step-ca/secrets",
                "rwx------",
                "permission denied; run this as the owner of config/step-ca/secrets",
                "generate-service-certs");
    }

    private void denied(String spoilt, String mode, String what, String alias, String... arguments) throws Exception {
        Map<String, String> before = project.contents();
        project.mode(spoilt, mode);
        Project.Ran ran = process(withoutRights(), alias, arguments);
        project.mode(spoilt, Files.isDirectory(project.root.resolve(spoilt)) ? "rwx------" : "rw-r--r--");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(4);
        assertThat(ran.errors()).hasSize(1).first().asString().contains(what);
        assertThat(project.contents()).as("nothing is written").isEqualTo(before);
    }

    /** Root reads and writes everything, unless it lays these rights down. */
    private static List<String> withoutRights() throws IOException {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        return root
                ? List.of(Needs.program("setpriv").toString(), "--bounding-set=" + RIGHTS, "--inh-caps=" + RIGHTS)
                : List.of();
    }

    private Project.Ran process(List<String> before, String alias, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                Scripts.classPath(),
                Scripts.mainClass(alias)));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(command)
                .directory(project.root.toFile())
                .redirectOutput(out.toFile())
                .start();
        process.getOutputStream().close();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Project.Ran(process.waitFor(), Files.readString(out), err);
    }
}
