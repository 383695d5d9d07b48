package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would keep the proxies from starting is said before anything is written. */
class StartRehearsalTest {
    private static final String STACK = """
            services:
              cache: {image: "redis:8"}
              app: {image: "redis:8", command: [redis-cli, -h, cache, ping]}
            """;

    @Test
    void addresses_that_are_in_use_are_found_before_anything_is_written(@TempDir Path folder) throws Exception {
        Needs.compose();
        Project project = Project.empty(folder)
                .file("compose.yaml", STACK)
                .file("aria.yaml", "version: 1\nservices: {cache: {via: proxy}}\n");
        String diff = project.run("patch-compose", "--dry-run", "--diff", "-").out();
        Matcher subnet = Pattern.compile(":-(10\\.\\d+)}(\\.\\d+\\.\\d+/28)").matcher(diff);
        assertThat(subnet.find()).as(diff).isTrue();
        String name = "aria-taken-" + ProcessHandle.current().pid();
        docker("network", "create", "--subnet", subnet.group(1) + subnet.group(2), name);
        try {
            Project.Ran ran = project.run("bootstrap", "--yes", "--up");
            assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
            assertThat(ran.err())
                    .contains(subnet.group(1) + subnet.group(2))
                    .contains("are in use on this machine, by br-")
                    .contains("ARIA_PROXY_NETWORKS=10.");
            assertThat(project.text("compose.yaml")).isEqualTo(STACK);
        } finally {
            docker("network", "rm", name);
        }
    }

    private static void docker(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of("docker"), Stream.of(words)).toList())
                .inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:1/haproxy:3, 4, is not on this machine and cannot be pulled",
        "busybox:1.37,          3, does not accept the configuration of a proxy",
    })
    void an_image_that_does_not_do_ends_the_run_with_nothing_written(
            String image, int exit, String message, @TempDir Path folder) {
        Needs.compose();
        Needs.image("busybox:1.37");
        Project project = Project.empty(folder)
                .file("compose.yaml", STACK)
                .file("aria.yaml", "version: 1\nservices: {cache: {via: proxy}}\nimages: {proxy: \"" + image + "\"}\n");

        Project.Ran ran = project.run("bootstrap", "--yes", "--up");

        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.err()).contains(message).contains("Nothing was written");
        assertThat(project.text("compose.yaml")).isEqualTo(STACK);
        assertThat(project.root.resolve("data")).doesNotExist();
        assertThat(project.root.resolve("config")).doesNotExist();
    }
}
