package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.OfflineSigner;
import aria.ca.OwnRoots;
import aria.ca.init.CaOptions;
import aria.ca.init.CaPlanner;
import aria.pki.Certificates;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Validity;
import aria.store.AtomicFiles;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code generate-service-certs} as a person meets it. */
class GenerateServiceCertsCommandTest {
    private static final String TWO_SERVICES = """
            services:
              keycloak-db:
                image: postgres:17
                container_name: kc_database
                networks: {back: {aliases: [pg]}}
              api:
                image: example/api:1
                hostname: api-1
            networks: {back: {}}
            """;

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeProject() {
        project = Project.empty(folder);
    }

    @Test
    void without_compose_files_the_eight_services_of_the_platform_get_one_and_the_second_run_keeps_them() {
        project.run("init-ca");
        Session session = new Session(project);
        session.run("generate-service-certs", "--dry-run");
        session.run("generate-service-certs");
        Map<String, String> first = project.state();
        session.run("generate-service-certs");
        session.run("generate-service-certs", "--check");
        assertThat(project.state()).as("not one mtime changes").isEqualTo(first);
        session.assertGolden("generate-eight-services");
    }

    @Test
    void the_services_of_the_compose_file_get_the_names_they_have_there() {
        project.file("compose.yaml", TWO_SERVICES).run("init-ca");
        assertThat(project.run("generate-service-certs").exit()).isZero();
        assertThat(project.has("data/certs/postgres")).isFalse();
        assertThat(names("keycloak-db"))
                .containsExactlyInAnyOrder("keycloak-db.state.svc.cluster.local", "keycloak-db", "kc_database", "pg");
        assertThat(names("api")).containsExactlyInAnyOrder("api", "api-1");
    }

