package aria.verify;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.CertifiedKey;
import aria.pki.Pem;
import aria.store.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a proxy says of itself, beside the files of its service. */
class ProxyIdentityTest {
    @TempDir
    Path folder;

    private final TestCa ca = new TestCa();
    private final CertifiedKey identity = ca.identity("app");
    private Layout layout;

    @BeforeEach
    void files() throws IOException {
        layout = Layout.of(folder);
        Files.createDirectories(layout.serviceCertificate("app").getParent());
        Files.write(layout.serviceCertificate("app"), Pem.certificates(identity.chain()));
        Files.write(layout.serviceTrust("app"), Pem.certificates(ca.roots()));
    }

    @Test
    void the_present_certificate_and_ca_pass_and_no_others_do() {
        assertThat(judged(answer(identity, ca)).status()).isEqualTo(Status.PASS);
        assertThat(judged(answer(ca.identity("app"), ca)).status()).isEqualTo(Status.FAIL);
        assertThat(judged(answer(identity, new TestCa())).status()).isEqualTo(Status.FAIL);
        assertThat(judged("").status()).as("it says nothing").isEqualTo(Status.FAIL);
    }

    @Test
    void without_files_to_compare_with_nothing_passes() throws IOException {
        Files.write(layout.serviceTrust("app"), "torn".getBytes(StandardCharsets.US_ASCII));
        assertThat(judged(answer(identity, ca)).status()).isEqualTo(Status.SKIP);
        Files.delete(layout.serviceTrust("app"));
        assertThat(judged(answer(identity, ca)).status()).isEqualTo(Status.SKIP);
    }

    private Observation judged(String answer) {
        Optional<ProxyIdentity> said = ProxyIdentity.parse(answer);
        return ProxyIdentity.judged(said, layout, "app");
    }

    /** As HAProxy 3.0 answers. */
    private static String answer(CertifiedKey identity, TestCa ca) {
        return "Filename: /etc/certs/tls.crt\nStatus: Used\nSerial: " + hex(identity.certificate())
                + "\n\nFilename: /etc/certs/ca.crt\nStatus: Used\n\n"
                + ca.roots().stream()
                        .map(root -> "Certificate #1:\nSerial: " + hex(root) + "\n")
                        .collect(Collectors.joining());
    }

    private static String hex(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    }
}
