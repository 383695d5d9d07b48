package aria.trust;

import static aria.finding.Remedy.advice;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.NameLimits;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A root certificate that people trust, or are to trust.
 *
 * @param certificate the root
 */
public record TrustedRoot(X509Certificate certificate) {
    /** Makes a CA that may certify one domain alone; a running stack goes on with certificates of the CA before. */
    public static final Remedy LIMITING = Remedy.inOrder(
            Remedy.aria("init-ca", "--permit-domain", "DOMAIN", "--force"), Remedy.aria("bootstrap", "--yes", "--up"));

    /** The beginning of the names of our entries. */
    static final String PREFIX = "aria-root-";

    private static final int DIGITS = 16;

    /** Returns the name of its entry in a store: the same in every store, and another for each certificate. */
    public String entry() {
        return PREFIX + fingerprint().substring(0, DIGITS);
    }

    /** Returns the SHA-256 of the certificate, lower-case hex. */
    public String fingerprint() {
        return Certificates.fingerprintSha256(certificate);
    }

    /** Returns the common name. */
    public String name() {
        return Certificates.commonName(certificate);
    }

    /** Returns the names that it may certify. */
    public NameLimits limits() {
        return NameLimits.of(certificate);
    }

    /**
     * Refuses a certificate that is not a root, or not valid now.
     *
     * @param file where it was read, for the message
     * @throws RefusedException when nobody should trust it
     */
    public void requireRoot(String file, Instant now) {
        if (!Certificates.isAuthority(certificate)) {
            throw refused(file, "'" + name() + "' is not a CA certificate", advice("name the root of the CA"));
        }
        if (!Certificates.isIssuedBy(certificate, certificate)) {
            throw refused(
                    file,
                    "'" + name() + "' is not a root: it was issued by '" + Certificates.issuerName(certificate) + "'",
                    advice("name the root, which has issued itself"));
        }
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            throw refused(
                    file,
                    "'" + name() + "' expired on "
                            + day(certificate.getNotAfter().toInstant()),
                    Remedy.page("docs/howto/NEW_CA.md"));
        }
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            throw refused(
                    file,
                    "'" + name() + "' is not valid before "
                            + day(certificate.getNotBefore().toInstant()),
                    advice("set the clock of this machine"));
        }
    }

    /**
     * Refuses a root that may certify every name on the internet.
     *
     * @param file where it was read, for the message
     * @throws RefusedException when its name constraints do not limit both DNS names and addresses
     */
    public void requireLimits(String file) {
        if (!limits().limitsHosts()) {
            throw refused(
                    file,
                    "'" + name()
                            + "' has no name constraints: whoever gets its key can pose as any site to whoever trusts it",
                    LIMITING,
                    Remedy.setting("--allow-any-name", ""));
        }
    }

    private static String day(Instant instant) {
        return instant.toString().substring(0, 10);
    }

    private static RefusedException refused(String file, String message, Remedy... remedies) {
        return new RefusedException(
                Finding.error(FindingId.TRUST_REFUSED, message, remedies).at(Place.of(file)));
    }
}
