package aria.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The PostgreSQL probe against the real server, right and with each rule wrong that a person forgets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresqlProbeTest {
    private static final String LOCAL = "local all all trust\n";
    private static final String REQUIRED =
            LOCAL + "hostssl all all all scram-sha-256 clientcert=verify-ca\nhostnossl all all all reject\n";
    private static final Listener DB =
            new Listener("db", "postgresql", 5432, "postgresql", true, List.of("db", "localhost"), "/");

    private final TestCa ca = new TestCa();
    private final CertifiedKey client = ca.identity("person");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private PostgresContainer postgres;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Needs.image(PostgresContainer.IMAGE);
        postgres = new PostgresContainer(ca.identity("db", "localhost"), ca.roots(), REQUIRED, folder);
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void a_server_that_requires_certificates_passes_by_its_published_port() throws IOException {
        postgres.rules(REQUIRED);
        Address address = postgres.live().address(DB).orElseThrow();
        assertThat(address.via()).isEqualTo(Via.PUBLISHED);
        assertThat(findings(address).values()).extracting(Observation::status).containsOnly(Status.PASS);
    }

    @Test
    void a_server_that_requires_certificates_passes_by_its_own_address() throws IOException {
        postgres.rules(REQUIRED);
        String ip = postgres.live()
                .container("db")
                .orElseThrow()
                .addresses()
                .values()
                .iterator()
                .next();
        Map<Probe, Observation> findings = findings(new Address(ip, 5432, Via.ADDRESS));
        assertThat(findings.values()).extracting(Observation::status).containsOnly(Status.PASS);
        assertThat(findings.get(Probe.NONE).message()).contains("requires a valid client certificate");
        assertThat(findings.get(Probe.PLAINTEXT).message()).contains("no encryption");
    }

    @Test
    void rules_without_clientcert_are_red_for_a_client_without_a_certificate() throws IOException {
        postgres.rules(LOCAL + "hostssl all all all scram-sha-256\nhostnossl all all all reject\n");
        Map<Probe, Observation> findings = findings(address());
        assertThat(findings.get(Probe.NONE).status()).isEqualTo(Status.FAIL);
        assertThat(findings.get(Probe.FOREIGN_CA).status())
                .as("the server still checks what it is shown")
                .isEqualTo(Status.PASS);
        assertThat(findings.get(Probe.PLAINTEXT).status()).isEqualTo(Status.PASS);
    }

    @Test
    void the_rule_of_the_image_that_lets_plaintext_in_is_red() throws IOException {
        postgres.rules(LOCAL + "host all all all scram-sha-256\n");
        Map<Probe, Observation> findings = findings(address());
        assertThat(findings.get(Probe.PLAINTEXT).status()).isEqualTo(Status.FAIL);
        assertThat(findings.get(Probe.NONE).status()).isEqualTo(Status.FAIL);
    }

    @Test
    void rules_that_refuse_everybody_prove_nothing() throws IOException {
        postgres.rules(LOCAL + "host all all all reject\n");
        Map<Probe, Observation> findings = findings(address());
        assertThat(findings.get(Probe.VALID).status()).isEqualTo(Status.FAIL);
        assertThat(findings.values()).extracting(Observation::status).doesNotContain(Status.PASS);
    }

    @Test
    void authentication_by_certificate_lets_the_certificate_in() throws IOException {
        postgres.rules(LOCAL + "hostssl all all all cert\nhostnossl all all all reject\n");
        assertThat(findings(address()).values()).extracting(Observation::status).containsOnly(Status.PASS);
    }

    private Address address() {
        return postgres.live().address(DB).orElseThrow();
    }

    private Map<Probe, Observation> findings(Address address) {
        return new HandshakeMatrix(ca.roots(), WrongClients.signedBy(ca, Instant.now()))
                .run(List.of(new Target(DB, address, Optional.of(client))), threads).findings().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().get(0)));
    }
}
