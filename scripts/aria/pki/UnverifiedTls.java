package aria.pki;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A client's TLS that refuses no server and notes what it is shown, for whoever judges it afterwards or only looks at
 * it. An extended manager, so that the JDK adds no checks of its own.
 */
public final class UnverifiedTls extends X509ExtendedTrustManager {
    private volatile List<X509Certificate> seen = List.of();

    /** The certificates that the last server showed, its own first; empty before one has. */
    public List<X509Certificate> seen() {
        return seen;
    }

    /** A context of this TLS. */
    public SSLContext context() {
        return Infallible.get("this Java can't set up TLS", () -> {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        });
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
        seen = List.of(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
        checkServerTrusted(chain, kind);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
        checkServerTrusted(chain, kind);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
        throw new UnsupportedOperationException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
        checkClientTrusted(chain, kind);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
        checkClientTrusted(chain, kind);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
