package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.OfflineSigner;
import aria.pki.Revocation;
import aria.pki.Validity;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revocation list of 100,000 entries: every command that reads it goes on working. */
@Tag("full")
class LargeListTest {
    private static final int ENTRIES = 100_000;
    private static final int SERIAL_BITS = 128;
    private static final String LIST = "data/certs/aria.crl";

    @TempDir
    Path folder;

    @Test
    void it_is_read_added_to_checked_and_goes_along_to_a_new_ca() throws Exception {
        Project project = Project.empty(folder).file("compose.yaml", "services:\n  db: {image: postgres:18}\n");
        ok(project, "init-ca", "--permit-domain", "db", "--permit-domain", "api");
        ok(project, "generate-service-certs");
        ok(project, "pki-cert", "create", "api");
        Random random = new Random(1);
        Map<BigInteger, CRLReason> revoked = new HashMap<>();
        while (revoked.size() < ENTRIES) {
            revoked.put(new BigInteger(SERIAL_BITS, random), CRLReason.UNSPECIFIED);
        }
        X509CRL list = OfflineSigner.open(project.layout)
                .revoke(Optional.empty(), revoked, Validity.startingAt(Instant.now(), Duration.ofDays(30)));
        Path file = project.root.resolve(LIST);
        Files.write(file, Revocation.pem(list));
        System.out.println(
                ENTRIES + " entries: " + list.getEncoded().length + " bytes DER, " + Files.size(file) + " bytes PEM");
        timed(project, "pki-cert", "revoke", "api", "--offline");
        assertThat(Revocation.serials(Revocation.read(Files.readAllBytes(file), LIST)))
                .hasSize(ENTRIES + 1);
        timed(project, "pki-cert", "crl", "--renew");
        timed(project, "verify-mtls-setup", "--no-live", "--only", "crl,pki");
        timed(project, "rotate-certs");
        timed(project, "pki-cert", "rotate-ca", "start", "--yes");
        assertThat(Files.readString(file, StandardCharsets.US_ASCII).split("BEGIN X509 CRL", -1))
                .as("a list of the old CA and one of the new")
                .hasSize(3);
    }

    private static void timed(Project project, String alias, String... arguments) {
        Instant begun = Instant.now();
        ok(project, alias, arguments);
        System.out.println(alias + " " + String.join(" ", arguments) + ": "
                + Duration.between(begun, Instant.now()).toMillis() + " ms");
    }

    private static void ok(Project project, String alias, String... arguments) {
        Project.Ran ran = project.run(alias, arguments);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    }
}
