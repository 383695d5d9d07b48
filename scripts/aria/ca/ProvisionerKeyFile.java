package aria.ca;

import aria.ca.config.CaFolder;
import aria.store.Layout;
import java.util.Arrays;

/** The provisioner's key on disk. */
public final class ProvisionerKeyFile {

    private ProvisionerKeyFile() {}

    /**
     * Opens {@code secrets/provisioner.key.json} with the password beside it.
     *
     * @throws aria.finding.RefusedException when one of the two is missing, can be read by others, or they don't fit
     */
    public static ProvisionerKey open(Layout layout) {
        CaFolder folder = new CaFolder(layout);
        byte[] encrypted = folder.requireSecret(layout.provisionerKey());
        char[] password = Passwords.read(
                folder.requireSecret(layout.provisionerPasswordFile()),
                layout.display(layout.provisionerPasswordFile()));
        try {
            return ProvisionerKey.open(encrypted, password, layout.display(layout.provisionerKey()));
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
