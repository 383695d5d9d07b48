package aria.verify.check;

import aria.pki.Certificates;
import aria.verify.CertificateFile;
import aria.verify.Finding;
import aria.verify.LocalCa;
import aria.verify.Place;
import aria.verify.Subject;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The CA's own certificates and its key. */
final class PkiChecks {
    private PkiChecks() {}

    static Map<String, Function<Subject, List<Finding>>> all() {
        return Map.of(
                "pki.root",
                PkiChecks::root,
                "pki.intermediate",
                PkiChecks::intermediate,
                "pki.key",
                PkiChecks::key,
                "pki.trust",
                PkiChecks::trust);
    }

    private static List<Finding> root(Subject subject) {
        CertificateFile file = CertificateFile.read(subject.layout().rootCertificate());
        return List.of(judge(
                        subject,
                        file,
                        root -> signedBy(root, root)
                                ? Optional.empty()
                                : Optional.of("is not self-signed, so it is no root"))
                .at(Place.of(subject.show(file.path()))));
    }

    private static List<Finding> intermediate(Subject subject) {
        Optional<X509Certificate> root =
                CertificateFile.read(subject.layout().rootCertificate()).first();
        CertificateFile file = CertificateFile.read(subject.layout().intermediateCertificate());
        return List.of(judge(
                        subject,
                        file,
                        certificate -> root.filter(issuer -> !signedBy(certificate, issuer))
                                .map(issuer -> "is not signed by the root here"))
                .at(Place.of(subject.show(file.path()))));
    }

    private static Finding judge(
            Subject subject, CertificateFile file, Function<X509Certificate, Optional<String>> problem) {
        String shown = subject.show(file.path());
        if (file.problem().isPresent()) {
            return Finding.fail(shown + " " + file.problem().get() + (file.there() ? "" : subject.run("init-ca")));
        }
        X509Certificate certificate = file.chain().get(0);
        return problem.apply(certificate)
                .or(() -> notInForce(certificate, subject.now()))
                .or(() -> noCa(certificate))
                .map(what -> Finding.fail(shown + " " + what))
                .orElseGet(() -> Finding.pass(
                        shown + ", valid until " + day(certificate.getNotAfter().toInstant())));
    }

    private static List<Finding> key(Subject subject) {
        LocalCa ca = subject.ca();
        return List.of(ca.signer()
                .map(signer -> Finding.pass(subject.show(subject.layout().intermediateKey())))
                .orElseGet(() -> Finding.fail(ca.whyNoSign())
                        .at(Place.of(subject.show(subject.layout().intermediateKey())))));
    }

    private static List<Finding> trust(Subject subject) {
        CertificateFile bundle = CertificateFile.read(subject.layout().trustBundle());
        String shown = subject.show(bundle.path());
        if (bundle.problem().isPresent()) {
            return List.of(Finding.fail(shown + " " + bundle.problem().get() + subject.run("generate-service-certs"))
                    .at(Place.of(shown)));
        }
        return List.of(
                bundle.chain().containsAll(subject.ca().roots())
                        ? Finding.pass(shown)
                        : Finding.fail(shown + " does not hold the root certificate"
                                        + subject.run("generate-service-certs"))
                                .at(Place.of(shown)));
    }

    private static Optional<String> notInForce(X509Certificate certificate, Instant now) {
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            return Optional.of("expired on " + day(certificate.getNotAfter().toInstant()));
        }
        return certificate.getNotBefore().toInstant().isAfter(now)
                ? Optional.of(
                        "is not valid before " + certificate.getNotBefore().toInstant() + ": is the clock right?")
                : Optional.empty();
    }

    private static Optional<String> noCa(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0
                ? Optional.empty()
                : Optional.of("is no CA certificate: " + Certificates.commonName(certificate));
    }

    private static boolean signedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The day in UTC, which is what a person wants to know of an expiry years away. */
    static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
