package aria.plan;

import aria.ca.OfflineSigner;
import aria.ca.PersonCertificate;
import aria.ca.Signer;
import aria.finding.RefusedException;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.pki.path.LeafReview;
import aria.pki.path.RenewBefore;
import aria.store.InputFile;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Decides which of the needed certificates must be issued. Reads from disk, writes nothing. */
public final class CertificatePlanner {
    private final Layout layout;
    private final Instant now;
    private final RenewBefore renewBefore;
    private final boolean keepsLifetimes;
    private OwnList list;

    /**
     * Plans for one project.
     *
     * @param renewBefore    when a certificate is due for renewal
     * @param keepsLifetimes whether the next one lives as long as the one on disk
     */
    public CertificatePlanner(Layout layout, Instant now, RenewBefore renewBefore, boolean keepsLifetimes) {
        this.layout = layout;
        this.now = now;
        this.renewBefore = renewBefore;
        this.keepsLifetimes = keepsLifetimes;
    }

    /** All of them, for one reason: a new CA, or because the user asked for it. */
    public List<CertificateTask> all(List<CertificateNeed> needs, String reason) {
        return needs.stream()
                .map(need -> new CertificateTask(need, reason, revoked(need).isPresent(), lifetime(need)))
                .toList();
    }

    /** Those that are missing or no longer good for the CA which is there. */
    public List<CertificateTask> due(List<CertificateNeed> needs, Signer signer) {
        List<CertificateTask> due = new ArrayList<>();
        for (CertificateNeed need : needs) {
            Optional<String> revoked = revoked(need);
            revoked.or(() -> reason(need, signer))
                    .ifPresent(
                            reason -> due.add(new CertificateTask(need, reason, revoked.isPresent(), lifetime(need))));
        }
        return due;
    }

    /**
     * The certificate of a person, when it has to be issued.
     *
     * @param signer  the CA that is there; empty: it has to be issued whatever is on disk
     * @param without the reason to issue it without a look at what is there
     */
    public Optional<ProjectPlan.Person> person(String user, Optional<OfflineSigner> signer, String without) {
        Optional<String> reason = signer.map(ca -> PersonCertificate.reason(layout, user, ca, now))
                .orElse(Optional.of(without));
        return reason.map(why -> new ProjectPlan.Person(user, why));
    }

    /** One that ends with its issuer was to live longer. */
    private Optional<Duration> lifetime(CertificateNeed need) {
        Path file = layout.serviceCertificate(need.service());
        byte[] certificate = keepsLifetimes ? bytes(file) : null;
        if (certificate == null) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> chain = Pem.readCertificates(certificate, layout.display(file));
            return Optional.of(chain.get(0))
                    .filter(leaf -> chain.stream()
                            .skip(1)
                            .noneMatch(issuer -> Certificates.validity(issuer)
                                    .notAfter()
                                    .equals(Certificates.validity(leaf).notAfter())))
                    .map(leaf -> Certificates.validity(leaf).length().minus(Validity.BACKDATE));
        } catch (RefusedException unreadable) {
            return Optional.empty(); // the review says so
        }
    }

    private Optional<String> reason(CertificateNeed need, Signer signer) {
        LeafReview.Wanted wanted = new LeafReview.Wanted(
                need.service(),
                need.names(),
                need.purpose(),
                signer.issuer(),
                signer.roots(),
                signer.provisioner(),
                renewBefore);
        return LeafReview.of(
                        bytes(layout.serviceCertificate(need.service())),
                        bytes(layout.serviceKey(need.service())),
                        wanted,
                        now)
                .reason()
                .or(() -> missingFormat(need))
                .or(() -> staleTrust(need));
    }

    /**
     * Whether the certificate on disk stands on the project's own revocation list; its key is not trusted any more
     * then.
     */
    private Optional<String> revoked(CertificateNeed need) {
        byte[] certificate = bytes(layout.serviceCertificate(need.service()));
        if (certificate == null || list().list().isEmpty()) {
            return Optional.empty();
        }
        try {
            X509Certificate present = Pem.readCertificates(
                            certificate, layout.display(layout.serviceCertificate(need.service())))
                    .get(0);
            return list().list()
                    .flatMap(signed -> Revocation.revoked(present, signed))
                    .map(when -> "it was revoked on " + when);
        } catch (RefusedException unreadable) {
            return Optional.empty(); // the review says so of the certificate
        }
    }

    private OwnList list() {
        if (list == null) {
            try {
                list = OwnList.of(layout);
            } catch (RefusedException unreadable) {
                list = OwnList.none(); // the checks and pki-cert crl say so
            }
        }
        return list;
    }

    private Optional<String> missingFormat(CertificateNeed need) {
        return need.formats().stream()
                .filter(format -> !format.equals("pem"))
                .filter(format -> !Files.exists(layout.serviceFile(need.service(), format)))
                .findFirst()
                .map(format -> "its ." + format + " is missing");
    }

    private Optional<String> staleTrust(CertificateNeed need) {
        byte[] trust = bytes(layout.serviceTrust(need.service()));
        return trust != null && Arrays.equals(trust, bytes(layout.trustBundle()))
                ? Optional.empty()
                : Optional.of("the trust bundle beside it is missing or old");
    }

    /** Null when the file is not there. */
    private static byte[] bytes(Path file) {
        try {
            return Files.exists(file) ? InputFile.bytes(file) : null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
