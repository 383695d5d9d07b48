package aria.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.Engine;
import aria.docker.RunningService;
import aria.pki.CertifiedKey;
import aria.testing.Needs;
import aria.verify.HandshakeMatrix;
import aria.verify.Observation;
import aria.verify.PostgresContainer;
import aria.verify.Status;
import aria.verify.TestCa;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners that can only be reached from inside their containers: no published port, and no address that leads there. */
class TunnelsTest {
    private static final Listener DB =
            new Listener("db", "postgresql", 5432, "postgresql", true, List.of("db", "localhost"), "/");
    private static final Listener NATS = new Listener("nats", "main", 4222, "nats", true, List.of("nats"), "/");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String project = "aria-test-" + UUID.randomUUID();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void every_probe_sees_through_a_tunnel_what_it_sees_at_the_port(@TempDir Path folder) throws IOException {
        Needs.image(PostgresContainer.IMAGE);
        TestCa ca = new TestCa();
        CertifiedKey client = ca.identity("person");
        String rules =
                "local all all trust\nhostssl all all all scram-sha-256 clientcert=verify-ca\nhostnossl all all all reject\n";
        try (PostgresContainer postgres =
                        new PostgresContainer(ca.identity("db", "localhost"), ca.roots(), rules, folder);
                Tunnels tunnels = new Tunnels(threads)) {
            RunningService container = postgres.live().container("db").orElseThrow();
            Address published = postgres.live().address(DB).orElseThrow();
            assertThat(tunnels.reachable(Optional.of(published), container, DB)).contains(published);

            Address inside = tunnels.reachable(Optional.empty(), container, DB).orElseThrow();
            assertThat(inside.via()).isEqualTo(Via.EXEC);
            assertThat(inside).hasToString("exec " + container.name() + ":5432");
            Map<Probe, List<Observation>> findings = new HandshakeMatrix(
                            ca.roots(), WrongClients.signedBy(ca, Instant.now()))
                    .run(List.of(new Target(DB, inside, Optional.of(client))), threads)
                    .findings();
            findings.forEach((probe, found) -> assertThat(found)
                    .extracting(Observation::status)
                    .as("%s: %s", probe, found)
                    .containsOnly(Status.PASS));
            assertThat(findings.get(Probe.NONE).get(0).message()).contains("requires a valid client certificate");

            assertThat(postgres.processesAfterAWhile())
                    .as("nothing is left hanging")
                    .contains("postgres")
                    .doesNotContain("cat", "bash", "nc");
            assertThat(postgres.log()).as("the server is not disturbed").doesNotContain("untracked child", "recovery");
            postgres.rules("local all all trust\nhost all all all trust\n");
            assertThat(new Connection(inside, DB, Protocols.named("postgresql").orElseThrow())
                            .inClear()
                            .kind())
                    .isEqualTo(ProbeResult.ClientFate.SERVED);
        }
    }

    @Test
    void a_container_without_a_network_is_reached_by_its_nc() throws IOException {
        Needs.image("nats:2.14-alpine");
        RunningService container = started("nats:2.14-alpine", "--addr", "127.0.0.1");
        assertThat(container.addresses()).isEmpty();
        try (Tunnels tunnels = new Tunnels(threads)) {
            Address inside =
                    tunnels.reachable(Optional.empty(), container, NATS).orElseThrow();
            assertThat(new Connection(inside, NATS, Protocols.named("nats").orElseThrow())
                            .inClear()
                            .kind())
                    .isEqualTo(ProbeResult.ClientFate.SERVED);
            Listener nobody = new Listener("nats", "main", 4223, "nats", true, List.of("nats"), "/");
            Address closed =
                    tunnels.reachable(Optional.empty(), container, nobody).orElseThrow();
            assertThat(new Connection(closed, nobody, Protocols.named("nats").orElseThrow())
                            .inClear()
                            .kind())
                    .isNotEqualTo(ProbeResult.ClientFate.SERVED);
        } finally {
            PostgresContainer.docker("rm", "-f", "-v", container.containerId());
        }
    }

    @Test
    void a_container_without_a_shell_stays_out_of_reach() throws IOException {
        Needs.image("nats:2.14");
        RunningService container = started("nats:2.14");
        try (Tunnels tunnels = new Tunnels(threads)) {
            assertThat(tunnels.reachable(Optional.empty(), container, NATS)).isEmpty();
        } finally {
            PostgresContainer.docker("rm", "-f", "-v", container.containerId());
        }
    }

    private RunningService started(String image, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "run",
                "-d",
                "--network",
                "none",
                "--label",
                "com.docker.compose.project=" + project,
                "--label",
                "com.docker.compose.service=nats",
                image));
        command.addAll(List.of(words));
        PostgresContainer.docker(command.toArray(String[]::new));
        try (Engine engine = Engine.connect()) {
            return engine.services(project).get(0);
        }
    }
}
