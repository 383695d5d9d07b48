package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.OfflineSigner;
import aria.ca.RunningCa;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Tool;
import aria.pki.Validity;
import aria.testing.Needs;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pki-cert} with the real step-ca running, and the step CLI as its other client. */
class PkiCertOnlineTest {
    private static final String KEYCLOAK = "data/certs/keycloak/keycloak";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeFolder() {
        project = Project.empty(folder);
    }

    private RunningCa start(String version) {
        return RunningCa.start(
                version,
                project.root,
                json -> RunningCa.with(json, "{\"enabled\":true,\"generateOnRevoke\":true}", "crl"),
                List.of());
    }

    private X509Certificate certificate(String file) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(project.text(file).getBytes(StandardCharsets.US_ASCII)));
    }

    private Tool step() {
        return new Tool(Needs.step(), project.root);
    }

    private Tool.Answer step(String... arguments) {
        return step().run(arguments);
    }

    /** @param reason as the CA's list has it: 0.27.5 keeps it for itself */
    @ParameterizedTest
    @CsvSource({"0.27.5, unspecified", "0.30.2, superseded"})
    void a_certificate_is_renewed_by_the_ca_revoked_and_then_not_renewed_by_anybody(String version, String reason)
            throws GeneralSecurityException {
        try (RunningCa ca = start(version)) {
            project.run("pki-cert", "create", "keycloak", "--san", "localhost");
            X509Certificate first = certificate(KEYCLOAK + ".crt");
            Session session = new Session(project);
            assertThat(session.run("pki-cert", "renew", "keycloak").exit()).isZero();
            X509Certificate second = certificate(KEYCLOAK + ".crt");
            assertThat(second.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
            assertThat(second.getPublicKey()).isEqualTo(first.getPublicKey());
            assertThat(session.run("pki-cert", "renew", "keycloak", "--rekey").exit())
                    .isZero();
            assertThat(certificate(KEYCLOAK + ".crt").getPublicKey()).isNotEqualTo(first.getPublicKey());
            assertThat(session.run("pki-cert", "revoke", "keycloak", "--reason", "superseded")
                            .exit())
                    .isZero();
            assertThat(session.run("pki-cert", "renew", "keycloak").exit()).isEqualTo(3);
            assertThat(project.run("pki-cert", "crl", "running.crl", "--fetch").out())
                    .containsPattern("list 1, until .*, 1 revoked\n  [0-9a-f]{24,}  .*  " + reason);
            assertThat(project.run("pki-cert", "verify", "keycloak", "--crl", "running.crl")
                            .out())
                    .contains("was revoked");
            project.run("pki-cert", "create", "other");
            assertThat(project.run("pki-cert", "verify", "other", "--crl", "running.crl")
                            .exit())
                    .isZero();
            assertThat(session.run("pki-cert", "revoke", "keycloak").exit()).isZero();
            ca.close();
            assertThat(session.run("pki-cert", "renew", "keycloak").exit()).isEqualTo(3);
            assertThat(session.run("pki-cert", "renew", "keycloak", "--online").exit())
                    .isEqualTo(4);
            session.assertGolden("pki-cert-online");
        }
    }

    /** Attack 17: whoever has the key asks the CA for another year. That our own are signed offline changes nothing. */
    @ParameterizedTest
    @CsvSource({"revoke keycloak, auto", "revoke keycloak, offline", "crl --revoke keycloak, offline"})
    void a_stolen_key_is_renewed_no_more_whichever_command_revoked_it(String command, String signer) {
        try (RunningCa ca = start("0.30.2")) {
            project.file("aria.yaml", "version: 1\nca: {signer: " + signer + "}\n");
            project.run("pki-cert", "create", "keycloak", "--san", "localhost");
            project.file("stolen.crt", project.text(KEYCLOAK + ".crt"));
            project.file("stolen.key", project.text(KEYCLOAK + ".key"));
            String[] renew = {
                "ca", "renew", "--force", "--ca-url", ca.url().toString(), "--root", "config/step-ca/pki/root_ca.crt"
            };
            Project.Ran ran = project.run(("pki-cert " + command).split(" "));
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.out() + ran.err()).contains("revoked at " + ca.url());
            Tool.Answer renewed = step(Stream.concat(Stream.of(renew), Stream.of("stolen.crt", "stolen.key"))
                    .toArray(String[]::new));
            assertThat(renewed.exit()).as(renewed.text()).isNotZero();
            assertThat(project.run("pki-cert", "verify", "stolen.crt").out()).contains("was revoked on");
            assertThat(project.run("verify-mtls-setup", "--only", "certs.revoked")
                            .exit())
                    .isEqualTo(1);
        }
    }

    @Test
    void what_the_ca_issued_is_renewed_with_its_files_when_it_is_down() throws GeneralSecurityException {
        try (RunningCa ca = start("0.30.2")) {
            project.run("pki-cert", "create", "keycloak", "--san", "localhost");
            project.run("pki-cert", "renew", "keycloak", "--online");
            X509Certificate online = certificate(KEYCLOAK + ".crt");
            ca.close();
            Project.Ran ran = project.run("pki-cert", "renew", "keycloak");
            assertThat(ran.exit()).isZero();
            assertThat(ran.err()).contains("Renewed with the CA's files, because no CA answers at " + ca.url());
            X509Certificate offline = certificate(KEYCLOAK + ".crt");
            assertThat(offline.getSerialNumber()).isNotEqualTo(online.getSerialNumber());
            assertThat(offline.getPublicKey()).isEqualTo(online.getPublicKey());
            assertThat(project.run("pki-cert", "verify", "keycloak", "--purpose", "service")
                            .exit())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.27.5", "0.30.2"})
    void step_verifies_renews_and_revokes_ours_and_we_do_so_with_what_step_asked_for(String version) throws Exception {
        try (RunningCa ca = start(version)) {
            String root = "config/step-ca/pki/root_ca.crt";
            String[] at = {"--ca-url", ca.url().toString(), "--root", root};
            project.run("pki-cert", "create", "keycloak", "--san", "localhost");
            project.run("pki-cert", "renew", "keycloak");
            assertThat(step("certificate", "verify", KEYCLOAK + ".crt", "--roots", root)
                            .exit())
                    .isZero();
            X509Certificate ours = certificate(KEYCLOAK + ".crt");
            assertThat(step("ca", "renew", "--force", at[0], at[1], at[2], at[3], KEYCLOAK + ".crt", KEYCLOAK + ".key")
                            .text())
                    .contains("has been saved");
            assertThat(certificate(KEYCLOAK + ".crt").getSerialNumber()).isNotEqualTo(ours.getSerialNumber());
            assertThat(project.run("pki-cert", "verify", "keycloak").exit()).isZero();
            Tool.Answer revoked = step(
                    "ca",
                    "revoke",
                    "--cert",
                    KEYCLOAK + ".crt",
                    "--key",
                    KEYCLOAK + ".key",
                    at[0],
                    at[1],
                    at[2],
                    at[3]);
            assertThat(revoked.exit()).as(revoked.text()).isZero();
            assertThat(project.run("pki-cert", "renew", "keycloak").err()).contains("refuses to renew 'keycloak'");

            Tool.Answer asked = step(
                    "ca",
                    "certificate",
                    "--provisioner",
                    "admin",
                    "--provisioner-password-file",
                    "config/step-ca/secrets/provisioner_password.txt",
                    at[0],
                    at[1],
                    at[2],
                    at[3],
                    "localhost",
                    "theirs.crt",
                    "theirs.key");
            assertThat(asked.exit()).as(asked.text()).isZero();
            assertThat(project.run("pki-cert", "verify", "theirs.crt").exit()).isZero();
            assertThat(project.run("pki-cert", "renew", "theirs.crt").err()).contains("by the CA at");
            assertThat(project.run("pki-cert", "revoke", "theirs.crt", "--online")
                            .exit())
                    .isZero();
            assertThat(step("ca", "renew", "--force", at[0], at[1], at[2], at[3], "theirs.crt", "theirs.key")
                            .exit())
                    .isNotZero();
        }
    }

    @Test
    void an_expired_certificate_is_renewed_where_the_ca_allows_it_or_with_its_files() throws GeneralSecurityException {
        Instant now = Instant.now();
        try (RunningCa ca = RunningCa.prepared("0.30.2", project.root, List.of(), now.minus(Duration.ofDays(200)))) {
            X509Certificate expired = expired(now.minus(Duration.ofDays(100)));
            ca.up();
            assertThat(project.run("pki-cert", "renew", "keycloak", "--online").errors())
                    .singleElement()
                    .asString()
                    .contains(
                            "refuses to renew 'keycloak'",
                            "it has expired",
                            "generate-service-certs@aria keycloak --rekey");
            ca.close();
            ca.change(json -> RunningCa.with(json, "true", "authority", "claims", "allowRenewalAfterExpiry"));
            ca.up();
            assertThat(project.run("pki-cert", "renew", "keycloak", "--online", "--rekey")
                            .errors())
                    .singleElement()
                    .asString()
                    .contains("does not rekey");
            assertThat(project.run("pki-cert", "renew", "keycloak", "--online").exit())
                    .isZero();
            X509Certificate renewed = certificate(KEYCLOAK + ".crt");
            assertThat(renewed.getPublicKey()).isEqualTo(expired.getPublicKey());
            assertThat(renewed.getNotAfter().toInstant()).isAfter(now);
            assertThat(Certificates.names(renewed)).isEqualTo(Certificates.names(expired));

            expired(now.minus(Duration.ofDays(100)));
            assertThat(project.run("pki-cert", "renew", "keycloak", "--offline").exit())
                    .isZero();
            assertThat(project.run("pki-cert", "verify", "keycloak").exit()).isZero();
        }
    }

    /** One of a month, put where keycloak's lies. */
    private X509Certificate expired(Instant begin) {
        OfflineSigner signer = OfflineSigner.open(project.layout);
        CertifiedKey leaf = signer.issue(
                "keycloak",
                Names.of(List.of("keycloak", "localhost")),
                Purpose.SERVER_AND_CLIENT,
                KeyType.P256,
                Validity.startingAt(begin, Duration.ofDays(30)));
        project.file(KEYCLOAK + ".crt", new String(Pem.certificates(leaf.chain()), StandardCharsets.US_ASCII));
        project.file(KEYCLOAK + ".key", new String(Keys.pkcs8Pem(leaf.key()), StandardCharsets.US_ASCII));
        return leaf.certificate();
    }

    @Test
    void the_running_ca_says_what_it_is() {
        try (RunningCa ca = start("0.30.2")) {
            Session session = new Session(project);
            assertThat(session.run("pki-cert", "ca").exit()).isZero();
            assertThat(session.run("pki-cert", "ca", "--ca-url", "http://localhost:9000")
                            .exit())
                    .isEqualTo(2);
            session.assertGolden("pki-cert-ca");
            var json = JsonParser.parseString(
                            project.run("pki-cert", "ca", "--json").out())
                    .getAsJsonObject()
                    .getAsJsonObject("result");
            assertThat(json.getAsJsonArray("provisioners")).hasSize(3);
            assertThat(json.get("url").getAsString()).isEqualTo(ca.url().toString());
        }
    }

    @Test
    void a_certificate_revokes_itself_where_the_provisioners_key_is_not() throws Exception {
        try (RunningCa ca = start("0.30.2")) {
            project.run("pki-cert", "create", "keycloak", "--san", "localhost");
            Files.delete(ca.layout().provisionerKey());
            assertThat(project.run("pki-cert", "revoke", "keycloak", "--online").exit())
                    .isZero();
            assertThat(project.run("pki-cert", "renew", "keycloak").exit()).isEqualTo(3);
        }
    }
}
