package aria.ca;

import aria.pki.LeafRequest;
import aria.pki.ProvisionerIdentity;
import aria.pki.Validity;
import aria.store.Layout;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

public final class OfflineSigner implements Signer {
    private OfflineSigner() {
    }

    /** @throws NoCaYet when there is no CA @throws CaRefused when it can't be used */
    public static OfflineSigner open(Layout layout) { throw new UnsupportedOperationException(); }

    public X509Certificate issuer() { throw new UnsupportedOperationException(); }

    /** The default duration of ca.json's claims. */
    public Duration defaultValidity() { throw new UnsupportedOperationException(); }

    @Override public List<X509Certificate> sign(LeafRequest request) { throw new UnsupportedOperationException(); }

    @Override public List<X509Certificate> roots() { throw new UnsupportedOperationException(); }

    @Override public Optional<ProvisionerIdentity> provisioner() { throw new UnsupportedOperationException(); }

    @Override public Validity validityFor(Duration wanted, Instant now) { throw new UnsupportedOperationException(); }
}
