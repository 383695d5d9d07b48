package aria.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class NeedsTest {
    @TempDir
    private Path tools;

    @Test
    void what_is_missing_skips_the_test_and_is_named() throws Exception {
        assertThat(stepCa("9.9.9", Map.of()))
                .isEqualTo("TestAbortedException no program step-ca-9.9.9: `.ci/run` installs it, or put it on PATH\n");
    }

    @Test
    void what_is_missing_fails_the_test_where_it_is_required() throws Exception {
        assertThat(stepCa("9.9.9", Map.of("ARIA_TEST_REQUIRE", "docker, step-ca")))
                .startsWith("AssertionError no program step-ca-9.9.9");
        assertThat(stepCa("9.9.9", Map.of("ARIA_TEST_REQUIRE", "docker"))).startsWith("TestAbortedException");
    }

    @Test
    void a_program_in_the_tools_folder_comes_before_the_PATH() throws Exception {
        Path program = Files.createFile(tools.resolve("step-ca-9.9.9"));
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThat(stepCa("9.9.9", Map.of("ARIA_TEST_TOOLS", tools.toString()))).isEqualTo(program + "\n");
    }

    /** In a process of its own, because the environment is what the answer depends on. */
    private static String stepCa(String version, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ask.class.getName(),
                        version)
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ARIA_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer;
    }

    static final class Ask {
        public static void main(String[] version) {
            try {
                System.out.println(Needs.stepCa(version[0]));
            } catch (TestAbortedException | AssertionError missing) {
                System.out.println(missing.getClass().getSimpleName() + " " + missing.getMessage());
            }
        }
    }
}
