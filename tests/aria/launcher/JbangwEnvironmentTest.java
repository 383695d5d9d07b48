package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.launcher.Launcher.Result;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** jbangw wherever it is typed: by cron, in a container without a locale, with any JDK; its own path has a blank and an accent. */
class JbangwEnvironmentTest {
    @TempDir
    private Path folder;

    private Launcher launcher;
    private Path current;

    @BeforeEach
    void copyTheLauncher() throws IOException {
        Needs.program("mvn");
        launcher = new Launcher(folder);
        current = Files.createDirectories(folder.resolve("dön't stop"));
        Files.writeString(
                launcher.script(),
                Files.readString(launcher.script())
                        .replace("\"hello\"", "\"grüße\" + Files.exists(Path.of(\"über\"))"));
        Files.writeString(launcher.script(), "import java.nio.file.*;\n" + Files.readString(launcher.script()));
        Files.createFile(current.resolve("über"));
    }

    private void assertWorks() throws Exception {
        Result cold = launcher.runIn(current, "", "hello", "é");
        assertThat(cold.out()).as(cold.err()).isEqualTo("grüßetrue|é|dön't stop|");
        assertWarm();
    }

    private void assertWarm() throws Exception {
        assertThat(launcher.runIn(current, "", "hello", "é")).isEqualTo(new Result(1, "grüßetrue|é|dön't stop|", ""));
    }

    @Test
    void works_with_an_empty_environment_in_any_POSIX_shell() throws Exception {
        launcher.emptyEnvironment();

        assertWorks();
        for (String shell : List.of("dash", "bash", "busybox")) {
            launcher.shell(shell);
            assertWarm();
        }
    }

    @Test
    void works_in_a_locale_that_knows_no_umlauts_or_is_not_installed() throws Exception {
        launcher.set("LC_ALL", "no_SUCH.UTF-8");

        assertWorks();
        for (String locale : List.of("C", "POSIX")) {
            launcher.set("LC_ALL", locale);
            assertWarm();
        }
    }

    @Test
    void works_under_cron_after_an_update_of_the_checkout() throws Exception {
        assertWorks();
        Files.writeString(launcher.script(), Files.readString(launcher.script()).replace("grüße", "schöne grüße"));
        launcher.emptyEnvironment();
        Map.of("HOME", System.getProperty("user.home"), "LOGNAME", "x", "SHELL", "/bin/sh", "PATH", "/usr/bin:/bin")
                .forEach(launcher::set);

        assertThat(launcher.runIn(current, "", "hello").out()).isEqualTo("schöne grüßetrue|dön't stop|");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void works_with_every_JDK_of_this_machine(Path jdk) throws Exception {
        launcher.emptyEnvironment().set("JAVA_HOME", jdk.toString());

        assertWorks();
    }

    static Stream<Path> jdks() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib/jvm"))) {
            return folders
                    .filter(folder -> Files.isExecutable(folder.resolve("bin/javac")) && !Files.isSymbolicLink(folder))
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}
