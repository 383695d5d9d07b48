package aria.ca.online;

import aria.pki.CertifiedKey;
import aria.pki.ChallengeCertificate;
import aria.pki.Names;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Answers tls-alpn-01 (RFC 8737; RFC 8738 for addresses) with the right certificate in the handshake, and sends
 * nothing after it.
 */
final class TlsAlpnResponder implements Responder {

    private static final String PROTOCOL = "acme-tls/1";
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int CLOSING_MILLIS = 1_000;

    private final ServerSocket server;
    private final Thread listener;
    private final SSLContext tls;
    private final Map<String, CertifiedKey> answers = new ConcurrentHashMap<>();

    TlsAlpnResponder(int port) throws IOException {
        server = new ServerSocket();
        try {
            tls = SSLContext.getInstance("TLS");
            tls.init(new KeyManager[] {new BySni()}, null, null);
            server.bind(new InetSocketAddress(port));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot set up TLS", e);
        } catch (IOException taken) {
            server.close();
            throw taken;
        }
        listener = new Thread(this::listen, "tls-alpn-01");
        listener.setDaemon(true);
        listener.start();
    }

    @Override
    public Challenge challenge() {
        return Challenge.TLS_ALPN_01;
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void answer(ChallengeTask task) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(task.authorization().getBytes(StandardCharsets.US_ASCII));
            Names name = Names.of(List.of(task.name()));
            answers.put(sni(name), ChallengeCertificate.of(name, digest, Instant.now()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Closes the port. Linux keeps a closed socket listening until a thread that waits for it has woken. */
    @Override
    public void close() {
        try {
            server.close();
            listener.join(CLOSING_MILLIS);
        } catch (IOException failure) {
            throw new IllegalStateException("a listening socket cannot be closed", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        while (!server.isClosed()) {
            try (Socket plain = server.accept()) {
                plain.setSoTimeout(PATIENCE_MILLIS);
                shake(plain);
            } catch (IOException stranger) {
                // whoever asks for anything else, or hangs up, gets no answer; the CA says what it missed
            }
        }
    }

    private void shake(Socket plain) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, false)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {PROTOCOL});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        }
    }

    /** What the CA writes into the server name: an address as its name in reverse DNS (RFC 8738, 6). */
    static String sni(Names name) throws IllegalArgumentException {
        if (!name.dns().isEmpty()) {
            return name.dns().get(0).toLowerCase(Locale.ROOT);
        }
        byte[] address = bytes(name.ips().get(0));
        StringBuilder reverse = new StringBuilder();
        for (int i = address.length - 1; i >= 0; i--) {
            reverse.append(
                            address.length == 4
                                    ? Integer.toString(address[i] & 0xff)
                                    : Integer.toHexString(address[i] & 0xf) + "."
                                            + Integer.toHexString(address[i] >> 4 & 0xf))
                    .append('.');
        }
        return reverse + (address.length == 4 ? "in-addr.arpa" : "ip6.arpa");
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (IOException e) {
            throw new IllegalArgumentException(literal + " is no address", e);
        }
    }

    /** Selects the certificate of a challenged name; other names get none. */
    private final class BySni extends X509ExtendedKeyManager {
        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            if (!keyType.equals("EC")
                    || !(((SSLSocket) socket).getHandshakeSession() instanceof ExtendedSSLSession session)) {
                return null;
            }
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host
                        && answers.containsKey(host.getAsciiName().toLowerCase(Locale.ROOT))) {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
            return null;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return answers.get(alias).chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return answers.get(alias).key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return answers.keySet().toArray(String[]::new);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
