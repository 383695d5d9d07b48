package aria.ca;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.finding.RefusedException;
import aria.pki.Keys;
import aria.store.Layout;
import java.security.PrivateKey;
import java.util.Arrays;

/** The key of the intermediate on disk. */
public final class IntermediateKey {

    private IntermediateKey() {}

    /**
     * Opens it with the password beside it, where it is encrypted.
     *
     * @throws RefusedException when a file is missing, can be read by others, or they do not fit
     */
    public static PrivateKey open(CaFolder folder) {
        return open(folder, folder.requireSecret(folder.layout().intermediateKey()));
    }

    /**
     * Opens another key that has the same password.
     *
     * @param pem its file
     * @throws RefusedException as {@link #open(CaFolder)}
     */
    public static PrivateKey open(CaFolder folder, byte[] pem) {
        Layout layout = folder.layout();
        char[] password = null;
        if (folder.read(layout.passwordFile()).isPresent() || isEncrypted(folder, pem)) {
            password =
                    Passwords.read(folder.requireSecret(layout.passwordFile()), layout.display(layout.passwordFile()));
        }
        try {
            return Keys.read(pem, password, layout.display(layout.intermediateKey()));
        } catch (RefusedException unreadable) {
            throw new RefusedException(
                    unreadable.finding().also(advice("check its password in " + layout.display(layout.passwordFile()))),
                    unreadable);
        } finally {
            if (password != null) {
                Arrays.fill(password, '\0');
            }
        }
    }

    private static boolean isEncrypted(CaFolder folder, byte[] pem) {
        try {
            return Keys.isEncrypted(pem);
        } catch (RefusedException malformed) {
            throw CaErrors.in(
                    folder.layout().display(folder.layout().intermediateKey()),
                    malformed.finding().message(),
                    malformed);
        }
    }
}
