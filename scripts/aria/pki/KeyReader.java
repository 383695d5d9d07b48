package aria.pki;

import static aria.finding.Remedy.advice;

import aria.finding.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads private keys in the formats of openssl, step and Java programs. */
final class KeyReader {

    private static final int MAX_BYTES = 32 * 1024;
    /** OpenSSL's old names of ciphers. */
    private static final Map<String, Legacy> LEGACY = Map.of(
            "AES-128-CBC",
            new Legacy("AES", 16),
            "AES-192-CBC",
            new Legacy("AES", 24),
            "AES-256-CBC",
            new Legacy("AES", 32),
            "DES-EDE3-CBC",
            new Legacy("DESede", 24));

    /** A cipher of legacy PEM encryption: its name in Java, and its key length. */
    private record Legacy(String name, int keyBytes) {}

    private KeyReader() {}

    static PrivateKey read(byte[] pem, char[] passwordOrNull, String label) {
        if (pem.length > MAX_BYTES) {
            throw PkiErrors.in(
                    label,
                    "the file has " + pem.length + " bytes, which is too large for a key",
                    advice("check that it is the right file"));
        }
        Pem.Block block = onlyBlock(Pem.read(pem, label), label);
        try {
            return Keys.fromPkcs8(plain(block, passwordOrNull, label));
        } catch (RefusedException refused) {
            throw refused;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // Of a structure that somebody else made, any part may be missing.
            throw isEncrypted(block)
                    ? PkiErrors.in(label, "the key cannot be opened: the password is wrong, or the file is damaged", e)
                    : PkiErrors.in(
                            label,
                            "the key is damaged, or its type is not supported by this Java",
                            e,
                            advice("restore it"),
                            advice("make a new one"));
        }
    }

    /**
     * step-ca reads only files with a single block, so what has more is refused here too, and not there hours later.
     */
    private static Pem.Block onlyBlock(List<Pem.Block> blocks, String label) {
        if (blocks.isEmpty()) {
            throw PkiErrors.in(
                    label, "the file holds no key: it should have a line '-----BEGIN PRIVATE KEY-----' or the like");
        }
        if (blocks.size() > 1) {
            throw PkiErrors.in(
                    label,
                    "the file holds " + blocks.size() + " PEM blocks ("
                            + blocks.get(0).type() + ", " + blocks.get(1).type()
                            + "); step-ca reads only a key that is alone in its file",
                    advice("remove the others"));
        }
        return blocks.get(0);
    }

    private static boolean isEncrypted(Pem.Block block) {
        return block.type().equals("ENCRYPTED PRIVATE KEY") || block.headers().containsKey("DEK-Info");
    }

    private static PrivateKeyInfo plain(Pem.Block block, char[] passwordOrNull, String label)
            throws GeneralSecurityException, IOException {
        if (isEncrypted(block) && passwordOrNull == null) {
            throw PkiErrors.in(label, "the key is encrypted, and no password was given");
        }
        return switch (block.type()) {
            case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(block.content());
            case "ENCRYPTED PRIVATE KEY" ->
                PrivateKeyInfo.getInstance(Pbes2.decrypt(block.content(), passwordOrNull, label));
            case "EC PRIVATE KEY" -> ofCurve(legacyContent(block, passwordOrNull, label));
            case "RSA PRIVATE KEY" ->
                new PrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                        ASN1Sequence.getInstance(legacyContent(block, passwordOrNull, label)));
            default -> throw PkiErrors.in(label, "the file holds a " + block.type() + ", not a private key");
        };
    }

    /** SEC1 (RFC 5915) names the curve inside, PKCS#8 outside. */
    private static PrivateKeyInfo ofCurve(byte[] der) throws IOException {
        ECPrivateKey key = ECPrivateKey.getInstance(der);
        ASN1Object curve = key.getParametersObject();
        if (curve == null) {
            throw new IOException("an EC key without its curve");
        }
        return new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
    }

    private static byte[] legacyContent(Pem.Block block, char[] passwordOrNull, String label)
            throws GeneralSecurityException {
        String info = block.headers().get("DEK-Info");
        if (info == null) {
            return block.content();
        }
        String[] cipherAndIv = info.split(",", 2);
        Legacy legacy = LEGACY.get(cipherAndIv[0].strip());
        if (legacy == null || cipherAndIv.length < 2) {
            throw PkiErrors.in(
                    label,
                    "the key is encrypted with " + cipherAndIv[0] + ", which is not supported",
                    advice("rewrite it with 'openssl pkcs8 -topk8'"));
        }
        byte[] iv = HexFormat.of().parseHex(cipherAndIv[1].strip());
        Cipher cipher = Cipher.getInstance(legacy.name() + "/CBC/PKCS5Padding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(legacyKey(passwordOrNull, iv, legacy.keyBytes()), legacy.name()),
                new IvParameterSpec(iv));
        return cipher.doFinal(block.content());
    }

    /** OpenSSL's EVP_BytesToKey with MD5, one round, the first 8 bytes of the IV as salt. */
    private static byte[] legacyKey(char[] password, byte[] iv, int length) throws GeneralSecurityException {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] secret = new byte[encoded.remaining()];
        encoded.get(secret);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] key = new byte[length];
        byte[] digest = new byte[0];
        for (int filled = 0; filled < length; filled += digest.length) {
            md5.update(digest);
            md5.update(secret);
            md5.update(iv, 0, 8);
            digest = md5.digest();
            System.arraycopy(digest, 0, key, filled, Math.min(digest.length, length - filled));
        }
        return key;
    }
}
