package aria.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeLocator;
import aria.docker.RunningService;
import aria.docker.RunningService.Health;
import aria.docker.RunningService.State;
import aria.finding.FindingText;
import aria.finding.Remedy;
import aria.verify.CheckResult;
import aria.verify.LiveStack;
import aria.verify.Status;
import aria.verify.Subject;
import aria.verify.SubjectReader;
import aria.verify.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of which {@link VerificationTest} shows only that they pass. */
class FailedChecksTest {
    @TempDir
    Path folder;

    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder).withCa().withCertificates();
    }

    @Test
    void a_machine_without_docker_is_a_warning() throws IOException {
        Files.delete(folder.resolve("bin/docker"));
        assertThat(project.result("tools.docker").status()).isEqualTo(Status.WARN);
    }

    @Test
    void the_java_that_runs_this_is_named() {
        assertThat(project.result("tools.java").message())
                .isEqualTo("Java " + Runtime.version().feature());
    }

    @Test
    void the_roots_key_beside_the_project_is_a_warning() {
        assertThat(project.verify("ca.root-key").results())
                .as("no mark for ever on a developer's machine")
                .isEmpty();
        assertThat(project.verifyInProduction("ca.root-key").results())
                .singleElement()
                .satisfies(result -> assertThat(result.status()).isEqualTo(Status.FAIL));
    }

    @Test
    void a_password_that_is_gone_is_found() throws IOException {
        Files.delete(project.layout.passwordFile());
        assertFails("secrets.present", "config/step-ca/secrets/password.txt is missing. Run ./jbangw init-ca@aria");
    }

    @Test
    void a_trust_bundle_that_is_gone_or_of_another_CA_is_found() throws IOException {
        TestProject other = new TestProject(folder.resolve("other")).withCa().withCertificates();
        Files.write(project.layout.trustBundle(), Files.readAllBytes(other.layout.trustBundle()));
        assertFails("pki.trust", "data/certs/aria-root-ca.crt does not hold the root certificate");
        Files.delete(project.layout.trustBundle());
        assertFails("pki.trust", "data/certs/aria-root-ca.crt");
    }

    @Test
    void a_certificate_that_may_sign_others_is_found() throws IOException {
        Files.write(
                project.layout.serviceCertificate("db"), Files.readAllBytes(project.layout.intermediateCertificate()));
        assertFails("certs.lint", "it may sign other certificates; its key usage lacks digitalSignature");
    }

    @Test
    void a_step_ca_that_is_unhealthy_or_has_no_container_is_found() {
        assertThat(running(Health.HEALTHY).status()).isEqualTo(Status.PASS);
        CheckResult unhealthy = running(Health.UNHEALTHY);
        assertThat(unhealthy.message()).isEqualTo("is running, unhealthy");
        assertThat(unhealthy.remedies()).containsExactly(Remedy.command("docker", "logs", "p-ca-1"));
        CheckResult gone = running(List.of());
        assertThat(gone.message()).isEqualTo("has no container");
        assertThat(FindingText.IN_CHECKOUT.hint(gone.remedies()))
                .contains("run docker compose -f compose.yaml up -d ca");
    }

    private void assertFails(String check, String message) {
        assertThat(project.verify(check).results())
                .filteredOn(result -> result.status() == Status.FAIL)
                .anySatisfy(result -> assertThat(FindingText.IN_CHECKOUT.line(result.finding()))
                        .contains(message));
    }

    private CheckResult running(Health health) {
        return running(List.of(new RunningService(
                "ca",
                "0123456789abcdef",
                "p-ca-1",
                "smallstep/step-ca:0.30.2",
                State.RUNNING,
                health,
                Instant.now(),
                Optional.of(Instant.now()),
                Optional.empty(),
                0,
                List.of(),
                Map.of(),
                Map.of(),
                Map.of())));
    }

    /** What {@code ca.running} says of a step-ca with these containers. */
    private CheckResult running(List<RunningService> containers) {
        TestProject.write(
                project.layout.root().resolve("compose.yaml"),
                "services:\n  ca:\n    image: smallstep/step-ca:0.30.2\n");
        Subject read = new SubjectReader(project.layout, Map.of(), SubjectReader.Live.NO, "require", Optional.empty())
                .read(ComposeLocator.locate(project.layout.root(), List.of(), List.of(), Map.of()), Instant.now());
        Subject live = new Subject(
                read.layout(),
                read.now(),
                read.environment(),
                read.needs(),
                read.listeners(),
                read.compose(),
                new LiveStack(true, Optional.empty(), containers, Set.of(), Map.of()),
                read.warnBefore(),
                read.production(),
                read.auditSinks(),
                read.presents(),
                read.looked());
        return Verification.run(Verification.select(CheckCatalogue.all(), List.of("ca.running")), live)
                .results()
                .get(0);
    }
}
