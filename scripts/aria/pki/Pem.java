package aria.pki;

import java.security.cert.X509Certificate;
import java.util.List;

public final class Pem {
    private Pem() {
    }

    public static byte[] certificates(List<X509Certificate> certificates) { throw new UnsupportedOperationException(); }

    public static List<X509Certificate> readCertificates(byte[] pem, String label) { throw new UnsupportedOperationException(); }
}
