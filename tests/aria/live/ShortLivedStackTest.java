package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.docker.RunningService;
import aria.testing.FiredAlerts;
import aria.testing.Needs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half an hour of certificates that live six minutes, on every server of the ARIA platform under constant clients: the
 * container that renews them is all that acts. OpenBao stands for Vault, and a file server behind the real proxy for
 * Grafana and for Vaultwarden.
 */
@Tag("full")
class ShortLivedStackTest extends OnAStack {
    private static final int MINUTES = Integer.getInteger("aria.minutes", 30);
    private static final int LIFETIME = 6;
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** Each published listener: service, protocol, and the variable of its port. */
    private static final List<List<String>> LISTENERS = List.of(
            List.of("keycloak", "https", "KEYCLOAK_PORT"),
            List.of("vaultwarden", "https", "VAULTWARDEN_PORT"),
            List.of("vault", "https", "VAULT_PORT"),
            List.of("temporal", "grpc", "TEMPORAL_PORT"),
            List.of("temporal-ui", "https", "TEMPORAL_UI_PORT"),
            List.of("postgres", "postgresql", "POSTGRES_PORT"),
            List.of("grafana", "https", "GRAFANA_PORT"),
            List.of("prometheus", "https", "PROMETHEUS_PORT"),
            List.of("nats", "nats", "NATS_PORT"));

    @TempDir
    static Path folder;

    @BeforeAll
    void everything_is_up_and_its_certificates_are_made_short_lived() {
        Needs.compose();
        Needs.wholeStack();
        List.of("haproxy:3.0.11", "eclipse-temurin:21-jre").forEach(Needs::image);
        stack = RealStack.aria(folder);
        stack.project.file(
                "compose/identity.yml",
                stack.project.text("compose/identity.yml").replace("    container_name: aria-vaultwarden\n", ""));
        succeeds("bootstrap", "--yes", "--up");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void nobody_is_refused_nothing_restarts_and_no_alarm_rings() throws Exception {
        Map<String, Instant> started = started();
        succeeds("generate-service-certs", "--force", "--validity", LIFETIME + "m");
        succeeds("rotate-certs", "--metrics", "metrics/aria.prom");
        String before = stack.project.text("metrics/aria.prom");
        try {
            succeeds("rotate-certs", "--install", "compose", "--metrics", "metrics/aria.prom", "--yes");
            List<ConstantClient> clients = new ArrayList<>();
            for (List<String> listener : LISTENERS) {
                clients.add(new ConstantClient(
                        listener.get(0),
                        listener.get(1),
                        stack.port(listener.get(2)),
                        () -> ConstantClient.person(stack.project),
                        PAUSE));
            }
            clients.forEach(ConstantClient::start);
            Thread.sleep(Duration.ofMinutes(MINUTES).toMillis());
            for (ConstantClient client : clients) {
                client.end(MINUTES * 60);
                assertThat(client.certificatesSeen()).as(client.toString()).isGreaterThanOrEqualTo(MINUTES / LIFETIME);
            }
            assertThat(started()).as("nothing was started anew").isEqualTo(started);
            assertThat(FiredAlerts.between(folder, before, stack.project.text("metrics/aria.prom"), 0))
                    .as("alarms")
                    .isEmpty();
            stack.verify(0);
        } finally {
            Project.Ran removed = stack.project.run("rotate-certs", "--uninstall", "compose");
            assertThat(removed.exit()).as(removed.out() + removed.err()).isZero();
        }
    }

    /** When each server was started, without the containers that deliver keys and end. */
    private Map<String, Instant> started() {
        Map<String, Instant> started = new TreeMap<>();
        stack.containers().values().stream()
                .filter(RunningService::runs)
                .forEach(container ->
                        started.put(container.service(), container.startedAt().orElseThrow()));
        return started;
    }
}
