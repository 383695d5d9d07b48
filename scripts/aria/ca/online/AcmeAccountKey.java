package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.finding.RefusedException;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.store.AtomicFiles;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;

/** The key of this project's ACME account. All runs use one account, because CAs limit or require accounts. */
public final class AcmeAccountKey {

    private AcmeAccountKey() {}

    /**
     * Reads {@code secrets/acme_account_key}, and makes it where it is not there.
     *
     * @throws RefusedException            when it is no P-256 key
     * @throws UncheckedIOException when it can't be read or written
     */
    public static KeyPair of(Layout layout) {
        Path file = layout.acmeAccountKey();
        if (!Files.exists(file)) {
            KeyPair made = Keys.generate(KeyType.P256);
            AtomicFiles.write(FileWrite.secret(file, Keys.pkcs8Pem(made.getPrivate())));
            return made;
        }
        try {
            return Keys.pair(InputFile.bytes(file), layout.display(file));
        } catch (RefusedException unusable) {
            throw new RefusedException(
                    unusable.finding().also(advice("delete it; the next run opens a new account")), unusable);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    layout.display(file) + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
