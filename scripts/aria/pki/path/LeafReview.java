package aria.pki.path;

import aria.finding.RefusedException;
import aria.pki.Certificates;
import aria.pki.Keys;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.ProvisionerIdentity;
import aria.pki.Purpose;
import aria.pki.Validity;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The review of a certificate and key on disk: whether they have to be issued again.
 *
 * @param reason empty: keep them; else why they have to be issued anew, one line for the plan
 * @param chain  what the certificate file held; empty when there was none or it can't be read
 */
public record LeafReview(Optional<String> reason, List<X509Certificate> chain) {

    /** What can't be shown by ACME to a CA in a container: most engines give their containers no IPv6. */
    public static final Names NOT_BY_ACME = Names.of(List.of("::1"));

    public LeafReview {
        chain = List.copyOf(chain);
    }

    /**
     * The expected certificate.
     *
     * @param commonName  its subject
     * @param names       its alternative names, in any order
     * @param purpose     its extended key usage; a server's may be for clients, too
     * @param issuer      the intermediate that signs today
     * @param roots       the trusted roots
     * @param provisioner the provisioner it ought to name; one of another name can't be renewed by step-ca
     * @param renewBefore how much of its lifetime has to be left
     */
    public record Wanted(
            String commonName,
            Names names,
            Purpose purpose,
            X509Certificate issuer,
            List<X509Certificate> roots,
            Optional<ProvisionerIdentity> provisioner,
            RenewBefore renewBefore) {}

    /**
     * The names that this certificate has to hold of those that are wanted: one by ACME need not have
     * {@link #NOT_BY_ACME}.
     */
    public static Names required(X509Certificate leaf, Names wanted) {
        return Certificates.isByAcme(leaf) ? wanted.minus(NOT_BY_ACME.minus(Certificates.names(leaf))) : wanted;
    }

    /** Whether nothing has to be issued. */
    public boolean kept() {
        return reason.isEmpty();
    }

    /**
     * Judges.
     *
     * @param certificateOrNull the certificate file: leaf, then intermediate; null when it is missing
     * @param keyOrNull         the key file, unencrypted; null when it is missing
     */
    public static LeafReview of(byte[] certificateOrNull, byte[] keyOrNull, Wanted wanted, Instant now) {
        if (certificateOrNull == null) {
            return reissue("there is no certificate yet");
        }
        List<X509Certificate> chain;
        try {
            chain = Pem.readCertificates(certificateOrNull, "the certificate file");
        } catch (RefusedException unreadable) {
            return reissue(unreadable.getMessage());
        }
        try {
            return new LeafReview(firstReason(chain, keyOrNull, wanted, now), chain);
        } catch (RefusedException unreadable) {
            return new LeafReview(Optional.of(unreadable.getMessage()), chain);
        }
    }

    private static LeafReview reissue(String reason) {
        return new LeafReview(Optional.of(reason), List.of());
    }

    private static Optional<String> firstReason(
            List<X509Certificate> chain, byte[] keyOrNull, Wanted wanted, Instant now) {
        X509Certificate leaf = chain.get(0);
        return keyReason(leaf, keyOrNull)
                .or(() -> authorityReason(chain, wanted))
                .or(() -> timeReason(leaf, wanted.renewBefore(), now))
                .or(() -> namesReason(leaf, wanted))
                .or(() -> profileReason(leaf, wanted))
                .or(() -> ChainCheck.problems(chain, wanted.roots(), now, wanted.purpose()).stream()
                        .findFirst());
    }

    private static Optional<String> keyReason(X509Certificate leaf, byte[] keyOrNull) {
        if (keyOrNull == null) {
            return Optional.of("its key is missing");
        }
        PrivateKey key = Keys.read(keyOrNull, null, "the key file");
        return Certificates.matches(key, leaf.getPublicKey())
                ? Optional.empty()
                : Optional.of("the key does not belong to the certificate");
    }

    private static Optional<String> authorityReason(List<X509Certificate> chain, Wanted wanted) {
        if (chain.size() > 1 && isRenewed(chain.get(1), wanted.issuer())) {
            return Optional.of("the intermediate was renewed");
        }
        if (chain.size() < 2 || !chain.get(1).equals(wanted.issuer())) {
            boolean sameKey =
                    chain.get(0).getIssuerX500Principal().equals(wanted.issuer().getSubjectX500Principal())
                            && ChainCheck.problems(
                                            List.of(chain.get(0), wanted.issuer()),
                                            wanted.roots(),
                                            chain.get(0).getNotBefore().toInstant(),
                                            wanted.purpose())
                                    .isEmpty();
            return Optional.of(
                    sameKey ? "the intermediate certificate is missing after it" : "it was signed by another CA");
        }
        return Optional.empty();
    }

    /** Whether one certificate of a CA follows another: name and key are the same. */
    public static boolean isRenewed(X509Certificate old, X509Certificate next) {
        return !old.equals(next)
                && old.getSubjectX500Principal().equals(next.getSubjectX500Principal())
                && old.getPublicKey().equals(next.getPublicKey());
    }

    private static Optional<String> timeReason(X509Certificate leaf, RenewBefore renewBefore, Instant now) {
        Validity validity = Certificates.validity(leaf);
        if (now.isAfter(validity.notAfter())) {
            return Optional.of("it expired on " + validity.notAfter());
        }
        return renewBefore.isDue(validity, now)
                ? Optional.of("it expires on " + validity.notAfter() + ", "
                        + inWords(Duration.between(now, validity.notAfter())) + " from now")
                : Optional.empty();
    }

    private static String inWords(Duration left) {
        long days = left.toDays();
        return days > 1
                ? days + " days"
                : left.toHours() > 1 ? left.toHours() + " hours" : left.toMinutes() + " minutes";
    }

    private static Optional<String> namesReason(X509Certificate leaf, Wanted wanted) {
        Names present = Certificates.names(leaf);
        Names required = required(leaf, wanted.names());
        if (present.sameAs(required)) {
            return Optional.empty();
        }
        Names added = required.minus(present);
        Names gone = present.minus(required);
        return Optional.of("its names changed:" + (added.isEmpty() ? "" : " added " + String.join(", ", added.all()))
                + (added.isEmpty() || gone.isEmpty() ? "" : ";")
                + (gone.isEmpty() ? "" : " removed " + String.join(", ", gone.all())));
    }

    private static Optional<String> profileReason(X509Certificate leaf, Wanted wanted) {
        if (!Certificates.commonName(leaf).equals(wanted.commonName())) {
            return Optional.of("its common name is '" + Certificates.commonName(leaf) + "'");
        }
        if (!fits(Certificates.purpose(leaf), wanted.purpose())) {
            return Optional.of("its extended key usage is not the expected one");
        }
        Optional<String> provisioner = Certificates.provisioner(leaf).map(ProvisionerIdentity::name);
        if (provisioner.isPresent()
                && !Objects.equals(provisioner, wanted.provisioner().map(ProvisionerIdentity::name))) {
            return Optional.of("it names the provisioner '" + provisioner.get()
                    + "', which is not in ca.json, so step-ca would not renew it");
        }
        return Optional.empty();
    }

    private static boolean fits(Optional<Purpose> present, Purpose wanted) {
        return wanted == Purpose.SERVER
                ? present.filter(Purpose::server).isPresent()
                : present.equals(Optional.of(wanted));
    }
}
