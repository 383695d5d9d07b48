package aria.pki;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

public final class ChainCheck {
    private ChainCheck() {
    }

    public static List<String> problems(List<X509Certificate> chain, List<X509Certificate> roots, Instant at, Purpose purpose) { throw new UnsupportedOperationException(); }
}
