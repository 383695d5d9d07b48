package aria.verify.probe;

import aria.pki.CertifiedKey;
import aria.pki.Infallible;
import aria.pki.KeyStores;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** TLS contexts with exactly one identity and exactly the given roots; the machine's own trust store is not used. */
public final class TlsContexts {
    private TlsContexts() {}

    /** A context of its own for each use, so that no session is ever resumed and every probe is judged anew. */
    public static SSLContext context(Optional<CertifiedKey> identity, List<X509Certificate> roots) {
        return Infallible.get("this Java cannot set up TLS", () -> {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new PresentedIdentity(identity)}, KeyStores.trustManagers(roots), null);
            return context;
        });
    }
}
