package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running stack is moved behind proxies, with a caller that no file tells of, which is then shut out. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StagedStackTest extends OnAStack {
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
    private static final String KEPT = "redis-cli -h cache -r -1 -i 0.1 ping >/tmp/kept 2>&1; echo ended >>/tmp/kept";
    private static final String NEW = "while redis-cli -h cache ping >>/tmp/new 2>&1; do sleep 0.1; done";

    private Map<String, String> containers;

    @BeforeAll
    void a_running_stack(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "haproxy:3.0.11", "redis:8").forEach(Needs::image);
        stack = RealStack.of(folder, FILE);
        stack.project.file("aria.yaml", "version: 1\nservices:\n  cache: {via: proxy}\n");
        stack.compose("up", "-d", "--wait").ok();
        succeeds("bootstrap", "--yes", "--up");
        containers = ids();
    }

    @Test
    @Order(1)
    void its_server_starts_open_and_whoever_comes_in_plaintext_is_served_and_counted() {
        assertThat(stack.project.text("aria.yaml")).contains("cache: {via: proxy, stage: open}");
        for (String client : List.of("app", "legacy")) {
            stack.compose("exec", "-d", client, "sh", "-c", KEPT).ok();
        }
        stack.compose("exec", "-d", "app", "sh", "-c", NEW).ok();
        assertThat(plaintext()).isEqualTo("PONG");
        await(() -> lines("app", "kept").size() > 3 && lines("legacy", "kept").size() > 3);

        assertThat(stack.verify(0, "--only", "listener,names"))
                .filteredOn(result -> result.id().equals("listener.mtls") && "cache".equals(result.service()))
                .extracting(RealStack.Checked::message)
                .singleElement()
                .asString()
                .startsWith("open: its proxy accepts plaintext; since ")
                .endsWith(" came legacy (2, 1 open)");
        assertThat(stack.verify(0, "--only", "handshake.plaintext"))
                .filteredOn(result -> "cache".equals(result.service()))
                .singleElement()
                .satisfies(result -> assertThat(result.status()).isEqualTo("warn"))
                .extracting(RealStack.Checked::message)
                .asString()
                .matches("a client without TLS is refused at port \\d+ of its proxy alone: at cache:6379 it is served,"
                        + " because it is open");
        assertThat(stack.verify(0, "--only", "names"))
                .extracting(RealStack.Checked::status)
                .containsOnly("pass");
        assertThat(succeeds("verify-mtls-setup", "--live").out())
                .contains("1 open")
                .doesNotContain("All checks passed");
        assertThat(succeeds("pki-cert", "metrics").out())
                .contains(
                        "# TYPE aria_plaintext_connections_total counter\n",
                        "\naria_plaintext_connections_total{service=\"cache\"} 2\n");
        assertThat(stack.project.run("observe", "--check").out())
                .contains("services.legacy.calls: [cache:6379], seen on the running stack");
    }

    @Test
    @Order(2)
    void a_second_run_plans_nothing() {
        assertThat(succeeds("bootstrap", "--check").out()).contains("nothing to do");
    }

    @Test
    @Order(3)
    void enforced_by_a_reload_it_shuts_out_whom_it_names_and_keeps_every_other_connection() {
        Project.Ran asked = stack.project.run("enforce", "cache");
        assertThat(asked.exit()).as(asked.out() + asked.err()).isEqualTo(5);
        assertThat(asked.err()).contains("cache:6379 by legacy (2, 1 open)");
        assertThat(plaintext()).isEqualTo("PONG");

        assertThat(succeeds("enforce", "cache", "--yes").out()).contains("cache accepts no plaintext\n");

        assertThat(plaintext()).isNotEqualTo("PONG");
        await(() -> lines("legacy", "kept").contains("ended"));
        assertThat(succeeds("verify-mtls-setup", "--live").out()).contains("1 enforced");
        assertThat(succeeds("pki-cert", "metrics").out()).doesNotContain("aria_plaintext");
        nothing_else_happened();
    }

    @Test
    @Order(4)
    void opened_for_a_time_it_closes_by_itself() {
        succeeds("open", "cache", "--for", "20s", "--yes");
        assertThat(plaintext()).isEqualTo("PONG");
        assertThat(succeeds("verify-mtls-setup", "--only", "listener").out())
                .contains("its proxy accepts plaintext for another 1m");

        await(() -> !plaintext().equals("PONG"));

        assertThat(succeeds("verify-mtls-setup", "--only", "listener").out()).contains("1 enforced");
        assertThat(succeeds("bootstrap", "--check").out()).contains("nothing to do");
        nothing_else_happened();
    }

    private void nothing_else_happened() {
        assertThat(ids()).isEqualTo(containers);
        int before = lines("app", "kept").size();
        await(() -> lines("app", "kept").size() > before);
        for (String log : List.of("kept", "new")) {
            assertThat(lines("app", log)).containsOnly("PONG");
        }
    }

    private Map<String, String> ids() {
        return stack.containers().entrySet().stream()
                .filter(container -> container.getValue().runs())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, container -> container.getValue().containerId()));
    }

    private String plaintext() {
        return stack.compose("exec", "-T", "legacy", "timeout", "5", "redis-cli", "-h", "cache", "ping")
                .out()
                .strip();
    }

    private List<String> lines(String service, String log) {
        return stack.exec(service, "cat", "/tmp/" + log).lines().toList();
    }

    private static void await(BooleanSupplier done) {
        Instant end = Instant.now().plusSeconds(60);
        while (!done.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
        }
    }
}
