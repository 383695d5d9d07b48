package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.nio.file.Path;
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
