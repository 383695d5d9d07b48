package aria.verify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.OfflineSigner;
import aria.finding.FindingText;
import aria.finding.Severity;
import aria.finding.UsageException;
import aria.pki.Names;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import aria.store.Layout;
import aria.testing.Checkout;
import aria.testing.Needs;
import aria.verify.CertificateFile;
import aria.verify.CheckResult;
import aria.verify.ListenerClaim;
import aria.verify.ListenerState;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.TestProject;
import aria.verify.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees in each state of a project, and that each way to be wrong is found. */
class VerificationTest {
    @TempDir
    Path folder;

    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    @Test
    void before_initialisation_each_missing_thing_names_the_command_to_run() throws IOException {
        Report report = project.verify();
        assertGolden("before.txt", report);
        assertThat(report.failed(Severity.ERROR)).isTrue();
        assertThat(report.results())
                .filteredOn(result -> result.status() == Status.FAIL)
                .allSatisfy(result -> assertThat(FindingText.IN_CHECKOUT.hint(result.remedies()))
                        .get(InstanceOfAssertFactories.STRING)
                        .matches("run \\./jbangw [a-z-]+@aria"));
    }

    @Test
    void after_everything_all_checks_pass() throws IOException {
        Report report = project.withCa().withCertificates().patched().verify();
        assertGolden("after.txt", report);
        assertThat(report.failed(Severity.ERROR)).isFalse();
        assertThat(report.failed(Severity.WARNING))
                .as("the root's key is still here")
                .isTrue();
    }

    @Test
    void a_certificate_that_no_service_uses_proves_nothing() throws IOException {
        Path file = project.layout.root().resolve("compose.yaml");
        Files.writeString(file, Files.readString(file) + "  app: {image: example/app:1}\n");
        project.withCa().withCertificates().patched();
        assertThat(project.verify("certs.present").results())
                .as("it needs none")
                .noneMatch(result -> result.service().equals(Optional.of("app")));
        TestProject.write(project.layout.serviceCertificate("app"), "of an earlier version");
        Report report = project.verify("certs.present", "handshake");
        assertThat(report.results())
                .filteredOn(result -> result.service().equals(Optional.of("app")))
                .extracting(CheckResult::id)
                .containsExactly("certs.present");
    }

    @Test
    void a_colleagues_clone_has_ca_json_and_no_keys() throws IOException {
        project.withCa();
        for (Path gone :
                List.of(project.layout.pkiFolder(), project.layout.secretsFolder(), project.layout.rootKeyFolder())) {
            deleteAll(gone);
        }
        assertGolden("clone.txt", project.verify("ca", "pki", "secrets", "certs"));
    }

    @Test
    void with_the_CA_alone_the_certificates_are_asked_for() throws IOException {
        assertGolden("ca-only.txt", project.withCa().verify("pki", "certs", "compose", "handshake"));
    }

    @Test
    void without_compose_files_the_eight_services_are_expected_and_compose_checks_left_out() throws IOException {
        Files.delete(project.layout.root().resolve("compose.yaml"));
        assertThat(project.verify("certs.present").results()).hasSize(8);
        assertThat(project.verify("compose", "ca.service").results()).isEmpty();
    }

    @Test
    void a_compose_file_that_is_no_yaml_is_one_failure_with_its_place() {
        TestProject.write(project.layout.root().resolve("compose.yaml"), "services: {db: [\n");
        assertThat(project.verify("compose").results())
                .singleElement()
                .satisfies(result -> assertThat(result.message()).startsWith("compose.yaml:"));
    }

    @Test
    void a_missing_name_is_found() {
        project.withCa().issue("db", Names.of(List.of("db", "localhost")), aYear());
        assertFails("certs.names", "db.crt lacks db.state.svc.cluster.local, 127.0.0.1, ::1");
    }

    @Test
    void a_certificate_of_another_CA_is_found() throws IOException {
        project.withCa().withCertificates();
        TestProject other = new TestProject(folder.resolve("other")).withCa().withCertificates();
        Files.write(project.layout.serviceCertificate("db"), Files.readAllBytes(other.layout.serviceCertificate("db")));
        assertThat(project.verify("certs.chain").results().get(0).status()).isEqualTo(Status.FAIL);
        assertThat(project.verify("certs.key").results().get(0).message())
                .contains("does not belong to the certificate");
    }

