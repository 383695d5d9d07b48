package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.CaOnDisk;
import aria.ca.OfflineSigner;
import aria.commands.Project;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.plan.OwnList;
import aria.plan.RevokedSerials;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revocation list that came with a folder: only what this CA signed revokes, and what is no list holds up nobody. */
class ForgedListTest {
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    Path folder;

    private Project project;
    private Path list;
    private BigInteger serial;

    @BeforeEach
    void prepare() throws IOException {
        project = Project.empty(folder).file("compose.yaml", "services:\n  db:\n    image: postgres:17\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        list = project.layout.revocationList();
        serial = Pem.readCertificates(Files.readAllBytes(project.layout.serviceCertificate("db")), "db")
                .get(0)
                .getSerialNumber();
    }

    /** A certificate that came with a folder may bear the serial number of another one, and its issuer has the name of this CA. */
    @Test
    void a_certificate_of_another_ca_revokes_nothing_here() throws IOException {
        Project forger = Project.empty(Files.createDirectories(folder.resolve("elsewhere")));
        CaOnDisk.in(forger.root).init(CaOnDisk.options());
        assertThat(forger.run("pki-cert", "create", "api", "--out", ".").exit()).isZero();
        String forged = forger.root.resolve("api.crt").toString();
        for (Project.Ran ran : List.of(
                project.run("pki-cert", "revoke", forged), project.run("pki-cert", "crl", "--revoke", forged))) {
            assertThat(ran.exit()).as(ran.out() + ran.err()).isNotZero();
            assertThat(ran.err()).contains("was signed by another CA of the name '");
        }
        assertThat(list).doesNotExist();
    }

    /** All CAs that aria makes have the same names. */
    private X509CRL forged(Instant from) throws IOException {
        CaOnDisk other = CaOnDisk.in(Files.createDirectories(folder.resolve("other")));
        if (Files.notExists(other.layout().rootCertificate())) {
            other.init(CaOnDisk.options());
        }
        return OfflineSigner.open(other.layout())
                .revoke(Optional.empty(), Map.of(serial, CRLReason.KEY_COMPROMISE), Validity.startingAt(from, MONTH));
    }

    @Test
    void one_of_another_ca_with_the_same_name_revokes_nothing_and_is_named() throws IOException {
        X509CRL forged = forged(Instant.now());
        Files.write(list, Revocation.pem(forged));
        assertThat(RevokedSerials.of(project.layout, "db", OwnList.of(project.layout, Optional.of(forged)))
                        .lines())
                .as("what a proxy is told to refuse")
                .doesNotContain(Certificates.serialHex(serial));
        Project.Ran checked = project.run("verify-mtls-setup", "--only", "certs.revoked");
        assertThat(checked.exit()).as(checked.out()).isZero();
        assertThat(checked.out()).contains("is not from this CA").doesNotContain("was revoked on");
        assertThat(project.run("generate-service-certs", "--dry-run").out()).doesNotContain("it was revoked");
        // Nor is it continued: what this CA signs next would be that of somebody else.
        Project.Ran revoked = project.run("pki-cert", "crl", "--renew");
        assertThat(revoked.exit()).as(revoked.err()).isEqualTo(3);
        Files.delete(list);
        assertThat(project.run("pki-cert", "revoke", "db").exit()).isIn(0, 6);
        assertThat(project.run("verify-mtls-setup", "--only", "certs.revoked").out())
                .contains("was revoked on");
        assertThat(project.run("generate-service-certs", "--dry-run").out()).contains("it was revoked");
    }

    @Test
    void what_has_no_end_or_is_no_list_holds_up_nobody() throws IOException, InterruptedException {
        try (RandomAccessFile huge = new RandomAccessFile(list.toFile(), "rw")) {
            huge.setLength(3L << 30);
        }
        refused();
        assertThat(new ProcessBuilder("mkfifo", list.toString()).start().waitFor())
                .isZero();
        refused();
        Files.createSymbolicLink(list, Path.of("/dev/zero"));
        refused();
        Files.writeString(list, "-----BEGIN X509 CRL-----\n" + "A".repeat(4_000_000) + "\n-----END X509 CRL-----\n");
        refused();
    }

    /** It has entries of another project, or of none; what this CA revoked is kept by nobody then. */
    @Test
    void one_elsewhere_that_a_link_leads_to_is_not_followed_and_its_place_is_named() throws IOException {
        assertThat(project.run("pki-cert", "revoke", "db").exit()).isIn(0, 6);
        Path elsewhere = Files.move(list, folder.resolve("real.crl"));
        byte[] before = Files.readAllBytes(elsewhere);
        Files.createSymbolicLink(list, elsewhere);
        Project.Ran checked = project.run("verify-mtls-setup", "--no-live");
        assertThat(checked.exit()).as(checked.out()).isEqualTo(1);
        assertThat(checked.out())
                .contains(
                        "aria.crl: a symbolic link that aria did not make",
                        "Replace it with its target, or remove it",
                        "2 failed");
        assertThat(project.run("generate-service-certs", "--dry-run").out()).doesNotContain("it was revoked");
        for (String[] words : new String[][] {{"revoke", "db"}, {"crl", "--renew"}, {"crl"}}) {
            Project.Ran refused = project.run("pki-cert", words);
            assertThat(refused.exit())
                    .as(String.join(" ", words) + refused.err())
                    .isEqualTo(3);
            assertThat(refused.err()).contains("a symbolic link");
        }
        assertThat(project.run("rotate-certs").err()).contains("a symbolic link");
        assertThat(elsewhere).hasBinaryContent(before);
        assertThat(list).isSymbolicLink();
    }

    /** Its entries stay true; whoever holds another certificate goes on. */
    @Test
    void one_of_this_ca_that_has_expired_revokes_still_and_is_named_with_its_remedy() throws IOException {
        assertThat(project.run("generate-service-certs", "other").exit()).isZero();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        X509CRL expired = OfflineSigner.open(project.layout)
                .revoke(
                        Optional.empty(),
                        Map.of(serial, CRLReason.KEY_COMPROMISE),
                        new Validity(now.minusSeconds(30), now.minusSeconds(2)));
        Files.write(list, Revocation.pem(expired));
        Project.Ran checked = project.run("verify-mtls-setup", "--no-live");
        assertThat(checked.exit()).as(checked.out()).isEqualTo(1);
        assertThat(checked.out()).contains("aria.crl", "expired", "pki-cert@aria crl --renew", "was revoked on");
        assertThat(project.run("generate-service-certs", "--dry-run").out()).contains("it was revoked");
        assertThat(project.run("pki-cert", "verify", "other", "--crl", list.toString())
                        .out())
                .contains("expired");
        assertThat(project.run("rotate-certs").exit()).isIn(0, 6);
        checked = project.run("verify-mtls-setup", "--no-live");
        assertThat(checked.exit()).as(checked.out()).isZero();
        assertThat(Revocation.serials(OwnList.of(project.layout).list().orElseThrow()))
                .contains(serial);
    }

    private void refused() throws IOException {
        Project.Ran checked = project.run("verify-mtls-setup", "--only", "certs.revoked,crl.expiry");
        assertThat(checked.exit()).as(checked.out() + checked.err()).isEqualTo(1);
        assertThat(project.run("bootstrap", "--dry-run").exit()).isIn(0, 3);
        assertThat(project.run("pki-cert", "revoke", "db").exit()).isEqualTo(3);
        Files.delete(list);
    }
}
