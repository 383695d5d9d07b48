package aria.verify.probe;

import aria.pki.CertifiedKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * A TLS server in this process that serves with a service's issued files, as the service itself would. It answers
 * HTTP to every accepted client.
 */
public final class LoopbackServer implements AutoCloseable {
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);
    private static final int BACKLOG = 50;
    private static final int ANY_PORT = 0;

    private final SSLServerSocket socket;
    private final Executor executor;

    private LoopbackServer(SSLServerSocket socket, Executor executor) {
        this.socket = socket;
        this.executor = executor;
    }

    /**
     * Starts to serve on a free port of the loopback address.
     *
     * @param identity the service's key and certificate chain
     * @param roots    whose clients are let in
     * @param required whether a client without a certificate is refused; otherwise one is asked for, without insisting
     * @param executor runs one task that accepts and one for each connection
     */
    public static LoopbackServer start(
            CertifiedKey identity, List<X509Certificate> roots, boolean required, Executor executor) {
        return start(identity, roots, required, ANY_PORT, executor);
    }

    /** As the other one, on this port; 0 for any that is free. */
    public static LoopbackServer start(
            CertifiedKey identity, List<X509Certificate> roots, boolean required, int port, Executor executor) {
        try {
            SSLServerSocket socket = (SSLServerSocket) TlsContexts.context(Optional.of(identity), roots)
                    .getServerSocketFactory()
                    .createServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
            SSLParameters parameters = socket.getSSLParameters();
            if (required) {
                parameters.setNeedClientAuth(true);
            } else {
                parameters.setWantClientAuth(true);
            }
            socket.setSSLParameters(parameters);
            LoopbackServer server = new LoopbackServer(socket, executor);
            executor.execute(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on loopback", e);
        }
    }

    /** Returns where it listens. */
    public Address address() {
        return new Address(socket.getInetAddress().getHostAddress(), socket.getLocalPort(), Via.IN_PROCESS);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a server on loopback", e);
        }
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                executor.execute(() -> serve(client));
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException("cannot accept on loopback", e);
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            client.setSoTimeout((int) READ_LIMIT.toMillis());
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = request.readLine(); line != null && !line.isEmpty(); line = request.readLine()) {
                // The request is read to its end, for closing on unread bytes would reset the connection under the
                // answer.
            }
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // A client that was refused, or that did not like what it saw: it has its own account of that.
            return;
        }
    }
}