    @Test
    void a_revoked_certificate_in_use_is_an_error_however_old_the_list() throws Exception {
        project.withCa().withCertificates();
        assertThat(project.verify("certs.revoked").results()).isEmpty();
        X509Certificate stolen = CertificateFile.read(project.layout.serviceCertificate("db"))
                .first()
                .orElseThrow();
        OfflineSigner signer = OfflineSigner.open(project.layout);
        X509CRL list = signer.revoke(
                Optional.empty(),
                Map.of(stolen.getSerialNumber(), CRLReason.KEY_COMPROMISE),
                new Validity(
                        Instant.now().minus(Duration.ofSeconds(50)),
                        Instant.now().minus(Duration.ofSeconds(10))));
        Files.write(project.layout.revocationList(), Revocation.pem(list));
        Report report = project.verify("certs.revoked");
        assertThat(report.results()).extracting(CheckResult::status).containsExactly(Status.FAIL, Status.PASS);
        assertThat(TestProject.shown(report))
                .contains("data/certs/db/db.crt was revoked on DAY. Run ./jbangw rotate-certs@aria");
        Files.writeString(project.layout.revocationList(), "nothing");
        assertFails("certs.revoked", "data/certs/aria.crl: not a revocation list");
    }

    @Test
    void a_service_that_trusts_another_CA_is_found() throws IOException {
        project.withCa().withCertificates();
        TestProject other = new TestProject(folder.resolve("other")).withCa().withCertificates();
        Files.write(project.layout.serviceTrust("db"), Files.readAllBytes(other.layout.serviceTrust("db")));
        assertFails("certs.trust", "data/certs/db/ca.crt does not hold the root certificate");
    }

    @Test
    void a_key_that_others_can_read_is_found() {
        project.withCa().withCertificates();
        TestProject.permit(project.layout.serviceKey("db"), "rw-r-----");
        assertFails("secrets.mode", "data/certs/db/db.key has mode 640. Run chmod 600 data/certs/db/db.key");
    }

    @Test
    void a_folder_that_others_can_write_is_found() {
        project.withCa().withCertificates();
        TestProject.permit(project.layout.serviceFolder("db"), "rwxrwxr-x");
        assertFails("secrets.mode", "data/certs/db can be written by other users");
    }

    @Test
    void a_password_in_ca_json_is_found() throws IOException {
        project.withCa();
        String json = Files.readString(project.layout.caJson());
        TestProject.write(project.layout.caJson(), json.replaceFirst("\\{", "{\"password\": \"x\","));
        assertFails("ca.config", "contains a password");
    }

    @Test
    void a_ca_json_that_step_ca_does_not_start_with_is_found() throws IOException {
        project.withCa();
        String json = Files.readString(project.layout.caJson());
        TestProject.write(project.layout.caJson(), json.replace("\"87600h\"", "\"3650d\""));
        assertFails("ca.config", "config/step-ca/ca.json:24:29: step-ca does not start: maxTLSCertDuration");
    }

    @Test
    void a_ca_json_that_is_no_json_is_found() {
        project.withCa();
        TestProject.write(project.layout.caJson(), "{\"root\":");
        assertFails("ca.config", "config/step-ca/ca.json:1:9: expected a JSON value");
    }

    @Test
    void defaults_of_another_CA_are_found() throws IOException {
        project.withCa();
        TestProject other = new TestProject(folder.resolve("other")).withCa();
        Files.write(project.layout.defaultsJson(), Files.readAllBytes(other.layout.defaultsJson()));
        assertFails("ca.defaults", "a different fingerprint");
    }

    @Test
    void an_intermediate_of_another_root_is_found() throws IOException {
        project.withCa();
        TestProject other = new TestProject(folder.resolve("other")).withCa();
        Files.write(
                project.layout.intermediateCertificate(), Files.readAllBytes(other.layout.intermediateCertificate()));
        assertFails("pki.intermediate", "is not signed by the root here");
    }

    @Test
    void a_wrong_password_is_found() {
        project.withCa();
        TestProject.write(project.layout.passwordFile(), "wrong\n");
        assertThat(project.result("pki.key").status()).isEqualTo(Status.FAIL);
    }

