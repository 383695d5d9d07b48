package aria.ca;

import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.LeafIssuer;
import aria.pki.Validity;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The revocation list of a root. It is signed while the root's key is at hand, and good until the root's end, because
 * that key then goes where no timer reaches it.
 */
public final class RootList {
    private RootList() {}

    /** Signs an empty one. */
    public static X509CRL first(CertifiedKey root, Instant now) {
        return next(root, Optional.empty(), now);
    }

    /** Signs the one that comes after another, with the same entries. */
    public static X509CRL next(CertifiedKey root, Optional<X509CRL> before, Instant now) {
        Validity whole = Certificates.validity(root.certificate());
        return new LeafIssuer(root)
                .revoke(before, Map.of(), new Validity(now.minus(Validity.BACKDATE), whole.notAfter()).within(whole));
    }
}
