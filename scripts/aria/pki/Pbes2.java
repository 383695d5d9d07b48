package aria.pki;

import static aria.finding.Remedy.advice;

import aria.finding.RefusedException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Password-based encryption of PKCS#8 (RFC 8018, 6.2). The JDK computes it, but the parameters are written here: the
 * JDK writes PBKDF2's optional {@code keyLength}, and step-ca reports a file with it as one with a wrong password.
 */
final class Pbes2 {

    private static final int MIN_ITERATIONS = 10_000;
    /** Reading more would take a file's author minutes of our time. */
    private static final int MAX_ITERATIONS = 10_000_000;

    private static final int SALT_BYTES = 16;
    private static final int AES_BLOCK = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Map<ASN1ObjectIdentifier, String> PRFS = Map.of(
            PKCSObjectIdentifiers.id_hmacWithSHA1, "HmacSHA1",
            PKCSObjectIdentifiers.id_hmacWithSHA256, "HmacSHA256",
            PKCSObjectIdentifiers.id_hmacWithSHA384, "HmacSHA384",
            PKCSObjectIdentifiers.id_hmacWithSHA512, "HmacSHA512");
    private static final Map<ASN1ObjectIdentifier, SymmetricCipher> CIPHERS = Map.of(
            NISTObjectIdentifiers.id_aes128_CBC, new SymmetricCipher("AES", 128),
            NISTObjectIdentifiers.id_aes192_CBC, new SymmetricCipher("AES", 192),
            NISTObjectIdentifiers.id_aes256_CBC, new SymmetricCipher("AES", 256),
            PKCSObjectIdentifiers.des_EDE3_CBC, new SymmetricCipher("DESede", 192));

    private Pbes2() {}

    private record SymmetricCipher(String name, int keyBits) {}

    /**
     * PBKDF2-HMAC-SHA256 and AES-256-CBC.
     *
     * @return EncryptedPrivateKeyInfo, DER
     */
    static byte[] encrypt(byte[] pkcs8, char[] password, int iterations) {
        if (password.length == 0 || iterations < MIN_ITERATIONS) {
            throw new IllegalArgumentException("a password and at least " + MIN_ITERATIONS + " iterations are needed");
        }
        byte[] salt = random(SALT_BYTES);
        byte[] iv = random(AES_BLOCK);
        SymmetricCipher aes = new SymmetricCipher("AES", 256);
        return Infallible.get("this Java lacks AES-256 or PBKDF2", () -> {
            byte[] encrypted =
                    run(Cipher.ENCRYPT_MODE, aes, key("HmacSHA256", password, salt, iterations, aes), iv, pkcs8);
            KeyDerivationFunc derivation = new KeyDerivationFunc(
                    PKCSObjectIdentifiers.id_PBKDF2,
                    new PBKDF2Params(
                            salt,
                            iterations,
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE)));
            EncryptionScheme scheme = new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv));
            return new EncryptedPrivateKeyInfo(
                            new AlgorithmIdentifier(
                                    PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation, scheme)),
                            encrypted)
                    .getEncoded("DER");
        });
    }

    /**
     * Opens what {@link #encrypt} made, and the other ciphers and hashes of PBES2 with PBKDF2.
     *
     * @throws RefusedException               for another scheme, or an absurd iteration count
     * @throws GeneralSecurityException when the password is wrong or the content damaged
     */
    static byte[] decrypt(byte[] encryptedPrivateKeyInfo, char[] password, String label)
            throws GeneralSecurityException {
        EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(encryptedPrivateKeyInfo);
        if (!info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            throw unreadable(label, "is not encrypted with PBES2");
        }
        PBES2Parameters parameters =
                PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
        if (!parameters.getKeyDerivationFunc().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw unreadable(label, "is protected by a key derivation other than PBKDF2");
        }
        PBKDF2Params derivation =
                PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
        String prf = PRFS.get(derivation.getPrf().getAlgorithm());
        SymmetricCipher cipher = CIPHERS.get(parameters.getEncryptionScheme().getAlgorithm());
        if (prf == null || cipher == null) {
            throw unreadable(label, "is encrypted with a cipher or a hash that is not supported");
        }
        if (derivation.getIterationCount().bitLength() > 31
                || derivation.getIterationCount().intValue() > MAX_ITERATIONS) {
            throw unreadable(label, "requires more than " + MAX_ITERATIONS + " iterations");
        }
        byte[] key = key(
                prf,
                password,
                derivation.getSalt(),
                derivation.getIterationCount().intValue(),
                cipher);
        byte[] iv = ASN1OctetString.getInstance(parameters.getEncryptionScheme().getParameters())
                .getOctets();
        return run(Cipher.DECRYPT_MODE, cipher, key, iv, info.getEncryptedData());
    }

    private static RefusedException unreadable(String label, String why) {
        return PkiErrors.in(
                label,
                "the key " + why + "; step-ca cannot read it either",
                advice("rewrite it with 'openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256'"));
    }

    private static byte[] key(String prf, char[] password, byte[] salt, int iterations, SymmetricCipher cipher)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, cipher.keyBits());
        try {
            return SecretKeyFactory.getInstance("PBKDF2With" + prf)
                    .generateSecret(spec)
                    .getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] run(int mode, SymmetricCipher cipher, byte[] key, byte[] iv, byte[] content)
            throws GeneralSecurityException {
        Cipher engine = Cipher.getInstance(cipher.name() + "/CBC/PKCS5Padding");
        engine.init(mode, new SecretKeySpec(key, cipher.name()), new IvParameterSpec(iv));
        return engine.doFinal(content);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