    @Test
    void without_the_CAs_key_two_handshakes_are_not_checked_and_the_rest_is() throws IOException {
        project.withCa().withCertificates();
        Files.delete(project.layout.intermediateKey());
        assertThat(project.verify("handshake").results())
                .filteredOn(result -> result.status() == Status.SKIP)
                .extracting(CheckResult::id)
                .containsOnly("handshake.expired", "handshake.server-only");
        assertThat(project.verify("handshake").count(Status.PASS)).isEqualTo(10);
    }

    @Test
    void a_secret_that_git_tracks_is_found() throws IOException, InterruptedException {
        Needs.program("git");
        project.withCa().withCertificates();
        git("init", "-q");
        assertThat(project.result("secrets.untracked").status()).isEqualTo(Status.PASS);
        git("add", "-f", "data/certs/db");
        assertFails("secrets.untracked", "data/certs/db/db.key is tracked by git");
    }

    @Test
    void a_build_that_would_take_a_key_along_is_an_error() throws IOException {
        project.withCa().withCertificates();
        Path compose = project.layout.root().resolve("compose.yaml");
        TestProject.write(compose, Files.readString(compose) + "  app:\n    build: .\n");
        assertThat(project.result("secrets.context").status()).isEqualTo(Status.FAIL);
        assertThat(project.result("secrets.context").message())
                .contains("config/root-ca", "config/step-ca/pki", "config/step-ca/secrets");
        TestProject.write(project.layout.root().resolve(".dockerignore"), "*.md\ndata\n");
        assertThat(project.result("secrets.context").status())
                .as("a .dockerignore that names something else")
                .isEqualTo(Status.FAIL);
        TestProject.write(project.layout.root().resolve(".dockerignore"), "data/\n/config/**\n!config/root-ca\n");
        assertThat(project.result("secrets.context").message())
                .contains("config/root-ca")
                .doesNotContain("step-ca");
        TestProject.write(project.layout.root().resolve(".dockerignore"), "data\nconfig\n");
        assertThat(project.result("secrets.context").status()).isEqualTo(Status.PASS);
    }

