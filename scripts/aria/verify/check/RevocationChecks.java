package aria.verify.check;

import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.Revocation;
import aria.plan.OwnList;
import aria.verify.CertificateFile;
import aria.verify.Observation;
import aria.verify.ServiceFiles;
import aria.verify.Subject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The checks that no service has, and no running server presents, a certificate that this project has revoked. */
final class RevocationChecks {

    /** What is on disk is issued anew, and brought to who presents it: a reload alone would present the same again. */
    private static final Remedy ANOTHER = Remedy.aria("rotate-certs");

    private static final Remedy AGAIN = Remedy.advice("restore it from a backup, or revoke its entries again");

    private RevocationChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of("certs.revoked", RevocationChecks::revoked);
    }

    /** Nothing was ever revoked where there is no list. */
    private static List<Observation> revoked(Subject subject) {
        Path file = subject.layout().revocationList();
        Place place = Place.of(subject.show(file));
        try {
            return subject.revocationList()
                    .map(list -> revoked(subject, list, place))
                    .orElse(List.of());
        } catch (RefusedException unfit) {
            return List.of(Observation.fail(unfit.finding().at(place).also(AGAIN)));
        } catch (UncheckedIOException unreadable) {
            return List.of(Observation.fail(subject.show(file) + " cannot be read: " + unreadable.getMessage(), AGAIN)
                    .at(place));
        }
    }

    private static List<Observation> revoked(Subject subject, X509CRL list, Place place) {
        List<Observation> found = new ArrayList<>();
        doubt(subject, list).ifPresent(why -> found.add(why.at(place)));
        if (!found.isEmpty()) {
            return found;
        }
        subject.needs().forEach(need -> onDisk(subject, need.service(), list).ifPresent(found::add));
        if (subject.live().asked() && !subject.ca().roots().isEmpty()) {
            found.addAll(served(subject, list));
        }
        return found;
    }

    /** The list of a CA that was replaced says nothing here, and neither does one that somebody forged. */
    private static Optional<Observation> doubt(Subject subject, X509CRL list) {
        return CertificateFile.read(subject.layout().intermediateCertificate())
                .first()
                .filter(issuer -> !OwnList.isOurs(subject.layout(), list))
                .flatMap(issuer -> Revocation.foreign(list, issuer))
                .map(foreign -> Observation.warn(
                        subject.show(subject.layout().revocationList()) + " is not from this CA: " + foreign,
                        Remedy.advice("move it away if it is from a CA that was replaced")));
    }

    private static Optional<Observation> onDisk(Subject subject, String service, X509CRL list) {
        CertificateFile file = ServiceFiles.read(subject.layout(), service).certificate();
        String shown = subject.show(file.path());
        return file.first()
                .map(certificate -> Revocation.revoked(certificate, list)
                        .map(when -> Observation.fail(shown + was(when), ANOTHER))
                        .orElseGet(() -> Observation.pass("not on the list"))
                        .about(service)
                        .at(Place.of(shown)));
    }

    private static List<Observation> served(Subject subject, X509CRL list) {
        return subject.handshakes().served().stream()
                .flatMap(served -> Revocation.revoked(served.shown(), list)
                        .map(when -> Observation.fail(
                                        "it still presents the certificate " + Certificates.serialHex(served.shown())
                                                + ", which" + was(when),
                                        served.shown().equals(served.issued()) ? ANOTHER : served.remedy(subject))
                                .about(served.listener(), served.via()))
                        .stream())
                .toList();
    }

    private static String was(Instant when) {
        return " was revoked on " + PkiChecks.day(when);
    }
}