    @Test
    void what_is_no_longer_right_is_issued_again_and_the_reason_printed() {
        project.file("compose.yaml", TWO_SERVICES).run("init-ca");
        project.run("generate-service-certs");
        String key = project.text("data/certs/api/api.key");
        Session session = new Session(project);

        project.file("compose.yaml", TWO_SERVICES.replace("api-1", "api-2"));
        session.run("generate-service-certs");
        assertThat(project.text("data/certs/api/api.key")).as("the key stays").isEqualTo(key);

        project.run("generate-service-certs", "--force", "--validity", "5m", "--once");
        session.run("generate-service-certs", "keycloak-db", "--san", "keycloak-db=db.example.org");
        assertThat(names("keycloak-db")).contains("db.example.org");

        project.delete("data/certs/api/api.key");
        session.run("generate-service-certs", "api");
        project.file("data/certs/api/api.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        session.run("generate-service-certs", "api");
        project.file("data/certs/api/api.key", "not a key\n");
        session.run("generate-service-certs", "api");
        project.run("init-ca", "--force");
        session.run("generate-service-certs");
        session.run("generate-service-certs", "--force");
        session.assertGolden("generate-again");
    }

    @Test
    void what_expires_soon_or_has_expired_is_issued_again() {
        Instant now = Instant.now();
        CaPlanner.plan(
                        project.layout,
                        CaOptions.defaults(Names.of(List.of("api", "web"))),
                        now.minus(Duration.ofDays(400)))
                .build()
                .get()
                .files()
                .forEach(AtomicFiles::write);
        OwnRoots.made(project.layout);
        project.run("generate-service-certs", "api", "web");
        replace("api", new Validity(now.minus(Duration.ofDays(300)), now.plus(Duration.ofDays(30))));
        replace("web", new Validity(now.minus(Duration.ofDays(40)), now.minus(Duration.ofDays(10))));
        Session session = new Session(project);
        session.run("generate-service-certs", "api", "web");
        session.run("generate-service-certs", "api", "web");
        session.assertGolden("generate-due");
    }

    /** Puts a certificate of the same CA, key and names in place of the service's, with another lifetime. */
    private void replace(String service, Validity validity) {
        Path file = project.layout.serviceCertificate(service);
        X509Certificate present = Pem.readCertificates(
                        project.text(project.layout.display(file)).getBytes(StandardCharsets.US_ASCII), service)
                .get(0);
        OfflineSigner signer = OfflineSigner.open(project.layout);
        LeafRequest request = new LeafRequest(
                service,
                Certificates.names(present),
                present.getPublicKey(),
                Purpose.SERVER_AND_CLIENT,
                validity,
                signer.provisioner());
        project.file(
                project.layout.display(file),
                new String(Pem.certificates(signer.sign(request)), StandardCharsets.US_ASCII));
    }

    @Test
    void without_a_CA_it_says_which_command_makes_one() {
        Session session = new Session(project);
        assertThat(session.run("generate-service-certs").exit()).isEqualTo(1);
        assertThat(session.run("generate-service-certs", "--dry-run").exit()).isEqualTo(1);
        assertThat(session.run("generate-service-certs", "--json").exit()).isEqualTo(1);
        assertThat(project.contents()).containsOnlyKeys("");
        session.assertGolden("generate-without-ca");
    }

    @Test
    void what_makes_no_sense_is_refused_in_one_line_and_nothing_is_written() {
        project.file("compose.yaml", TWO_SERVICES).run("init-ca");
        Map<String, String> before = project.state();
        Session session = new Session(project);
        for (String name : List.of("../evil", "a/b", "..", ".hidden", "a b", "", "a".repeat(200))) {
            assertThat(session.run("generate-service-certs", name).exit())
                    .as(name)
                    .isEqualTo(2);
        }
        assertThat(session.run("generate-service-certs", "--", "-rf").exit()).isEqualTo(2);
        assertThat(session.run("generate-service-certs", "--san", "api").exit()).isEqualTo(2);
        assertThat(session.run("generate-service-certs", "--san", "web=x.example.org")
                        .exit())
                .isEqualTo(2);
        assertThat(session.run("generate-service-certs", "--san", "api=no name").exit())
                .isEqualTo(2);
        assertThat(project.state()).isEqualTo(before);
        session.assertGolden("generate-wrong-usage");
    }

    @Test
    void what_the_ca_does_not_allow_is_clamped_and_said() {
        project.run("init-ca");
        assertThat(project.run("generate-service-certs", "api", "--validity", "20y", "--once")
                        .err())
                .contains("warning: the certificates expire on", "instead of later");
        assertThat(project.run("generate-service-certs", "api", "--force", "--validity", "10s", "--once")
                        .err())
                .contains("instead of earlier");
        assertThat(project.run("generate-service-certs", "api", "--force").err())
                .doesNotContain("warning");
    }

    @Test
    void a_service_that_no_compose_file_knows_gets_its_certificate_and_a_warning() {
        project.file("compose.yaml", TWO_SERVICES).run("init-ca");
        Project.Ran ran = project.run("generate-service-certs", "typo");
        assertThat(ran.exit()).isZero();
        assertThat(ran.err())
                .contains(
                        "warning: typo: the compose files have no such service, so the certificate contains only this name and localhost");
        assertThat(names("typo")).containsExactly("typo", "localhost", "127.0.0.1", "::1");
    }

    @Test
    void a_ca_that_cannot_sign_is_refused_and_nothing_is_written() {
        project.run("init-ca");
        Session session = new Session(project);
        project.file(
                "config/step-ca/pki/intermediate_ca.crt",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertThat(session.run("generate-service-certs").exit()).isEqualTo(3);
        project.run("init-ca", "--force");
        Map<String, String> before = project.state();
        project.delete("config/step-ca/pki/intermediate_ca_key");
        before.keySet().remove("config/step-ca/pki/intermediate_ca_key");
        assertThat(session.run("generate-service-certs").exit()).isEqualTo(3);
        assertThat(project.contents().keySet()).isEqualTo(before.keySet());
        session.assertGolden("generate-refusals");
    }

    @Test
    void json_says_what_was_issued_and_why() {
        project.run("init-ca");
        JsonObject answer = JsonParser.parseString(project.run("generate-service-certs", "--json", "nats", "vault")
                        .out())
                .getAsJsonObject();
        assertThat(answer.get("schema").getAsString()).isEqualTo("aria.generate-service-certs/1");
        assertThat(answer.getAsJsonObject("result").getAsJsonArray("issued").toString())
                .contains(
                        "\"service\":\"nats\"", "\"service\":\"vault\"", "\"reason\":\"there is no certificate yet\"");
        assertThat(answer.getAsJsonObject("result").get("kept").getAsInt()).isZero();
    }

    private List<String> names(String service) {
        byte[] pem =
                project.text("data/certs/" + service + "/" + service + ".crt").getBytes(StandardCharsets.US_ASCII);
        var names = Certificates.names(Pem.readCertificates(pem, service).get(0));
        return Stream.concat(names.dns().stream(), names.ips().stream()).toList();
    }
}
