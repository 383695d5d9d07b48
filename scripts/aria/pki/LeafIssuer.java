package aria.pki;

import java.security.cert.X509Certificate;

public final class LeafIssuer {
    public LeafIssuer(CertifiedKey issuer) { throw new UnsupportedOperationException(); }

    public X509Certificate issue(LeafRequest request) { throw new UnsupportedOperationException(); }
}
