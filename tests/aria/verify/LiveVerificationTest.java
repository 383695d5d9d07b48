package aria.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aria.ca.OfflineSigner;
import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.docker.Engine;
import aria.finding.FindingText;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.testing.Needs;
import aria.verify.probe.Via;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A patched stack of real servers, started by the real Docker Compose: proven, then made wrong by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveVerificationTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private TestProject project;
    private ComposeCommand compose;

    @BeforeAll
    void start(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18", "prom/prometheus:v2.53.3").forEach(Needs::image);
        project = new TestProject(folder, "aria-live-" + UUID.randomUUID())
                .withCa()
                .withCertificates()
                .patched();
        compose = ComposeCommand.search().command().orElseThrow();
        up();
    }

    @AfterAll
    void stop() {
        if (compose != null) {
            compose.run(files(), List.of("down", "--remove-orphans", "--volumes"), LIMIT, line -> {});
        }
    }

    @Test
    @Order(1)
    void the_running_servers_let_the_right_client_in_and_nobody_else() {
        Report report =
                project.verify(SubjectReader.Live.WHERE_IT_RUNS, "handshake", "compose.settings", "compose.plaintext");
        assertThat(report.results())
                .as(TestProject.shown(report))
                .extracting(CheckResult::status)
                .containsOnly(Status.PASS);
        assertThat(report.results())
                .filteredOn(result -> result.via().isPresent())
                .hasSize(14)
                .extracting(result -> result.via().get())
                .containsOnly(Via.PUBLISHED, Via.ADDRESS);
    }

    @Test
    @Order(2)
    void a_server_that_still_shows_a_revoked_certificate_is_red() throws IOException {
        OfflineSigner signer = OfflineSigner.open(project.layout);
        X509Certificate stolen = Pem.readCertificates(Files.readAllBytes(project.layout.serviceCertificate("db")), "db")
                .get(0);
        X509CRL list = signer.revoke(
                Optional.empty(),
                Map.of(stolen.getSerialNumber(), CRLReason.KEY_COMPROMISE),
                Validity.startingAt(Instant.now(), Duration.ofDays(1)));
        Files.write(project.layout.revocationList(), Revocation.pem(list));
        project.issue("db", Certificates.names(stolen), signer.validityFor(Duration.ofDays(90), Instant.now()));
        assertThat(project.verify("certs.revoked").count(Status.FAIL)).isZero();
        assertThat(project.verify(SubjectReader.Live.YES, "certs.revoked").results())
                .filteredOn(result -> result.status() == Status.FAIL)
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.service()).contains("db");
                    assertThat(result.message())
                            .contains(
                                    "still presents the certificate " + Certificates.serialHex(stolen), "was revoked");
                });
    }

    @Test
    @Order(3)
    void a_container_that_is_older_than_the_files_is_one_finding_and_is_not_tried() throws IOException {
        Path file = project.layout.root().resolve("compose.yaml");
        String before = Files.readString(file);
        TestProject.write(file, before.replace("image: postgres:18", "image: postgres:18\n    labels: {shop: new}"));
        Report report = project.verify(SubjectReader.Live.YES);
        assertThat(report.results())
                .filteredOn(result -> result.service().equals(Optional.of("db")) && result.isTrouble())
                .extracting(result -> FindingText.IN_CHECKOUT.line(result.finding()))
                .singleElement()
                .asString()
                .endsWith("db: the container is older than the compose files, so it was not tried."
                        + " Run docker compose -f compose.yaml up -d");
        assertThat(report.listeners())
                .extracting(ListenerClaim::service, ListenerClaim::state)
                .containsExactlyInAnyOrder(
                        tuple("db", ListenerState.NOT_CHECKED), tuple("prometheus", ListenerState.ENFORCED));
        TestProject.write(file, before);
        assertThat(project.verify(SubjectReader.Live.YES, "compose.applied").count(Status.PASS))
                .as("Docker Compose would replace nothing")
                .isEqualTo(1);
    }

    @Test
    @Order(4)
    void a_server_that_was_opened_by_hand_is_red() throws IOException {
        Path web = project.layout.generatedFolder("prometheus").resolve("web.yml");
        TestProject.write(
                web,
                Files.readString(web)
                        .replace("RequireAndVerifyClientCert", "RequestClientCert")
                        .replaceAll("client_ca_file:.*", ""));
        Map<String, Status> seen = prometheus();
        assertThat(seen)
                .containsEntry("handshake.valid", Status.PASS)
                .containsEntry("handshake.none", Status.FAIL)
                .containsEntry("handshake.foreign-ca", Status.FAIL);
        assertThat(project.verify("compose.settings").count(Status.FAIL)).isEqualTo(1);
    }

    @Test
    @Order(5)
    void a_server_without_its_settings_is_red() throws IOException {
        TestProject.write(project.layout.generatedFolder("prometheus").resolve("web.yml"), "{}\n");
        compose.run(files(), List.of("restart", "-t", "1", "prometheus"), LIMIT, line -> {});
        up();
        Map<String, Status> seen = prometheus();
        assertThat(seen)
                .containsEntry("handshake.valid", Status.FAIL)
                .containsEntry("handshake.plaintext", Status.FAIL);
        assertThat(seen.values()).doesNotContain(Status.PASS);
    }

    @Test
    @Order(6)
    void a_stack_that_is_down_is_tried_in_process_and_says_so() {
        compose.run(files(), List.of("stop", "-t", "1"), LIMIT, line -> {});
        assertThat(project.verify(SubjectReader.Live.WHERE_IT_RUNS, "handshake").results())
                .allSatisfy(result -> assertThat(result.via()).contains(Via.IN_PROCESS));
    }

    private Map<String, Status> prometheus() {
        return project.verify(SubjectReader.Live.YES, "handshake").results().stream()
                .filter(result -> result.service().equals(Optional.of("prometheus")))
                .collect(Collectors.toMap(CheckResult::id, CheckResult::status));
    }

    private void up() {
        List<String> lines = new ArrayList<>();
        compose.run(files(), List.of("up", "-d", "--wait"), LIMIT, lines::add);
        try (Engine engine = Engine.connect()) {
            assertThat(engine.services(project.layout.root().getFileName().toString()))
                    .as(String.join("\n", lines))
                    .isNotEmpty()
                    .allMatch(container -> container.ready() || container.finished());
        }
    }

    private ComposeFiles files() {
        return new ComposeFiles(
                project.layout.root(), List.of(project.layout.root().resolve("compose.yaml")), Optional.empty());
    }
}
