package aria.pki.path;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;

/**
 * Verifies signatures between certificates, each pair once, up to a limit for one validation. Not safe for several
 * threads.
 */
final class SignatureChecks {

    /** An honest chain needs three; crossed CAs some more. Go, too, gives up after 100. */
    private static final int MOST = 150;

    private record Pair(X509Certificate subject, X509Certificate issuer) {}

    private final Map<Pair, Boolean> known = new HashMap<>();

    /**
     * Whether the issuer's key made the subject's signature, with an accepted algorithm. False once too many were
     * asked for.
     */
    boolean isSignedBy(X509Certificate subject, X509Certificate issuer) {
        Pair pair = new Pair(subject, issuer);
        Boolean before = known.get(pair);
        if (before != null || exhausted()) {
            return before != null && before;
        }
        boolean good = verify(subject, issuer);
        known.put(pair, good);
        return good;
    }

    /** Whether nothing more is verified. */
    boolean exhausted() {
        return known.size() >= MOST;
    }

    private static boolean verify(X509Certificate subject, X509Certificate issuer) {
        try {
            subject.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException notItsSignature) {
            return false;
        }
    }
}
