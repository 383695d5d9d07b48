package aria.verify.probe;

import aria.pki.CertifiedKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A server that gets mutual TLS wrong in one way. */
public final class CarelessServer implements AutoCloseable {
    private static final int TLS_HANDSHAKE = 0x16;

    private final ServerSocket listening;
    private final SSLContext context;
    private final boolean certificateRequired;
    private final Optional<String> answerInClear;

    private CarelessServer(
            SSLContext context, boolean certificateRequired, Optional<String> answerInClear, ExecutorService threads) {
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.context = context;
        this.certificateRequired = certificateRequired;
        this.answerInClear = answerInClear;
        threads.execute(() -> accept(threads));
    }

    /** Requires a certificate and looks at nothing in it. */
    public static CarelessServer trustingEverybody(CertifiedKey identity, ExecutorService threads) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new PresentedIdentity(Optional.of(identity))},
                    new TrustManager[] {new Everybody()},
                    null);
            return new CarelessServer(context, true, Optional.empty(), threads);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers a client that speaks in clear with this status line. */
    public static CarelessServer alsoInClear(
            CertifiedKey identity, List<X509Certificate> roots, String statusLine, ExecutorService threads) {
        return new CarelessServer(
                TlsContexts.context(Optional.of(identity), roots), true, Optional.of(statusLine), threads);
    }

    /** As nginx: takes everybody's handshake and refuses by HTTP 400. */
    public static CarelessServer refusingByStatus(
            CertifiedKey identity, List<X509Certificate> roots, ExecutorService threads) {
        return new CarelessServer(TlsContexts.context(Optional.of(identity), roots), false, Optional.empty(), threads);
    }

    public Address address() {
        return new Address("127.0.0.1", listening.getLocalPort(), Via.PUBLISHED);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ExecutorService threads) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(3000);
            int first = client.getInputStream().read();
            if (first != TLS_HANDSHAKE && answerInClear.isPresent()) {
                answer(client, answerInClear.get());
                return;
            }
            SSLSocket secured = (SSLSocket) context.getSocketFactory()
                    .createSocket(client, new ByteArrayInputStream(new byte[] {(byte) first}), true);
            secured.setUseClientMode(false);
            if (certificateRequired) {
                secured.setNeedClientAuth(true);
            } else {
                secured.setWantClientAuth(true);
            }
            secured.startHandshake();
            answer(secured, identified(secured) ? "HTTP/1.1 200 OK" : "HTTP/1.1 400 Bad Request");
        } catch (IOException e) {
            return;
        }
    }

    private static boolean identified(SSLSocket socket) {
        try {
            return socket.getSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    private static void answer(Socket client, String statusLine) throws IOException {
        byte[] request = new byte[4096];
        client.getInputStream().read(request);
        client.getOutputStream().write((statusLine + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static final class Everybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // careless on purpose
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // careless on purpose
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
