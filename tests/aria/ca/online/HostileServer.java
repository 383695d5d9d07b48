package aria.ca.online;

import aria.pki.Authorities;
import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafIssuer;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.Purpose;
import aria.pki.Validity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A TLS server that answers what it is told to, byte for byte, and a CA of its own behind it. */
public final class HostileServer implements AutoCloseable {

    /** What to do with a connection once the request has been read. */
    public interface Behaviour {
        void answer(String request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final CertifiedKey root;
    private final CertifiedKey intermediate;
    private final AtomicInteger asked = new AtomicInteger();

    private HostileServer(ServerSocket server, CertifiedKey root, CertifiedKey intermediate) {
        this.server = server;
        this.root = root;
        this.intermediate = intermediate;
    }

    /** One whose certificates are good now. */
    public static HostileServer start(Behaviour behaviour) {
        Instant now = Instant.now();
        return start(
                behaviour,
                "localhost",
                Validity.startingAt(now, Duration.ofDays(2)),
                Validity.startingAt(now, Duration.ofDays(2)));
    }

    /** One with such names and times of its certificates. */
    public static HostileServer start(Behaviour behaviour, String name, Validity intermediate, Validity leaf) {
        Validity old = new Validity(
                Instant.now().minus(Duration.ofDays(1000)), Instant.now().plus(Duration.ofDays(1000)));
        CertifiedKey root = Authorities.root("Hostile Root", KeyType.P256, old, List.of());
        CertifiedKey signing =
                Authorities.intermediate("Hostile Intermediate", KeyType.P256, intermediate, root, List.of());
        KeyPair pair = Keys.generate(KeyType.P256);
        CertifiedKey identity = new CertifiedKey(
                pair.getPrivate(),
                List.of(
                        new LeafIssuer(signing)
                                .issue(new LeafRequest(
                                        "server",
                                        Names.of(List.of(name)),
                                        pair.getPublic(),
                                        Purpose.SERVER,
                                        leaf,
                                        Optional.empty())),
                        signing.certificate()));
        try {
            HostileServer hostile = new HostileServer(
                    KeyStores.sslContext(identity, List.of())
                            .getServerSocketFactory()
                            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                    root,
                    signing);
            Thread thread = new Thread(() -> hostile.serve(behaviour), "hostile");
            thread.setDaemon(true);
            thread.start();
            return hostile;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("https://localhost:" + server.getLocalPort());
    }

    public List<X509Certificate> roots() {
        return root.chain();
    }

    CertifiedKey intermediate() {
        return intermediate;
    }

    /** How many requests came. */
    public int asked() {
        return asked.get();
    }

    /** A whole answer. */
    public static byte[] http(String status, String headers, String body) {
        return ("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A whole answer in JSON. */
    static byte[] json(String status, String body) {
        return http(status, "Content-Type: application/json\r\n", body);
    }

    private void serve(Behaviour behaviour) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> converse(socket, behaviour), "hostile connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket, Behaviour behaviour) {
        try (socket) {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return;
                }
                request.append((char) next);
            }
            asked.incrementAndGet();
            behaviour.answer(request.toString(), socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().interrupt(); // the client hung up, as it should
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
