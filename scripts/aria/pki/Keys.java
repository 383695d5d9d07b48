package aria.pki;

import java.security.KeyPair;
import java.security.PrivateKey;

/** Making, writing and reading private keys. */
public final class Keys {
    private Keys() {
    }

    public static KeyPair generate(KeyType type) { throw new UnsupportedOperationException(); }

    public static byte[] pkcs8Pem(PrivateKey key) { throw new UnsupportedOperationException(); }

    public static byte[] pkcs8Der(PrivateKey key) { throw new UnsupportedOperationException(); }

    public static byte[] encryptedPem(PrivateKey key, char[] password, int iterations) { throw new UnsupportedOperationException(); }

    /** @param label what to call the file in an error */
    public static PrivateKey read(byte[] pem, char[] passwordOrNull, String label) { throw new UnsupportedOperationException(); }

    public static PrivateKey read(byte[] pem, char[] passwordOrNull) { return read(pem, passwordOrNull, "the key"); }
}
