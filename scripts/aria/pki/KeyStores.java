package aria.pki;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;

public final class KeyStores {
    private KeyStores() {
    }

    public static byte[] p12(CertifiedKey identity, String alias, char[] password) { throw new UnsupportedOperationException(); }

    public static SSLContext sslContext(CertifiedKey identityOrNull, List<X509Certificate> trusted) { throw new UnsupportedOperationException(); }
}
