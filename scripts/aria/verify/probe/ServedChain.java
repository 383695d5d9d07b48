package aria.verify.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The certificates that a TLS server presents. Nothing is believed and nothing is sent but the greeting: they are only looked at. */
public final class ServedChain {

    private static final int TIMEOUT_MILLIS = 5_000;

    private ServedChain() {}

    /**
     * Connects and looks. A server that then insists on a client's certificate has presented its own before.
     *
     * @return the server's own first; never empty
     * @throws IOException when it can't be reached, or doesn't speak TLS there
     */
    public static List<X509Certificate> of(String host, int port) throws IOException {
        AtomicReference<X509Certificate[]> seen = new AtomicReference<>();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            handshake(plain, host, port, seen);
        } catch (IOException refused) {
            if (seen.get() == null) {
                throw refused;
            }
        }
        return List.of(seen.get());
    }

    private static void handshake(Socket plain, String host, int port, AtomicReference<X509Certificate[]> seen)
            throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Onlooker(seen)}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                if (host.matches("[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*+") && !host.matches("[0-9.]+")) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setServerNames(List.of(new SNIHostName(host)));
                    socket.setSSLParameters(parameters);
                }
                socket.startHandshake();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Notes what it is shown. An extended manager, so that the JDK adds no checks of its own. */
    private static final class Onlooker extends X509ExtendedTrustManager {
        private final AtomicReference<X509Certificate[]> seen;

        Onlooker(AtomicReference<X509Certificate[]> seen) {
            this.seen = seen;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            seen.set(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            seen.set(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            seen.set(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new IllegalStateException("no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new IllegalStateException("no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new IllegalStateException("no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
