package aria.verify.check;

import aria.finding.Place;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.Names;
import aria.pki.path.ChainCheck;
import aria.pki.path.LeafReview;
import aria.plan.CertificateNeed;
import aria.verify.CertificateFile;
import aria.verify.Observation;
import aria.verify.ServiceFiles;
import aria.verify.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The checks of the services' certificates. All but the first skip missing ones. */
final class CertificateChecks {
    private static final int DIGITAL_SIGNATURE = 0;
    /** RFC 5280, 4.1.2.2. */
    private static final int LONGEST_SERIAL_BITS = 159;

    private static final Remedy REISSUE = Remedy.aria("generate-service-certs");

    private CertificateChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(
                "certs.present",
                CertificateChecks::present,
                "certs.chain",
                each(CertificateChecks::chain),
                "certs.trust",
                each(CertificateChecks::trust),
                "certs.key",
                each(CertificateChecks::key),
                "certs.names",
                each(CertificateChecks::names),
                "certs.lint",
                each(CertificateChecks::lint),
                "certs.served",
                subject -> subject.handshakes().served().stream()
                        .map(served -> served.finding(subject))
                        .toList());
    }

    /** A service's certificate, with its requirements. */
    private record Leaf(Subject subject, CertificateNeed need, ServiceFiles files, X509Certificate certificate) {
        String shown() {
            return subject.show(files.certificate().path());
        }
    }

    private static List<Observation> present(Subject subject) {
        return subject.needs().stream()
                .map(need -> present(subject, need, ServiceFiles.read(subject.layout(), need.service()))
                        .about(need.service())
                        .at(Place.of(subject.show(subject.layout().serviceCertificate(need.service())))))
                .toList();
    }

    private static Observation present(Subject subject, CertificateNeed need, ServiceFiles files) {
        CertificateFile certificate = files.certificate();
        if (!certificate.there()) {
            return Observation.fail("there is no certificate", REISSUE);
        }
        return certificate
                .problem()
                .map(problem -> subject.show(certificate.path()) + " " + problem)
                .or(() -> files.keyProblem().map(problem -> subject.show(files.keyFile()) + " " + problem))
                .or(() -> missingFormat(subject, need).map(file -> subject.show(file) + " is missing"))
                .map(problem -> Observation.fail(problem, REISSUE))
                .orElseGet(() -> Observation.pass(subject.show(certificate.path())));
    }

    private static Optional<Path> missingFormat(Subject subject, CertificateNeed need) {
        return need.formats().stream()
                .filter(format -> !format.equals("pem"))
                .sorted()
                .map(format -> subject.layout().serviceFile(need.service(), format))
                .filter(file -> !Files.exists(file))
                .findFirst();
    }

    private static Function<Subject, List<Observation>> each(Function<Leaf, Observation> check) {
        return subject -> subject.needs().stream()
                .flatMap(need -> {
                    ServiceFiles files = ServiceFiles.read(subject.layout(), need.service());
                    return files
                            .certificate()
                            .first()
                            .map(certificate -> check.apply(new Leaf(subject, need, files, certificate))
                                    .about(need.service())
                                    .at(Place.of(
                                            subject.show(files.certificate().path()))))
                            .stream();
                })
                .toList();
    }

    private static Observation chain(Leaf leaf) {
        List<String> problems = ChainCheck.problems(
                leaf.files().certificate().chain(),
                leaf.subject().ca().roots(),
                leaf.subject().now(),
                leaf.need().purpose());
        return problems.isEmpty()
                ? Observation.pass("to the root")
                : Observation.fail(leaf.shown() + ": " + String.join("; ", problems), REISSUE);
    }

    /** What the service checks its callers by is a copy, which a new CA has to reach as well. */
    private static Observation trust(Leaf leaf) {
        CertificateFile copy = CertificateFile.read(
                leaf.subject().layout().serviceTrust(leaf.need().service()));
        String shown = leaf.subject().show(copy.path());
        if (copy.problem().isPresent()) {
            return Observation.fail(shown + " " + copy.problem().get(), REISSUE);
        }
        return copy.chain().containsAll(leaf.subject().ca().roots())
                ? Observation.pass("the root")
                : Observation.fail(shown + " does not hold the root certificate", REISSUE);
    }

    private static Observation key(Leaf leaf) {
        boolean fits = leaf.files()
                .key()
                .filter(key -> Certificates.matches(key, leaf.certificate().getPublicKey()))
                .isPresent();
        return fits
                ? Observation.pass("fits")
                : Observation.fail(
                        leaf.subject().show(leaf.files().keyFile()) + " does not belong to the certificate", REISSUE);
    }

    private static Observation names(Leaf leaf) {
        Names missing = LeafReview.required(leaf.certificate(), leaf.need().names())
                .minus(Certificates.names(leaf.certificate()));
        return missing.isEmpty()
                ? Observation.pass(String.join(", ", leaf.need().names().all()))
                : Observation.fail(leaf.shown() + " lacks " + String.join(", ", missing.all()), REISSUE);
    }

    private static Observation lint(Leaf leaf) {
        List<String> problems = new ArrayList<>();
        X509Certificate certificate = leaf.certificate();
        if (certificate.getSerialNumber().signum() <= 0
                || certificate.getSerialNumber().bitLength() > LONGEST_SERIAL_BITS) {
            problems.add("its serial number is not positive or has more than 20 octets");
        }
        if (certificate.getBasicConstraints() >= 0) {
            problems.add("it may sign other certificates");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null || !usage[DIGITAL_SIGNATURE]) {
            problems.add("its key usage lacks digitalSignature");
        }
        if (certificate.getVersion() != 3) {
            problems.add("it has version " + certificate.getVersion());
        }
        if (certificate.getSigAlgName().toUpperCase(Locale.ROOT).matches("(SHA1|MD5).*")) {
            problems.add("it is signed with " + certificate.getSigAlgName());
        }
        return problems.isEmpty()
                ? Observation.pass("no problems found")
                : Observation.fail(leaf.shown() + ": " + String.join("; ", problems), REISSUE);
    }
}
