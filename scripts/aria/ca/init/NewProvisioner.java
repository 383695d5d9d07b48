package aria.ca.init;

import aria.ca.Passwords;
import aria.ca.ProvisionerKey;
import aria.ca.ProvisionerKeyFile;
import aria.ca.config.CaFolder;
import aria.store.FileWrite;
import aria.store.Layout;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;

/**
 * A provisioner's key that is to be written.
 *
 * @param publicJwk    for ca.json
 * @param encryptedKey compact JWE, for ca.json
 * @param files        what belongs into {@code secrets/}
 */
record NewProvisioner(JsonObject publicJwk, String encryptedKey, List<FileWrite> files) {

    /** A new key under a new password. */
    static NewProvisioner generate(Layout layout) {
        return of(ProvisionerKey.generate(), layout);
    }

    /** This key under a new password. */
    static NewProvisioner of(ProvisionerKey key, Layout layout) {
        char[] password = Passwords.random();
        try {
            byte[] encrypted = key.encryptedFile(password, Passwords.ITERATIONS);
            return new NewProvisioner(
                    key.publicJwk(),
                    ProvisionerKey.compact(encrypted, "provisioner.key.json"),
                    List.of(
                            FileWrite.secret(layout.provisionerPasswordFile(), Passwords.file(password)),
                            FileWrite.secret(layout.provisionerKey(), encrypted),
                            FileWrite.secret(layout.provisionerPublicKey(), key.publicFile())));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * The key that lies in {@code secrets/}.
     *
     * @throws aria.finding.RefusedException when its password does not open it
     */
    static NewProvisioner existing(CaFolder folder) {
        Layout layout = folder.layout();
        String label = layout.display(layout.provisionerKey());
        byte[] encrypted = folder.requireSecret(layout.provisionerKey());
        ProvisionerKey key = ProvisionerKeyFile.open(layout);
        List<FileWrite> files =
                folder.missing(List.of(layout.provisionerPublicKey())).isEmpty()
                        ? List.of()
                        : List.of(FileWrite.secret(layout.provisionerPublicKey(), key.publicFile()));
        return new NewProvisioner(key.publicJwk(), ProvisionerKey.compact(encrypted, label), files);
    }
}
