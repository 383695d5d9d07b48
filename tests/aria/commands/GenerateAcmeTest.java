package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.CaInfo;
import aria.ca.LoopbackDns;
import aria.ca.RunningCa;
import aria.ca.online.HttpLimits;
import aria.ca.online.StepCaClient;
import aria.finding.AriaException;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Tool;
import aria.pki.Validity;
import aria.testing.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code generate-service-certs --ca acme} with the real step-ca, for which every name leads to this machine. */
class GenerateAcmeTest {
    @TempDir
    Path folder;

    private Project project;
    private int port;

    @BeforeEach
    void makeFolder() throws IOException {
        project = Project.empty(folder);
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    private RunningCa start(String version, LoopbackDns dns) {
        return RunningCa.start(
                version,
                project.root,
                json -> RunningCa.with(json, "null", "authority", "policy"),
                List.of(
                        "--insecure",
                        "--acme-http-port",
                        String.valueOf(port),
                        "--acme-tls-port",
                        String.valueOf(port),
                        "--resolver",
                        dns.address()));
    }

    private X509Certificate leaf(String service) {
        return Pem.readCertificates(file(service, ".crt"), service).get(0);
    }

    private byte[] file(String service, String end) {
        return project.text("data/certs/" + service + "/" + service + end).getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({"0.27.5, --http-port", "0.30.2, --http-port", "0.30.2, --tls-port"})
    void the_ca_finds_this_machine_under_the_services_names_and_signs(String version, String option) {
        try (LoopbackDns dns = LoopbackDns.start();
                RunningCa ca = start(version, dns)) {
            Project.Ran ran = project.run(
                    "generate-service-certs", "keycloak", "nats", "--ca", "acme", option, String.valueOf(port));
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.err())
                    .contains("by the CA at " + ca.url() + ", as requested, with ACME and "
                            + (option.equals("--http-port") ? "http-01" : "tls-alpn-01"));
            assertThat(Certificates.names(leaf("keycloak")).all()).contains("keycloak", "localhost", "127.0.0.1");
            assertThat(Certificates.commonName(leaf("keycloak"))).isEqualTo("keycloak");
            assertThat(ca.log()).contains("/acme/acme/new-order");
            Project.Ran again = project.run(
                    "generate-service-certs", "keycloak", "nats", "--ca", "acme", option, String.valueOf(port));
            assertThat(again.out()).contains("0 issued, 2 kept");
            is_no_identity(ca, "nats");
            assertThat(project.run("pki-cert", "renew", "nats", "--online").err())
                    .contains("is not for clients");
            assertThat(project.run("pki-cert", "renew", "nats").exit()).isZero();
            assertThat(Certificates.purpose(leaf("nats"))).hasValue(Purpose.SERVER);
            Tool step = new Tool(Needs.step(), project.root);
            assertThat(step.run(
                                    "certificate",
                                    "verify",
                                    "data/certs/nats/nats.crt",
                                    "--roots",
                                    "config/step-ca/pki/root_ca.crt")
                            .exit())
                    .isZero();
        }
    }

    /** A neighbour that answers under a service's name is given no more than this: it cannot call anybody as that service. */
    private void is_no_identity(RunningCa ca, String service) {
        X509Certificate leaf = leaf(service);
        assertThat(Certificates.purpose(leaf)).hasValue(Purpose.SERVER);
        assertThat(Certificates.validity(leaf).length())
                .isLessThanOrEqualTo(Duration.ofDays(90).plus(Validity.BACKDATE));
        CertifiedKey stolen = new CertifiedKey(
                Keys.read(file(service, ".key"), null), Pem.readCertificates(file(service, ".crt"), service));
        StepCaClient client = new StepCaClient(ca.url(), CaInfo.of(ca.layout()).roots(), HttpLimits.NORMAL);
        assertThatThrownBy(() -> client.renew(stolen)).isInstanceOf(AriaException.class);
        assertThat(ca.log()).contains("incompatible key usage");
    }

    @Test
    void a_service_that_calls_others_is_given_its_certificate_by_token() {
        project.file("compose.yaml", """
                services:
                  keycloak: {image: "postgres:17"}
                  nats: {image: "example/app", environment: {URL: "postgres://keycloak/x"}}
                """);
        try (LoopbackDns dns = LoopbackDns.start();
                RunningCa ca = start("0.30.2", dns)) {
            String[] words = {"keycloak", "nats", "--ca", "acme", "--http-port", String.valueOf(port)};
            Project.Ran ran = project.run("generate-service-certs", words);
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.err())
                    .contains(
                            "for servers only and for at most 90 days; by one-time token for those that call other services: nats");
            is_no_identity(ca, "keycloak");
            assertThat(Certificates.isByAcme(leaf("keycloak"))).isTrue();
            assertThat(Certificates.purpose(leaf("nats"))).hasValue(Purpose.SERVER_AND_CLIENT);
            assertThat(Certificates.isByAcme(leaf("nats"))).isFalse();
            assertThat(Certificates.validity(leaf("nats")).length()).isGreaterThan(Duration.ofDays(364));
            assertThat(project.run("generate-service-certs", words).out()).contains("0 issued, 2 kept");
            assertThat(project.run("generate-service-certs", "keycloak", "nats", "--ca", "offline")
                            .out())
                    .as("whoever signs")
                    .contains("0 issued, 2 kept");

            project.delete("config/step-ca/secrets/provisioner.key.json");
            project.delete("config/step-ca/secrets/provisioner_password.txt");
            assertThat(project.run("generate-service-certs", words).errors())
                    .singleElement()
                    .asString()
                    .contains("nats call other services", "--provisioner-password-file");
            assertThat(project.run("generate-service-certs", "keycloak", "--ca", "acme", "--http-port", "" + port)
                            .exit())
                    .isZero();
        }
    }

