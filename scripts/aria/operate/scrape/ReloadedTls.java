package aria.operate.scrape;

import aria.pki.CertifiedKey;
import aria.pki.Infallible;
import aria.pki.KeyStores;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The TLS side of a server whose certificate and trusted roots change while it runs. A handshake goes by those that were
 * there when it began.
 */
public final class ReloadedTls {
    /** The sessions of a client that was refused since, or of another root, do not live on for a day. */
    private static final int SESSION_SECONDS = 300;

    /** Both as of one moment. */
    private record Now(CertifiedKey identity, X509ExtendedTrustManager trust) {}

    private volatile Now now;

    /** Begins with these. */
    public ReloadedTls(CertifiedKey identity, List<X509Certificate> roots) {
        reload(identity, roots);
    }

    /** Takes these from now on. */
    public void reload(CertifiedKey identity, List<X509Certificate> roots) {
        now = new Now(identity, Infallible.get("this Java cannot set up TLS", () ->
                (X509ExtendedTrustManager) KeyStores.trustManagers(roots)[0]));
    }

    /** What is presented now. */
    public X509Certificate certificate() {
        return now.identity().certificate();
    }

    /** Returns a context for a server, which follows. */
    SSLContext context() {
        return Infallible.get("this Java cannot set up TLS", () -> {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new Keys()}, new TrustManager[] {new Trust()}, null);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            return context;
        });
    }

    /** An alias is the serial number of the certificate, so that key and chain of one handshake are of one pair. */
    private final class Keys extends X509ExtendedKeyManager {
        /** The pair that a handshake may have begun with before the last reload. */
        private volatile CertifiedKey chosen;

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            CertifiedKey identity = now.identity();
            String algorithm = identity.certificate().getPublicKey().getAlgorithm();
            if (!keyType.equals(algorithm) && !keyType.startsWith(algorithm + "_")) {
                return null;
            }
            chosen = identity;
            return alias(identity);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return named(alias).chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return named(alias).key();
        }

        private CertifiedKey named(String alias) {
            CertifiedKey before = chosen;
            return before != null && alias(before).equals(alias) ? before : now.identity();
        }

        private static String alias(CertifiedKey identity) {
            return identity.certificate().getSerialNumber().toString();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {alias(now.identity())};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return chooseEngineServerAlias(keyType, issuers, null);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return null;
        }
    }

    private final class Trust extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            now.trust().checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            now.trust().checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            now.trust().checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return now.trust().getAcceptedIssuers();
        }
    }
}
