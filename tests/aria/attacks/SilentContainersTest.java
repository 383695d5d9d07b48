package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.docker.Engine;
import aria.docker.Helper;
import aria.docker.RunningService;
import aria.docker.SocketReader;
import aria.store.Layout;
import aria.testing.Needs;
import aria.verify.traffic.Connections;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers of a stack whose own programs never end: they delay those who look at the stack once, and are named. */
@Tag("full")
class SilentContainersTest {
    private static final int MANY = 14;

    @TempDir
    Path folder;

    private final FalseContainers containers = new FalseContainers();

    @BeforeEach
    void start() throws Exception {
        Needs.docker();
        Needs.image(FalseContainers.IMAGE);
        containers.join();
    }

    @AfterEach
    void nothing_stays() throws Exception {
        containers.close();
    }

    /** They were asked two at a time, ten seconds each. */
    @Test
    @Timeout(200)
    void observe_looks_at_many_that_are_silent_at_once_and_past_their_own_programs() throws Exception {
        Project project = stack();
        for (int i = 0; i < MANY; i++) {
            containers.showing(service(project.layout, "s" + i), "sleep 300");
        }
        long begun = System.nanoTime();

        Project.Ran ran = project.run("observe");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        for (int i = 0; i < MANY; i++) {
            // On a busy machine a helper may come too late; then it is said.
            assertThat(ran.out() + ran.err()).containsAnyOf("s" + i + ": 5432", containers.name + i);
        }
    }

    /** Where no helper can be started, nothing is known of them. */
    @Test
    @Timeout(200)
    void those_that_do_not_answer_are_named_and_the_others_are_seen() throws Exception {
        Layout layout = stack().layout;
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            silent.add(containers.showing(service(layout, "s" + i), "sleep 300"));
        }
        containers.showing(service(layout, "db"), "exec busybox cat \"$@\"");
        try (Engine engine = Engine.connect()) {
            List<RunningService> all = engine.services(containers.name);
            assertThat(all).hasSize(MANY + 1);
            long begun = System.nanoTime();

            Connections seen = Connections.read(new SocketReader(engine, "aria-no-such-image:1"), all);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
            assertThat(seen.listening()).isEqualTo(Map.of("db", Set.of(5432)));
            assertThat(seen.silent()).containsExactlyInAnyOrderElementsOf(silent);
            assertThat(Connections.read(new SocketReader(engine, Helper.IMAGE), all)
                            .silent())
                    .isEmpty();
        }
    }

    private Project stack() {
        StringBuilder compose = new StringBuilder("name: " + containers.name + "\nservices:\n");
        for (int i = 0; i < MANY; i++) {
            compose.append("  s" + i + ": {image: \"busybox:1.37\"}\n");
        }
        return Project.empty(folder).file("compose.yaml", compose + "  db: {image: \"busybox:1.37\"}\n");
    }

    private Map<String, String> service(Layout layout, String name) {
        Map<String, String> labels = containers.proxy(layout, "", name, "true");
        labels.keySet().removeIf(label -> label.startsWith("aria."));
        labels.put("com.docker.compose.service", name);
        return labels;
    }
}
