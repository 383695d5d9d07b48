package aria.operate.audit;

import aria.store.AuditEntry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A syslog server, over TLS (RFC 5425), or over TCP for one on this machine. Syslog has no acknowledgement. What comes
 * nearest is the end of the connection: we say that nothing more follows, and the server closes it after it has read all
 * there was (RFC 5425, section 4.4).
 *
 * @param url {@code tls://host:port} or {@code tcp://host:port}
 * @param tls of the connection
 */
public record SyslogSink(URI url, SSLContext tls) implements AuditSink {
    private static final int PORT = 6514;
    private static final int MOST_ANSWER = 64 * 1024;

    @Override
    public String address() {
        return url.toString();
    }

    @Override
    public String kind() {
        return "syslog";
    }

    @Override
    public void send(List<AuditEntry> entries) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        try (Socket plain = new Socket()) {
            // A read has a time-out of its own; a write to a server that does not read would never end.
            CompletableFuture.delayedExecutor(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> close(plain, late));
            plain.connect(new InetSocketAddress(host(), port()), (int) CONNECT.toMillis());
            plain.setSoTimeout((int) ANSWER.toMillis());
            try (Socket socket = url.getScheme().equals("tls") ? secured(plain) : plain) {
                OutputStream out = new BufferedOutputStream(socket.getOutputStream());
                for (AuditEntry entry : entries) {
                    out.write(SyslogMessage.frame(entry));
                }
                out.flush();
                socket.shutdownOutput();
                awaitEnd(socket.getInputStream());
            }
        } catch (IOException failed) {
            if (late.get()) {
                throw (IOException) new SocketTimeoutException("does not close the connection within "
                                + ANSWER.toSeconds() + " seconds, so it is not known whether it has read the entries")
                        .initCause(failed);
            }
            throw failed;
        }
    }

    private String host() {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    private int port() {
        return url.getPort() == -1 ? PORT : url.getPort();
    }

    private SSLSocket secured(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host(), port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void awaitEnd(InputStream in) throws IOException {
        byte[] some = new byte[1024];
        int total = 0;
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            total += read;
            if (total > MOST_ANSWER) {
                throw new IOException("answers, which a syslog server does not");
            }
        }
    }

    private static void close(Socket socket, AtomicBoolean late) {
        try {
            if (!socket.isClosed()) {
                late.set(true);
                socket.close();
            }
        } catch (IOException closing) {
            late.set(true);
        }
    }
}
