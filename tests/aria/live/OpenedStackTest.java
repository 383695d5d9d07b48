package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that was enforced from the start is opened for a time, for a caller that no file tells of. */
@Tag("full")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OpenedStackTest extends OnAStack {
    private static final String FILE = """
            services:
              cache:
                image: redis:8
                stop_grace_period: 1s
              app:
                image: redis:8
                init: true
                stop_grace_period: 1s
                environment: {REDIS_URL: "redis://cache:6379"}
                command: [sleep, infinity]
              legacy:
                image: redis:8
                init: true
                stop_grace_period: 1s
                command: [sleep, infinity]
            """;

    @BeforeAll
    void a_stack_that_is_secured_before_it_runs(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "haproxy:3.0.11", "redis:8").forEach(Needs::image);
        stack = RealStack.of(folder, FILE);
        stack.project.file("aria.yaml", "version: 1\nservices:\n  cache: {via: proxy}\n");
        succeeds("bootstrap", "--yes", "--up");
    }

    @Test
    void open_and_enforce_recreate_nothing() {
        Map<String, String> containers = ids();
        assertThat(ping("app")).isEqualTo("PONG");
        assertThat(ping("legacy")).isNotEqualTo("PONG");
        assertThat(succeeds("verify-mtls-setup", "--live").out()).contains("1 enforced");

        succeeds("open", "cache", "--for", "1h", "--yes");

        assertThat(ping("legacy")).isEqualTo("PONG");
        assertThat(ping("app")).isEqualTo("PONG");
        assertThat(succeeds("verify-mtls-setup", "--only", "listener").out()).contains("came legacy (1)");

        succeeds("enforce", "cache", "--yes");

        Instant end = Instant.now().plusSeconds(30);
        while (ping("legacy").equals("PONG")) {
            assertThat(Instant.now()).isBefore(end);
        }
        assertThat(ping("app")).isEqualTo("PONG");
        assertThat(ids()).isEqualTo(containers);
        assertThat(succeeds("bootstrap", "--check").out()).contains("nothing to do");
    }

    private Map<String, String> ids() {
        return stack.containers().entrySet().stream()
                .filter(container -> container.getValue().runs())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, container -> container.getValue().containerId()));
    }

    private String ping(String client) {
        return stack.compose("exec", "-T", client, "timeout", "5", "redis-cli", "-h", "cache", "ping")
                .out()
                .strip();
    }
}
