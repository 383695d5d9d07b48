package aria.ca;

import aria.pki.Keys;
import aria.store.FileWrite;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;

/** A key of the CA on disk, with a password of its own. */
public final class EncryptedKey {

    private EncryptedKey() {}

    /** Returns the files of a key under a new password: the password, then the key. */
    public static List<FileWrite> files(PrivateKey key, Path keyFile, Path passwordFile) {
        char[] password = Passwords.random();
        try {
            return List.of(
                    FileWrite.secret(passwordFile, Passwords.file(password)),
                    FileWrite.secret(keyFile, Keys.encryptedPem(key, password, Passwords.ITERATIONS)));
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
