package aria.pki;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether what lies on disk for a service is still good.
 *
 * @param reason empty: keep it; else why it has to be issued anew, one line
 * @param chain  what the certificate file held; empty when there was none or it can't be read
 */
public record LeafReview(Optional<String> reason, List<X509Certificate> chain) {

    /** What the certificate ought to be. */
    public record Wanted(String commonName, Names names, Purpose purpose, X509Certificate issuer, List<X509Certificate> roots, double renewBefore) {
    }

    /** One third of the lifetime. */
    public static final double DEFAULT_RENEW_BEFORE = 1.0 / 3;

    public static LeafReview of(byte[] certificateOrNull, byte[] keyOrNull, Wanted wanted, Instant now) { throw new UnsupportedOperationException(); }

    public boolean kept() { return reason.isEmpty(); }
}
