package aria.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The key by which a user signs the audit log, on P-256. It is kept beside the {@link StateKey}, never in a project.
 *
 * @param key   the private half
 * @param spki  the public half, DER
 */
record AuditKey(PrivateKey key, byte[] spki) {
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int PKCS8_BYTES = 67; // of P-256, as the JDK writes it: no parameters, no public key
    private static final int SPKI_BYTES = 91;

    /** Returns the key of this user, made where there is none; empty where none can be kept. */
    static Optional<AuditKey> of(StateKey state) {
        return file(state).flatMap(file -> read(() -> file.readOrCreate(AuditKey::fresh)));
    }

    /** Returns the id of this user's key; empty when there is none. */
    static Optional<String> idOf(StateKey state) {
        return file(state)
                .flatMap(file -> read(() -> file.read().orElse(new byte[0])))
                .map(AuditKey::id);
    }

    private static Optional<PrivateFile> file(StateKey state) {
        return state.file()
                .map(beside ->
                        new PrivateFile(state.user(), beside.resolveSibling("audit.key"), PKCS8_BYTES + SPKI_BYTES));
    }

    private interface Bytes {
        byte[] get() throws IOException;
    }

    private static Optional<AuditKey> read(Bytes file) {
        try {
            byte[] both = file.get();
            byte[] pkcs8 = Arrays.copyOf(both, Math.min(both.length, PKCS8_BYTES));
            try {
                return both.length == 0
                        ? Optional.empty()
                        : Optional.of(new AuditKey(
                                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
                                Arrays.copyOfRange(both, PKCS8_BYTES, both.length)));
            } finally {
                Arrays.fill(both, 0, pkcs8.length, (byte) 0);
                Arrays.fill(pkcs8, (byte) 0);
            }
        } catch (IOException | GeneralSecurityException unusable) {
            return Optional.empty();
        }
    }

    private static byte[] fresh() {
        return sure(() -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] both = Arrays.copyOf(pair.getPrivate().getEncoded(), PKCS8_BYTES + SPKI_BYTES);
            System.arraycopy(pair.getPublic().getEncoded(), 0, both, PKCS8_BYTES, SPKI_BYTES);
            return both;
        });
    }

    /** By what the key is known: the first 64 bits of the public half's SHA-256, in hex. */
    String id() {
        return id(spki);
    }

    static String id(byte[] spki) {
        return Digest.sha256(spki).substring(0, 16);
    }

    String publicText() {
        return Base64.getEncoder().encodeToString(spki);
    }

    /** Returns the signature of a text, in Base64. */
    String sign(String text) {
        return sure(() -> {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        });
    }

    /** Returns whether a key signed a text. */
    static boolean signed(byte[] spki, byte[] text, String signature) {
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
            Signature verifier = Signature.getInstance(SIGNATURE);
            verifier.initVerify(key);
            verifier.update(text);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private interface Secure<T> {
        T get() throws GeneralSecurityException;
    }

    private static <T> T sure(Secure<T> work) {
        try {
            return work.get();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs with P-256", e);
        }
    }
}
