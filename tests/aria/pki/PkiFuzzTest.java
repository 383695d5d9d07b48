package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.RefusedException;
import aria.pki.path.ChainCheck;
import aria.pki.path.HostNames;
import aria.pki.path.PathQuestion;
import aria.pki.path.PathValidator;
import aria.pki.path.PathVerdict;
import aria.testing.Fuzz;
import aria.testing.FuzzInput;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Any bytes as keys, certificates and revocation lists: read and judged, or refused. */
class PkiFuzzTest {
    private static final SampleCa SIGNER = SampleCa.make();
    private static final MadeCa CA = SIGNER.root();
    private static final X509Certificate LEAF = CA.server("x", MadeCa.dns("x.example"));

    /** The first line says what it is, for a key and a key store also the password. */
    @Fuzz
    void a_file_is_read_and_judged_or_refused(byte[] input) {
        FuzzInput given = FuzzInput.of(input);
        try {
            switch (given.kind()) {
                case "key" -> key(given.body(), given.argument().toCharArray());
                case "certificates" -> certificates(given.body());
                case "certificate" -> certificate(given.body());
                case "store" -> store(given.body(), given.argument().toCharArray());
                case "list" -> list(given.body());
                default -> {}
            }
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).doesNotContain("\n");
        }
    }

    private static void key(byte[] file, char[] password) {
        Keys.isEncrypted(file);
        PrivateKey key = Keys.read(file, password, "fuzz.key");
        assertThat(Keys.read(Keys.pkcs8Pem(key), null, "again").getEncoded()).isEqualTo(key.getEncoded());
    }

    private static void store(byte[] file, char[] password) {
        KeyStores.isKeyStore(file);
        assertThat(KeyStores.certificates(file, password, "fuzz.store"))
                .isNotEmpty()
                .doesNotContainNull();
    }

    private static void certificates(byte[] file) {
        List<X509Certificate> certificates = Pem.findCertificates(file, "fuzz.crt");
        assertThat(Pem.readCertificates(Pem.certificates(certificates), "again"))
                .isEqualTo(certificates);
    }

    /** The bytes are a certificate, or the part of one that a trusted CA then signs. */
    private static void certificate(byte[] der) {
        parsed(SIGNER.signed(der)).ifPresent(certificate -> {
            show(certificate);
            CertificateLint.findings(certificate, Profile.STACK);
            CertificateLint.findings(certificate, Profile.WEBPKI);
            judge(certificate, Profile.STACK);
            judge(certificate, Profile.WEBPKI);
        });
    }

    private static Optional<X509Certificate> parsed(byte[] der) {
        try {
            return Optional.of(Pem.findCertificates(der, "fuzz.der").get(0));
        } catch (RefusedException none) {
            return Optional.empty();
        }
    }

    private static void show(X509Certificate certificate) {
        Certificates.commonName(certificate);
        Certificates.serialHex(certificate);
        Certificates.isAuthority(certificate);
        try {
            assertThat(CertificateText.of(certificate))
                    .allSatisfy(line -> assertThat(line.chars()).noneMatch(Character::isISOControl));
            Certificates.shownNames(certificate);
            Certificates.names(certificate);
            Certificates.purpose(certificate);
            Certificates.provisioner(certificate);
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void judge(X509Certificate certificate, Profile profile) {
        PathVerdict verdict = PathValidator.validate(new PathQuestion(
                certificate,
                List.of(LEAF),
                List.of(CA.certificate()),
                MadeCa.NOW,
                Optional.of(Purpose.SERVER),
                profile,
                List.of("x.example"),
                PathQuestion.DEFAULT_DEPTH,
                List.of()));
        assertThat(verdict.problems()).allSatisfy(problem -> assertThat(problem).isNotBlank());
        if (verdict.valid()) {
            assertThat(verdict.path()).endsWith(CA.certificate());
            assertThat(HostNames.match(certificate, "x.example"))
                    .as("the name that was asked for")
                    .isTrue();
            assertThat(certificate.getNotAfter().toInstant()).isAfterOrEqualTo(MadeCa.NOW);
        }
        List<String> chain =
                ChainCheck.problems(List.of(certificate), List.of(CA.certificate()), MadeCa.NOW, Purpose.SERVER);
        if (profile == Profile.STACK && verdict.valid()) {
            assertThat(chain).isEmpty();
        }
    }

    /** As above, for a revocation list. */
    private static void list(byte[] file) {
        X509CRL list = Revocation.read(SIGNER.signed(file), "fuzz.crl");
        Revocation.number(list);
        Revocation.revoked(LEAF, list);
        Revocation.foreign(list, CA.certificate());
        PathVerdict verdict = PathValidator.validate(new PathQuestion(
                LEAF,
                List.of(),
                List.of(CA.certificate()),
                MadeCa.NOW,
                Optional.of(Purpose.SERVER),
                Profile.STACK,
                List.of(),
                8,
                List.of(list)));
        if (verdict.valid()) {
            assertThat(list.isRevoked(LEAF)).isFalse();
            assertThat(list.getIssuerX500Principal()).isEqualTo(LEAF.getIssuerX500Principal());
        }
    }
}
