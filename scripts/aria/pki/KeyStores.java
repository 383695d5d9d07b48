package aria.pki;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Key stores: PKCS#12 and JKS files, and the in-memory ones of a TLS context. */
public final class KeyStores {

    private static final String ENCRYPTION = "PBEWithHmacSHA256AndAES_256";
    private static final int ITERATIONS = 10_000; // as openssl and the JDK; our passwords have 256 random bits
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyStores() {}

    /**
     * A PKCS#12 file (RFC 7292) with one key and its chain: AES-256 for both, an HMAC-SHA256 over all of it.
     *
     * @param alias    the friendly name
     * @param password opens the file and the key; not empty
     */
    public static byte[] p12(CertifiedKey identity, String alias, char[] password) {
        return Infallible.get("this Java can't write PKCS#12 with AES-256", () -> {
            byte[] salt = new byte[20];
            RANDOM.nextBytes(salt);
            KeyStore store = empty();
            store.setEntry(
                    alias,
                    new KeyStore.PrivateKeyEntry(
                            identity.key(), identity.chain().toArray(Certificate[]::new)),
                    new KeyStore.PasswordProtection(password, ENCRYPTION, new PBEParameterSpec(salt, ITERATIONS)));
            return bytes(store, password);
        });
    }

    /**
     * A PKCS#12 trust store, as Java programs read it.
     *
     * @param password of the integrity check; the content is public
     */
    public static byte[] trustStore(List<X509Certificate> trusted, char[] password) {
        return Infallible.get("this Java can't write PKCS#12", () -> bytes(trusting(trusted), password));
    }

    /** As {@link #p12}, in the old format of Java (JKS), for programs that read no other; its encryption is weak. */
    public static byte[] jks(CertifiedKey identity, String alias, char[] password) {
        return Infallible.get("this Java can't write JKS", () -> {
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, null);
            store.setKeyEntry(alias, identity.key(), password, identity.chain().toArray(Certificate[]::new));
            return bytes(store, password);
        });
    }

    /** As {@link #trustStore}, in the old format of Java (JKS). */
    public static byte[] trustJks(List<X509Certificate> trusted, char[] password) {
        return Infallible.get("this Java can't write JKS", () -> {
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("root-" + (i + 1), trusted.get(i));
            }
            return bytes(store, password);
        });
    }

    /**
     * The certificates in a PKCS#12 or JKS file: each entry's chain, then the trusted ones.
     *
     * @param label what to call the file in an error
     * @throws aria.finding.RefusedException when it isn't one, the password is wrong, or it holds no certificate
     */
    public static List<X509Certificate> certificates(byte[] content, char[] password, String label) {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        try {
            KeyStore store = KeyStore.getInstance(isJks(content) ? "JKS" : "PKCS12");
            store.load(new ByteArrayInputStream(content), password);
            for (String alias : Collections.list(store.aliases())) {
                Certificate[] chain = store.getCertificateChain(alias);
                for (Certificate each : chain != null ? chain : new Certificate[] {store.getCertificate(alias)}) {
                    if (each instanceof X509Certificate certificate) {
                        certificates.add(certificate);
                    }
                }
            }
        } catch (GeneralSecurityException | IOException | RuntimeException e) { // the last from within the JDK
            throw PkiErrors.in(
                    label, "the key store cannot be opened: the password is wrong, or it is not a key store", e);
        }
        if (certificates.isEmpty()) {
            throw PkiErrors.in(label, "the key store holds no certificate");
        }
        return List.copyOf(certificates);
    }

    /** Whether the bytes begin like a JKS file, or like a PKCS#12 file and not like a certificate. */
    public static boolean isKeyStore(byte[] content) {
        // PFX ::= SEQUENCE { version INTEGER, …: a certificate begins with two sequences (RFC 7292, 4)
        int second = content.length > 6 ? 2 + Math.max(0, (content[1] & 0xff) - 0x80) : 0;
        return isJks(content) || second > 0 && second < content.length && content[0] == 0x30 && content[second] == 0x02;
    }

    private static boolean isJks(byte[] content) {
        return content.length > 4 && ByteBuffer.wrap(content).getInt() == 0xfeedfeed;
    }

    /**
     * A TLS context.
     *
     * @param identityOrNull what to present; null presents nothing
     * @param trusted        the only roots the peer may come from; empty trusts nobody
     */
    public static SSLContext sslContext(CertifiedKey identityOrNull, List<X509Certificate> trusted) {
        return sslContext(Optional.ofNullable(identityOrNull), Optional.of(trusted));
    }

    /**
     * A TLS context.
     *
     * @param presented what to present; empty presents nothing
     * @param trusted   the only roots the peer may come from; empty for those that this Java trusts
     */
    public static SSLContext sslContext(Optional<CertifiedKey> presented, Optional<List<X509Certificate>> trusted) {
        return Infallible.get("this Java can't set up TLS", () -> {
            char[] inMemory = new char[0];
            KeyStore identity = empty();
            if (presented.isPresent()) {
                identity.setKeyEntry(
                        "identity",
                        presented.get().key(),
                        inMemory,
                        presented.get().chain().toArray(Certificate[]::new));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity, inMemory);
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust = trusted.isPresent() ? trustManagers(trusted.get()) : null;
            context.init(keys.getKeyManagers(), trust, null);
            return context;
        });
    }

    /**
     * What trusts these roots and no other, as a TLS context takes it.
     *
     * @throws GeneralSecurityException when this Java can't
     * @throws IOException              when this Java can't
     */
    public static TrustManager[] trustManagers(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusting(trusted));
        return trust.getTrustManagers();
    }

    private static KeyStore trusting(List<X509Certificate> trusted) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry("root-" + (i + 1), trusted.get(i));
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static byte[] bytes(KeyStore store, char[] password) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password);
        return out.toByteArray();
    }
}
