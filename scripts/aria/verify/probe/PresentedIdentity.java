package aria.verify.probe;

import aria.pki.CertifiedKey;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Presents one identity, whatever the server requests. Java's own key managers hold back a certificate whose issuer
 * is not on the server's list, so a foreign CA's certificate would never be tested.
 */
final class PresentedIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "probe";

    private final Optional<CertifiedKey> identity;

    /** @param identity empty to present none */
    PresentedIdentity(Optional<CertifiedKey> identity) {
        this.identity = identity;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias(keyType);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity.map(key -> key.chain().toArray(X509Certificate[]::new)).orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.map(CertifiedKey::key).orElse(null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return identity.isPresent() ? new String[] {ALIAS} : null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return getClientAliases(keyType, issuers);
    }

    private String alias(String... keyTypes) {
        return identity.filter(key -> fits(key, keyTypes)).map(key -> ALIAS).orElse(null);
    }

    /**
     * The handshake asks once for each kind of key it could use; the wrong kind would end it before the server has
     * its say.
     */
    private static boolean fits(CertifiedKey key, String[] keyTypes) {
        String algorithm = key.certificate().getPublicKey().getAlgorithm();
        for (String keyType : keyTypes) {
            if (keyType.equals(algorithm) || keyType.startsWith(algorithm + "_")) {
                return true;
            }
        }
        return false;
    }
}