    @Test
    void one_account_is_kept_for_all_runs_and_only_its_owner_reads_its_key() throws IOException {
        try (LoopbackDns dns = LoopbackDns.start();
                RunningCa ca = start("0.30.2", dns)) {
            String[] words = {"keycloak", "--ca", "acme", "--force", "--http-port", String.valueOf(port)};
            assertThat(project.run("generate-service-certs", words).exit()).isZero();
            String key = project.text("config/step-ca/secrets/acme_account_key");
            assertThat(project.run("generate-service-certs", words).exit()).isZero();
            assertThat(project.text("config/step-ca/secrets/acme_account_key")).isEqualTo(key);
            assertThat(Files.getPosixFilePermissions(ca.layout().acmeAccountKey()))
                    .hasSize(2);
            project.file("config/step-ca/secrets/acme_account_key", "nonsense");
            assertThat(project.run("generate-service-certs", words).errors())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("acme_account_key", "Delete it");
        }
    }

    @Test
    void a_name_that_does_not_lead_here_and_one_with_an_underscore_get_advice_and_the_others_their_certificates() {
        try (LoopbackDns dns = LoopbackDns.start();
                RunningCa ca = start("0.30.2", dns)) {
            Project.Ran underscore = project.run(
                    "generate-service-certs", "keycloak", "my_db", "--ca", "acme", "--http-port", String.valueOf(port));
            assertThat(underscore.exit()).isEqualTo(6);
            assertThat(underscore.errors())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("1 of 2 certificates", "not my_db", "underscore", "--ca offline");
            assertThat(project.has("data/certs/keycloak/keycloak.key")).isTrue();
            assertThat(project.has("data/certs/my_db")).isFalse();
            Project.Ran gone =
                    project.run("generate-service-certs", "gone", "--ca", "acme", "--http-port", String.valueOf(port));
            assertThat(gone.exit()).isEqualTo(3);
            assertThat(gone.errors())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("could not reach this machine as gone", "--ca jwk");
            assertThat(ca.log()).doesNotContain("panic");
        }
    }

    @Test
    void options_that_do_not_fit_are_wrong_usage() {
        try (LoopbackDns dns = LoopbackDns.start();
                RunningCa ca = start("0.30.2", dns);
                ServerSocket taken = new ServerSocket(0)) {
            Session session = new Session(project);
            session.run("generate-service-certs", "keycloak", "--ca", "acme", "--http-port", "80", "--tls-port", "443");
            session.run("generate-service-certs", "keycloak", "--ca", "acme", "--eab-key-id", "me");
            session.run("generate-service-certs", "keycloak", "--ca", "acme", "--challenge", "dns-01");
            session.run("generate-service-certs", "keycloak", "--ca", "acme", "--http-port", "70000");
            session.run("generate-service-certs", "--help");
            session.assertGolden("generate-acme-usage");
            assertThat(project.run(
                                    "generate-service-certs",
                                    "keycloak",
                                    "--ca",
                                    "acme",
                                    "--http-port",
                                    String.valueOf(taken.getLocalPort()))
                            .exit())
                    .as(ca.url().toString())
                    .isEqualTo(4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
