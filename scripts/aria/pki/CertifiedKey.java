package aria.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and its certificates.
 *
 * @param key   the private key
 * @param chain its certificate first, then that of each issuer; the root may be left out; never empty
 */
public record CertifiedKey(PrivateKey key, List<X509Certificate> chain) {

    /** @throws IllegalArgumentException when the chain is empty */
    public CertifiedKey {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a certified key needs a certificate");
        }
    }

    /** The key's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Says nothing about the key, so that it can't end in a log. */
    @Override
    public String toString() {
        return "CertifiedKey[" + certificate().getSubjectX500Principal() + "]";
    }
}
