package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.launcher.Launcher.Result;
import aria.launcher.Launcher.Running;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** jbangw where something is missing: one line, exit code 125, and nothing left behind. */
class JbangwOnABareMachineTest {
    private static final String DOWNLOADING = "touch \"$HOME/downloading\"; sleep 60";

    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void copyTheLauncher() throws IOException {
        launcher = new Launcher(folder);
    }

    @Test
    void says_that_a_JDK_is_needed() throws Exception {
        assertThat(launcher.bareMachine().run("hello"))
                .isEqualTo(failure("no JDK found: install a JDK 17 or newer, or set JAVA_HOME to one"));
    }

    @Test
    void says_that_the_JDK_is_too_old() throws Exception {
        Path jdk = folder.resolve("jdk-11");
        launcher.bareMachine("mvn")
                .set("JAVA_HOME", jdk.toString())
                .executable(jdk.resolve("bin/javac"), "exit 0")
                .executable(jdk.resolve("bin/java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

        assertThat(launcher.run("hello"))
                .isEqualTo(failure(jdk + "/bin/java is version 11: a JDK 17 or newer is needed, set JAVA_HOME to one"));
    }

    @Test
    void says_how_to_get_JBang_where_there_is_no_Maven_either() throws Exception {
        Result result = launcher.bareMachine("java", "javac").run("hello");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.err())
                .startsWith("jbangw: neither Maven nor JBang found: install one of them")
                .hasLineCount(1);
    }

    @Test
    void uses_a_JBang_on_the_PATH_where_there_is_no_Maven() throws Exception {
        Needs.program("mvn");
        Path jar = launcher.jbangJar();
        launcher.set("JBANG_DIR", folder.resolve("another").toString())
                .bareMachine("java", "javac")
                .jbangOnThePath(jar);

        assertThat(launcher.run("hello@aria", "a b").out()).isEqualTo("hello|a b|a chéck out|");
        assertThat(launcher.run("alias", "list").out()).contains("hello").contains("Says hello");
    }

    @Test
    void says_that_a_JBang_on_the_PATH_has_no_jar() throws Exception {
        Result result =
                launcher.bareMachine("java", "javac").program("jbang", "exit 1").run("hello");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.err())
                .startsWith("jbangw: there is no jbang.jar beside " + folder.toRealPath() + "/bin/jbang: install Maven")
                .hasLineCount(1);
    }

    @Test
    void keeps_nothing_of_a_download_with_another_checksum() throws Exception {
        Path file = folder.resolve("repository/dev/jbang/jbang-cli/0.132.1/jbang-cli-0.132.1-all.jar");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "something else");
        launcher.bareMachine("java", "javac", "curl")
                .set("JBANGW_REPO", folder.resolve("repository").toUri().toString());

        Result result = launcher.run("hello");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.err()).endsWith("its SHA-256 is not the pinned one: nothing was kept\n");
        assertThat(kept()).isEmpty();
    }

    @Test
    void keeps_nothing_of_a_download_that_failed() throws Exception {
        launcher.bareMachine("java", "javac").program("mvn", "echo no network; exit 1");

        Result result = launcher.run("hello");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.err())
                .endsWith("no network\njbangw: JBang 0.132.1 could not be fetched: see the lines above\n");
        assertThat(kept()).isEmpty();
    }

    @Test
    @Timeout(20)
    void keeps_nothing_of_a_download_that_was_cut_off() throws Exception {
        launcher.bareMachine("java", "javac", "touch").program("mvn", DOWNLOADING);
        Running run = launcher.start(launcher.root(), "", "hello");
        while (!Files.exists(folder.resolve("home/downloading"))) {
            Thread.sleep(20);
        }

        Result result = run.terminate();

        assertThat(result.exitCode()).isNotZero();
        assertThat(kept()).isEmpty();
    }

    @Test
    void says_where_it_cannot_write() throws Exception {
        Path file = Files.createFile(folder.resolve("a file"));
        launcher.set("JBANG_DIR", file.toString());

        Result result = launcher.run("hello");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.err()).endsWith("set JBANG_DIR to a folder that can be written\n");
    }

    private static Result failure(String message) {
        return new Result(125, "", "jbangw: " + message + "\n");
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(launcher.wrapperFolder())) {
            return files.toList();
        }
    }
}
