package aria.verify.probe;

import aria.pki.UnverifiedTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The certificates that a TLS server presents. They are only read, not trusted, and nothing is sent after the
 * greeting.
 */
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
        UnverifiedTls tls = new UnverifiedTls();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            handshake(tls, plain, host, port);
        } catch (IOException refused) {
            if (tls.seen().isEmpty()) {
                throw refused;
            }
        }
        return tls.seen();
    }

    private static void handshake(UnverifiedTls tls, Socket plain, String host, int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.context().getSocketFactory().createSocket(plain, host, port, true)) {
            if (host.matches("[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*+") && !host.matches("[0-9.]+")) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(host)));
                socket.setSSLParameters(parameters);
            }
            socket.startHandshake();
        }
    }
}
