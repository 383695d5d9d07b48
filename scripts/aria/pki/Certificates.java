package aria.pki;

import java.security.PublicKey;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

public final class Certificates {
    private Certificates() {
    }

    public static Names names(X509Certificate certificate) { throw new UnsupportedOperationException(); }

    public static String fingerprintSha256(X509Certificate certificate) { throw new UnsupportedOperationException(); }

    public static String serialHex(X509Certificate certificate) { throw new UnsupportedOperationException(); }

    public static String commonName(X509Certificate certificate) { throw new UnsupportedOperationException(); }

    public static Validity validity(X509Certificate certificate) { throw new UnsupportedOperationException(); }

    public static Optional<Purpose> purpose(X509Certificate certificate) { throw new UnsupportedOperationException(); }

    public static Optional<ProvisionerIdentity> provisioner(X509Certificate certificate) { throw new UnsupportedOperationException(); }

    public static LeafFacts facts(X509Certificate certificate) { throw new UnsupportedOperationException(); }

    public static String describe(X509Certificate certificate) { throw new UnsupportedOperationException(); }

    public static boolean matches(PrivateKey key, PublicKey publicKey) { throw new UnsupportedOperationException(); }
}