    @Test
    void a_service_that_mounts_a_folder_with_keys_is_an_error() throws IOException {
        project.withCa().withCertificates();
        assertThat(project.verify("secrets.mounted").results()).isEmpty();
        Path compose = project.layout.root().resolve("compose.yaml");
        TestProject.write(
                compose,
                Files.readString(compose)
                        + "  app:\n    image: app:1\n    volumes: [\".:/srv\", \"./src:/src\", \"./data/certs/app:/own\"]\n");
        assertThat(project.result("secrets.mounted").status()).isEqualTo(Status.FAIL);
        assertThat(project.result("secrets.mounted").service()).contains("app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil", "evil-mtls-init", "app-mtls-init", "app-mtls-proxy"})
    void the_label_and_the_names_of_our_services_hide_nothing(String name) throws IOException {
        project.withCa().withCertificates();
        Path compose = project.layout.root().resolve("compose.yaml");
        TestProject.write(
                compose,
                Files.readString(compose) + "  app: {image: \"app:1\"}\n  " + name
                        + ":\n    image: app:1\n    labels: {aria.role: init}\n"
                        + "    volumes: [\"./config:/k\", \"./data/certs:/c\"]\n    ports: [\"8099:80\"]\n");
        assertThat(project.verify("secrets.mounted").results())
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.service()).contains(name));
        assertThat(project.verify().listeners())
                .filteredOn(claim -> claim.service().equals(name))
                .extracting(ListenerClaim::state)
                .as("one by no name of ours is published for the public, as any other service")
                .containsExactly(name.equals("evil") ? ListenerState.PUBLIC : ListenerState.NOT_UNDER_MTLS);
    }

    @Test
    void a_port_published_in_plaintext_is_found() throws IOException {
        Path compose = project.layout.root().resolve("compose.yaml");
        TestProject.write(
                compose,
                Files.readString(compose)
                        + "  keycloak:\n    image: quay.io/keycloak/keycloak:26.7\n    command: start-dev\n    ports: [\"8080:8080\"]\n");
        assertFails("compose.plaintext", "8080:8080 is published in plaintext");
        assertFails("compose.settings", "compose.yaml needs");
    }

    @Test
    void what_can_not_be_set_up_any_more_is_an_error_and_what_never_was_a_warning() throws IOException {
        Path compose = project.layout.root().resolve("compose.yaml");
        String before = Files.readString(compose);
        String inTheWay = before + "  db-mtls-init:\n    image: busybox:1.37\n";
        TestProject.write(compose, inTheWay);
        assertThat(project.verify("compose.settings").results())
                .filteredOn(result -> result.message().contains("not ours"))
                .extracting(CheckResult::status)
                .containsExactly(Status.WARN);
        TestProject.write(compose, before);
        project.withCa().withCertificates();
        TestProject.write(compose, inTheWay);
        assertFails(
                "compose.settings",
                "it has data/certs/db/db.crt but does not use it: there is a service `db-mtls-init` that is not ours");
    }

    @Test
    void the_documentation_is_asked_for_in_our_own_checkout_alone() {
        assertThat(project.verify("docs").results()).isEmpty();
        TestProject.write(project.layout.root().resolve("scripts/VerifyMtlsSetup.java"), "");
        assertFails("docs.present", "docs/MTLS_SETUP.md is missing");
    }

    @Test
    void a_run_that_was_cut_off_is_a_warning() {
        TestProject.write(project.layout.applyFolder().resolve("1/record.json"), "{}");
        assertThat(project.result("apply.unfinished").status()).isEqualTo(Status.WARN);
    }

    @Test
    void an_audit_log_that_was_changed_is_an_error() throws IOException {
        Layout layout = project.layout;
        assertThat(project.verify("audit.chain").results()).as("no log").isEmpty();
        for (String event : List.of("issue", "revoke")) {
            AuditLog.of(layout).appendAlone(AuditEvent.done(event, List.of("db"), List.of("0a"), List.of()));
        }
        assertThat(project.result("audit.chain").status()).isEqualTo(Status.PASS);
        String log = Files.readString(layout.auditLog());
        TestProject.write(layout.auditLog(), log.replace("\"revoke\"", "\"renew\""));
        assertFails("audit.chain", "entry 2 was not signed by the key it names");
    }

    @Test
    void an_unknown_check_is_refused() {
        assertThatThrownBy(() -> project.verify("certs.nmaes"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("certs.nmaes");
    }

    @Test
    void every_check_has_a_title_a_function_and_an_id_of_its_own() {
        assertThat(CheckCatalogue.all())
                .extracting(Check::id)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("[a-z]+\\.[a-z-]+"));
    }

    /** What a developer is told at most once is an error where others count on the stack. */
    @Test
    void in_production_the_same_project_fails() throws IOException {
        project.withCa().withCertificates().patched();
        Report report = project.verifyInProduction();
        assertGolden("production.txt", report);
        assertThat(report.results())
                .filteredOn(result -> result.status() == Status.FAIL)
                .extracting(CheckResult::id)
                .containsExactly("ca.root-key", "ca.password", "compose.clients", "audit.sink");
    }

    @Test
    void json_has_every_result_and_the_counts() {
        Report report = project.verify("certs.present");
        assertThat(ReportJson.of(report)).containsKeys("counts", "checks");
        assertThat(ReportJson.of(report).toString())
                .contains("id=certs.present, category=Service certificates, service=db, status=fail")
                .contains("hint=docs/TROUBLESHOOTING.md#certs-present")
                .contains("pass=0, warn=0, fail=2, skip=0");
    }

    private void assertFails(String check, String message) {
        assertThat(project.verify(check).results())
                .filteredOn(result -> result.status() == Status.FAIL)
                .anySatisfy(result -> assertThat(FindingText.IN_CHECKOUT.line(result.finding()))
                        .contains(message));
    }

    private static Validity aYear() {
        Instant now = Instant.now();
        return new Validity(now.minusSeconds(30), now.plus(Duration.ofDays(365)));
    }

    private void git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        assertThat(new ProcessBuilder(command)
                        .directory(project.layout.root().toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The system property {@code aria.golden=write} writes the file anew. */
    private static void assertGolden(String name, Report report) throws IOException {
        Path golden = Checkout.root().resolve("tests/golden/verify").resolve(name);
        String shown = TestProject.shown(report);
        if ("write".equals(System.getProperty("aria.golden"))) {
            Files.writeString(golden, shown);
        }
        assertThat(shown).isEqualTo(Files.readString(golden));
    }

    private static void deleteAll(Path top) throws IOException {
        try (var files = Files.walk(top)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
