package aria.verify.check;

import aria.ca.OwnRoots;
import aria.ca.rotation.CaRotation;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.store.StateKey;
import aria.verify.CertificateFile;
import aria.verify.LocalCa;
import aria.verify.Observation;
import aria.verify.Subject;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The checks of the CA's certificates and its key. */
final class PkiChecks {
    private static final Duration LONGEST_STEP = Duration.ofDays(14);

    private PkiChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(
                "pki.root",
                PkiChecks::root,
                "pki.known",
                PkiChecks::known,
                "pki.intermediate",
                PkiChecks::intermediate,
                "pki.key",
                PkiChecks::key,
                "pki.trust",
                PkiChecks::trust,
                "pki.rotation",
                PkiChecks::rotation);
    }

    private static List<Observation> root(Subject subject) {
        CertificateFile file = CertificateFile.read(subject.layout().rootCertificate());
        return List.of(judge(
                        subject,
                        file,
                        root -> Certificates.isIssuedBy(root, root)
                                ? Optional.empty()
                                : Optional.of("is not self-signed, so it is not a root certificate"))
                .at(Place.of(subject.show(file.path()))));
    }

    /** Where this user has kept nothing, nothing is known of any CA: a container, or another user who only looks. */
    private static List<Observation> known(Subject subject) {
        CertificateFile root = CertificateFile.read(subject.layout().rootCertificate());
        if (root.problem().isPresent()) {
            return List.of();
        }
        if (!StateKey.here().exists()) {
            return subject.production()
                    ? List.of(Observation.skip("this user has kept nothing on this machine yet"))
                    : List.of();
        }
        return List.of(OwnRoots.warning(subject.layout())
                .map(Observation::fail)
                .orElseGet(() -> Observation.pass(subject.show(root.path()))));
    }

    private static List<Observation> intermediate(Subject subject) {
        Optional<X509Certificate> root =
                CertificateFile.read(subject.layout().rootCertificate()).first();
        CertificateFile file = CertificateFile.read(subject.layout().intermediateCertificate());
        return List.of(judge(
                        subject,
                        file,
                        certificate -> root.filter(issuer -> !Certificates.isIssuedBy(certificate, issuer))
                                .map(issuer -> "is not signed by the root here"))
                .at(Place.of(subject.show(file.path()))));
    }

    private static Observation judge(
            Subject subject, CertificateFile file, Function<X509Certificate, Optional<String>> problem) {
        String shown = subject.show(file.path());
        if (file.problem().isPresent()) {
            return file.there()
                    ? Observation.fail(shown + " " + file.problem().get())
                    : Observation.fail(shown + " is missing", Remedy.aria("init-ca"));
        }
        X509Certificate certificate = file.chain().get(0);
        return problem.apply(certificate)
                .or(() -> notInForce(certificate, subject.now()))
                .or(() -> noCa(certificate))
                .map(what -> Observation.fail(shown + " " + what))
                .orElseGet(() -> Observation.pass(
                        shown + ", valid until " + day(certificate.getNotAfter().toInstant())));
    }

    private static List<Observation> key(Subject subject) {
        if (subject.production() && !Files.exists(subject.layout().passwordFile())) {
            return List.of(Observation.skip("its password is not on this machine"));
        }
        LocalCa ca = subject.ca();
        return List.of(ca.signer()
                .map(signer -> Observation.pass(subject.show(subject.layout().intermediateKey())))
                .orElseGet(() -> Observation.fail(ca.whyNoSign().orElseThrow())
                        .at(Place.of(subject.show(subject.layout().intermediateKey())))));
    }

    private static List<Observation> trust(Subject subject) {
        CertificateFile bundle = CertificateFile.read(subject.layout().trustBundle());
        String shown = subject.show(bundle.path());
        if (bundle.problem().isPresent()) {
            return List.of(Observation.fail(shown + " " + bundle.problem().get(), Remedy.aria("generate-service-certs"))
                    .at(Place.of(shown)));
        }
        return List.of(
                bundle.chain().containsAll(subject.ca().roots())
                        ? Observation.pass(shown)
                        : Observation.fail(
                                        shown + " does not hold the root certificate",
                                        Remedy.aria("generate-service-certs"))
                                .at(Place.of(shown)));
    }

    /** While it lasts, whoever has the key of either CA is trusted. */
    private static List<Observation> rotation(Subject subject) {
        return CaRotation.of(subject.layout()).stream()
                .map(rotation -> {
                    String where = rotation.phase().words() + ", since " + day(rotation.since());
                    return subject.now().isBefore(rotation.since().plus(LONGEST_STEP))
                            ? Observation.pass(where)
                            : Observation.fail(where, Remedy.aria("pki-cert", "rotate-ca", "status"));
                })
                .toList();
    }

    private static Optional<String> notInForce(X509Certificate certificate, Instant now) {
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            return Optional.of("expired on " + day(certificate.getNotAfter().toInstant()));
        }
        return certificate.getNotBefore().toInstant().isAfter(now)
                ? Optional.of("is not valid before "
                        + certificate.getNotBefore().toInstant() + ", or the clock here is wrong")
                : Optional.empty();
    }

    private static Optional<String> noCa(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0
                ? Optional.empty()
                : Optional.of("is not a CA certificate: " + Certificates.commonName(certificate));
    }

    /** The day in UTC, which is what a person wants to know of an expiry years away. */
    static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
