package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Renewed certificates, and containers that claim to be the proxies which are to show them. */
@Tag("full")
class FalseProxiesRotationTest {
    @TempDir
    Path folder;

    private final FalseContainers containers = new FalseContainers();

    @BeforeEach
    void needs() {
        Needs.docker();
        Needs.compose();
        Needs.image(FalseContainers.IMAGE);
    }

    @AfterEach
    void nothing_stays() throws Exception {
        containers.close();
    }

    /** A signal was sent to it, and that was all. */
    @Test
    @Timeout(200)
    void those_that_never_answer_do_not_count_as_proxies_that_go_by_their_certificates() throws Exception {
        Project project = proxied("db", "cache");
        List<String> names = new ArrayList<>();
        for (String server : List.of("db", "cache")) {
            Map<String, String> silent = containers.proxy(project.layout, "", server, "sleep 300");
            containers.init(silent, "true");
            names.add(containers.start(silent));
        }
        long begun = System.nanoTime();

        Project.Ran ran = project.run("rotate-certs", "--renew-before", "400d");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(75));
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(1);
        names.forEach(name -> assertThat(ran.err()).contains("the container " + name));
        assertThat(ran.err())
                .contains("db: the new certificate could not be delivered")
                .contains("cache: the new");
        assertThat(ran.out() + ran.err()).doesNotContain("certificate is delivered");
    }

    /** Sixty seconds for each. */
    @Test
    @Timeout(400)
    void many_that_never_end_or_answer_delay_a_run_together_and_not_one_by_one() throws Exception {
        Project project = proxied("db", "cache", "queue");
        for (String server : List.of("db", "cache", "queue")) {
            Map<String, String> silent = containers.proxy(project.layout, "", server, "sleep 300");
            containers.init(silent, "sleep", "600");
            containers.init(silent, "true");
            containers.start(silent);
        }
        long begun = System.nanoTime();

        Project.Ran ran = project.run("rotate-certs", "--renew-before", "400d");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(100));
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(1);
    }

    private Project proxied(String... servers) throws Exception {
        StringBuilder compose = new StringBuilder("name: " + containers.name + "\nservices:\n");
        StringBuilder choices = new StringBuilder("version: 1\nservices:\n");
        for (String server : servers) {
            compose.append("  " + server + ": {image: \"postgres:18\"}\n  " + server
                    + "-app: {image: \"example/app:1\", environment: {URL: \"postgres://" + server + "/shop\"}}\n");
            choices.append("  " + server + ": {via: proxy}\n");
        }
        Project project = Project.empty(Files.createDirectory(folder.resolve("stack")))
                .file("compose.yaml", compose.toString())
                .file("aria.yaml", choices.toString());
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        return project;
    }
}
