package aria.trust;

import java.security.cert.X509Certificate;

/**
 * A certificate in a trust store.
 *
 * @param name        of the entry; empty where the store has none
 * @param certificate what is in it
 * @param trusted     whether TLS servers may come from it
 */
public record StoreEntry(String name, X509Certificate certificate, boolean trusted) {
    /** Returns whether {@code pki-cert trust install} added it: the name is made of the certificate's fingerprint. */
    public boolean isOurs() {
        return name.equals(new TrustedRoot(certificate).entry());
    }

    /** Returns whether it holds this root, whatever its name is. */
    boolean holds(TrustedRoot root) {
        return root.certificate().equals(certificate);
    }
}
