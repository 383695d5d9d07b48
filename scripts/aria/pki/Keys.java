package aria.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Makes, writes and reads private keys. */
public final class Keys {

    private Keys() {}

    /** A new key pair of the given type. */
    public static KeyPair generate(KeyType type) {
        return switch (type) {
            case P256 -> EllipticCurve.P256.generate();
            case P384 -> EllipticCurve.P384.generate();
            case ED25519 -> plain("Ed25519", 0);
            case RSA3072 -> plain("RSA", 3072);
            case RSA4096 -> plain("RSA", 4096);
        };
    }

    /**
     * An unencrypted {@code PRIVATE KEY} block. An EC key from {@link #generate} has the public key in it, which
     * rustls asks for.
     */
    public static byte[] pkcs8Pem(PrivateKey key) {
        return Pem.write("PRIVATE KEY", pkcs8Der(key));
    }

    /** PKCS#8 (RFC 5958), unencrypted. */
    public static byte[] pkcs8Der(PrivateKey key) {
        return key.getEncoded();
    }

    /**
     * An {@code ENCRYPTED PRIVATE KEY} block: PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC, the one strong form that
     * step-ca reads.
     *
     * @param password   not empty; encoded as UTF-8
     * @param iterations of PBKDF2, at least 10,000: that many for a random password of 256 bits, 600,000 for one that
     *                   a person chose
     */
    public static byte[] encryptedPem(PrivateKey key, char[] password, int iterations) {
        return Pem.write("ENCRYPTED PRIVATE KEY", Pbes2.encrypt(pkcs8Der(key), password, iterations));
    }

    /**
     * Reads a key: PKCS#8, encrypted PKCS#8 (PBES2 with PBKDF2), SEC1, PKCS#1, and the last two in OpenSSL's old
     * encryption ({@code DEK-Info}), which step writes.
     *
     * @param pem            exactly one block
     * @param passwordOrNull opens an encrypted key; ignored for a plain one, as step-ca does
     * @param label          what to call the file in an error
     * @throws aria.finding.RefusedException when it isn't one key, is too large, is damaged, or the password does not
     *                                       open it
     */
    public static PrivateKey read(byte[] pem, char[] passwordOrNull, String label) {
        return KeyReader.read(pem, passwordOrNull, label);
    }

    /** As {@link #read(byte[], char[], String)}, for a key that came from no file. */
    public static PrivateKey read(byte[] pem, char[] passwordOrNull) {
        return read(pem, passwordOrNull, "The key");
    }

    /**
     * Both halves of an elliptic key of our own making: {@link #pkcs8Pem} writes the public one beside the private one.
     *
     * @throws aria.finding.RefusedException when it is another kind of key, or the public half is missing
     */
    public static KeyPair pair(byte[] pem, String label) {
        PrivateKey key = read(pem, null, label);
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
            ASN1BitString half =
                    ECPrivateKey.getInstance(info.parsePrivateKey()).getPublicKey();
            if (half == null) {
                throw PkiErrors.in(label, "the public half of the key is missing");
            }
            SubjectPublicKeyInfo open = new SubjectPublicKeyInfo(info.getPrivateKeyAlgorithm(), half.getOctets());
            return new KeyPair(
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(open.getEncoded("DER"))), key);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException other) {
            throw PkiErrors.in(label, "not an elliptic-curve key", other);
        }
    }

    /** Whether the PEM text holds an encrypted key. */
    public static boolean isEncrypted(byte[] pem) {
        return Pem.read(pem, "The key").stream()
                .anyMatch(block -> block.type().equals("ENCRYPTED PRIVATE KEY")
                        || block.headers().containsKey("DEK-Info"));
    }

    /**
     * Parses PKCS#8. The JDK knows Ed25519 and RSA by their object identifiers, EC only by name.
     *
     * @throws GeneralSecurityException when it isn't a key that this Java knows
     */
    static PrivateKey fromPkcs8(PrivateKeyInfo info) throws GeneralSecurityException, IOException {
        ASN1ObjectIdentifier oid = info.getPrivateKeyAlgorithm().getAlgorithm();
        String algorithm = oid.equals(X9ObjectIdentifiers.id_ecPublicKey) ? "EC" : oid.getId();
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded("DER")));
    }

    private static KeyPair plain(String algorithm, int bitsOrZero) {
        return Infallible.get("this Java can't make an " + algorithm + " key", () -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bitsOrZero > 0) {
                generator.initialize(bitsOrZero);
            }
            return generator.generateKeyPair();
        });
    }
}
