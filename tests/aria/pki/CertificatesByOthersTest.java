package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.path.ChainCheck;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenSSL and step agree with us on every kind of certificate. */
class CertificatesByOthersTest {

    @TempDir
    Path folder;

    private Tool openssl() {
        return new Tool(Needs.program("openssl"), folder);
    }

    private void write(String file, CertifiedKey identity) throws IOException {
        Files.write(folder.resolve(file + ".crt"), Pem.certificates(identity.chain()));
        Files.write(folder.resolve(file + ".key"), Keys.pkcs8Pem(identity.key()));
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void openssl_verifies_strictly_a_chain_of_every_key_type(KeyType type) throws IOException {
        TestCa ca = TestCa.of(type);
        write("root", ca.root());
        write(
                "leaf",
                ca.leaf(
                        "keycloak",
                        TestCa.NAMES,
                        Purpose.SERVER_AND_CLIENT,
                        type,
                        Validity.startingAt(ca.now(), Duration.ofDays(365))));
        for (String purpose : List.of("sslserver", "sslclient")) {
            Tool.Answer answer = openssl()
                    .run(
                            "verify",
                            "-x509_strict",
                            "-purpose",
                            purpose,
                            "-verify_hostname",
                            "keycloak",
                            "-CAfile",
                            "root.crt",
                            "-untrusted",
                            "leaf.crt",
                            "leaf.crt");
            assertThat(answer.text()).isEqualToIgnoringNewLines("leaf.crt: OK");
        }
        assertThat(openssl().run("pkey", "-in", "leaf.key", "-check", "-noout").text())
                .contains("Key is valid");
        assertThat(openssl().run("x509", "-in", "leaf.crt", "-noout", "-pubkey").text())
                .isEqualTo(openssl().run("pkey", "-in", "leaf.key", "-pubout").text());
    }

    @ParameterizedTest
    @EnumSource(value = KeyType.class, mode = EnumSource.Mode.EXCLUDE, names = "RSA4096")
    void step_verifies_and_inspects_a_chain_of_every_key_type(KeyType type) throws IOException {
        Tool step = new Tool(Needs.step(), folder);
        TestCa ca = TestCa.of(type);
        write("root", ca.root());
        CertifiedKey leaf = ca.leaf(
                "keycloak",
                TestCa.NAMES,
                Purpose.SERVER_AND_CLIENT,
                type,
                Validity.startingAt(ca.now(), Duration.ofDays(365)));
        write("leaf", leaf);
        assertThat(step.run("certificate", "verify", "leaf.crt", "--roots", "root.crt", "--host", "keycloak"))
                .isEqualTo(new Tool.Answer(0, ""));
        assertThat(step.run("certificate", "inspect", "leaf.crt").text())
                .contains("X509v3 Extended Key Usage", "Server Authentication, Client Authentication")
                .contains("DNS:keycloak, DNS:keycloak.identity.svc.cluster.local, DNS:my_db, DNS:localhost")
                .contains("IP Address:127.0.0.1, IP Address:::1")
                .contains("X509v3 Step Provisioner", "Type: JWK", "Name: admin", "CredentialID: key-id");
        assertThat(step.run("certificate", "fingerprint", "leaf.crt").text().strip())
                .isEqualTo(Certificates.fingerprintSha256(leaf.certificate()));
        assertThat(step.run("crypto", "key", "inspect", "leaf.key").exit()).isZero();
    }

    @Test
    void a_root_has_the_profile_that_openssl_prints() throws IOException {
        write("root", TestCa.of(KeyType.P384).root());
        assertThat(openssl().run("x509", "-in", "root.crt", "-noout", "-text").text())
                .contains("Issuer: CN = Test Root CA", "Subject: CN = Test Root CA")
                .contains("Signature Algorithm: ecdsa-with-SHA384", "NIST CURVE: P-384")
                .containsPattern("X509v3 Key Usage: critical\\s+Certificate Sign, CRL Sign\\s")
                .containsPattern("X509v3 Basic Constraints: critical\\s+CA:TRUE\\s")
                .contains("X509v3 Subject Key Identifier")
                .doesNotContain("Authority Key Identifier", "pathlen", "Name Constraints");
    }

    @Test
    void an_intermediate_signs_leaves_only() throws IOException {
        TestCa ca = TestCa.of(KeyType.P256);
        write("intermediate", ca.intermediate());
        assertThat(openssl()
                        .run("x509", "-in", "intermediate.crt", "-noout", "-text")
                        .text())
                .containsPattern("X509v3 Basic Constraints: critical\\s+CA:TRUE, pathlen:0\\s")
                .containsPattern("X509v3 Key Usage: critical\\s+Certificate Sign, CRL Sign\\s")
                .contains("ecdsa-with-SHA256", "X509v3 Subject Key Identifier", "X509v3 Authority Key Identifier");
    }

    @Test
    void a_leaf_has_the_profile_that_openssl_prints() throws IOException {
        write("leaf", TestCa.of(KeyType.P256).leaf("keycloak", TestCa.NAMES, Purpose.SERVER_AND_CLIENT));
        assertThat(openssl().run("x509", "-in", "leaf.crt", "-noout", "-text").text())
                .contains("Subject: CN = keycloak")
                .containsPattern("X509v3 Key Usage: critical\\s+Digital Signature\\s")
                .containsPattern(
                        "X509v3 Extended Key Usage: \\s+TLS Web Server Authentication, TLS Web Client Authentication")
                .contains("1.3.6.1.4.1.37476.9000.64.1:")
                .doesNotContain("Basic Constraints");
    }

    @Test
    void a_persons_certificate_is_good_for_clients_only() throws IOException {
        TestCa ca = TestCa.of(KeyType.P256);
        write("root", ca.root());
        write("person", ca.leaf("ada", Names.none(), Purpose.CLIENT));
        String[] verify = {
            "verify", "-x509_strict", "-CAfile", "root.crt", "-untrusted", "person.crt", "-purpose", "", "person.crt"
        };
        verify[7] = "sslclient";
        assertThat(openssl().run(verify).exit()).isZero();
        verify[7] = "sslserver";
        assertThat(openssl().run(verify).text()).contains("unsuitable certificate purpose");
    }

    @Test
    void name_constraints_are_on_both_authorities_and_permit_localhost_and_loopback() throws IOException {
        TestCa ca = TestCa.of(KeyType.P256, "svc.cluster.local");
        write("root", ca.root());
        write(
                "leaf",
                ca.leaf(
                        "keycloak",
                        Names.of(List.of("keycloak.identity.svc.cluster.local", "localhost", "127.0.0.1", "::1")),
                        Purpose.SERVER_AND_CLIENT));
        assertThat(openssl()
                        .run("verify", "-x509_strict", "-CAfile", "root.crt", "-untrusted", "leaf.crt", "leaf.crt")
                        .text())
                .isEqualToIgnoringNewLines("leaf.crt: OK");
        for (CertifiedKey authority : List.of(ca.root(), ca.intermediate())) {
            write("authority", authority);
            assertThat(openssl()
                            .run("x509", "-in", "authority.crt", "-noout", "-text")
                            .text())
                    .containsPattern(
                            "X509v3 Name Constraints: critical\\s+Permitted:\\s+DNS:svc.cluster.local\\s+DNS:localhost\\s+"
                                    + "IP:127.0.0.0/255.0.0.0\\s+IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF");
        }
    }

    @Test
    void a_common_name_outside_the_constraints_is_accepted_beside_a_permitted_dns_name() throws IOException {
        TestCa ca = TestCa.of(KeyType.P256, "svc.cluster.local");
        CertifiedKey person = ca.leaf("ada", Names.of(List.of("localhost")), Purpose.CLIENT);
        write("root", ca.root());
        write("person", person);
        assertThat(openssl()
                        .run(
                                "verify",
                                "-x509_strict",
                                "-purpose",
                                "sslclient",
                                "-CAfile",
                                "root.crt",
                                "-untrusted",
                                "person.crt",
                                "person.crt")
                        .exit())
                .isZero();
        assertThat(ChainCheck.problems(person.chain(), ca.roots(), ca.now(), Purpose.CLIENT))
                .isEmpty();
    }

    @Test
    void openssl_opens_the_p12_and_finds_strong_algorithms_only() throws IOException {
        CertifiedKey person = TestCa.of(KeyType.P256).leaf("ada", Names.none(), Purpose.CLIENT);
        Files.write(folder.resolve("ada.p12"), KeyStores.p12(person, "ada", "secret".toCharArray()));
        Files.writeString(folder.resolve("password"), "secret\n");
        Files.writeString(folder.resolve("wrong"), "guess\n");
        String text = openssl()
                .run("pkcs12", "-in", "ada.p12", "-info", "-nokeys", "-passin", "file:password")
                .text();
        assertThat(text)
                .contains(
                        "MAC: sha256",
                        "Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC",
                        "hmacWithSHA256",
                        "friendlyName: ada")
                .doesNotContain("RC2", "DES");
        assertThat(text.split("BEGIN CERTIFICATE")).hasSize(3);
        assertThat(openssl()
                        .run("pkcs12", "-in", "ada.p12", "-nokeys", "-passin", "file:wrong")
                        .text())
                .contains("invalid password");
    }
}
