package aria.ca.init;

import aria.ca.EncryptedKey;
import aria.ca.IntermediateKey;
import aria.ca.OfflineSigner;
import aria.ca.ProvisionerKeyFile;
import aria.ca.config.CaConfig;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.ca.rotation.CaRotation;
import aria.finding.Remedy;
import aria.store.FileWrite;
import aria.store.Layout;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * New passwords for a CA that is there, and a new key for its provisioner. Certificates stay as they are.
 *
 * @param subjects what gets a new one
 */
public record PasswordRotation(Layout layout, Set<Subject> subjects) {

    /** The secrets that can be replaced without a new CA. */
    public enum Subject {
        /** The password that opens the intermediate's key. */
        CA,
        /** The password that opens the provisioner's key. */
        PROVISIONER,
        /** The provisioner's key, with a new password. */
        PROVISIONER_KEY
    }

    /** Keeps a copy. */
    public PasswordRotation {
        subjects = EnumSet.copyOf(subjects);
    }

    /**
     * Plans it. Reads the CA, writes nothing.
     *
     * @throws aria.finding.MissingCaException when there is no CA
     * @throws aria.finding.RefusedException   when its key cannot be opened, ca.json has no provisioner of ours, or a
     *                                         new CA is on its way, which has the same password
     */
    public CaChange plan(Instant now) {
        CaFolder folder = new CaFolder(layout);
        OfflineSigner signer = OfflineSigner.open(layout, now);
        PrivateKey key = IntermediateKey.open(folder);
        List<String> reasons = new ArrayList<>();
        if (subjects.contains(Subject.CA)) {
            CaRotation.requireNone(layout);
            reasons.add(layout.display(layout.intermediateKey())
                    + " is encrypted with a new password, which replaces the one in "
                    + layout.display(layout.passwordFile()) + "; the key stays");
        }
        if (changesProvisioner()) {
            requireProvisioner(folder);
            reasons.add(
                    subjects.contains(Subject.PROVISIONER_KEY)
                            ? "the provisioner '" + CaConfig.PROVISIONER
                                    + "' gets a new key with a new password: tokens of the old one are refused"
                            : "the key of the provisioner '" + CaConfig.PROVISIONER
                                    + "' is encrypted with a new password; the key stays");
        }
        return new CaChange(CaChange.State.REPAIR, reasons, List.of(), () -> replaced(folder, signer, key));
    }

    private boolean changesProvisioner() {
        return subjects.contains(Subject.PROVISIONER) || subjects.contains(Subject.PROVISIONER_KEY);
    }

    private void requireProvisioner(CaFolder folder) {
        if (!subjects.contains(Subject.PROVISIONER_KEY)) {
            ProvisionerKeyFile.open(layout);
        }
        if (folder.config().flatMap(CaConfig::ours).isEmpty()) {
            throw CaErrors.in(
                    layout.display(layout.caJson()),
                    "the provisioner '" + CaConfig.PROVISIONER + "' is missing",
                    Remedy.aria("init-ca"));
        }
    }

    private NewCa replaced(CaFolder folder, OfflineSigner signer, PrivateKey key) {
        List<FileWrite> files = new ArrayList<>();
        if (subjects.contains(Subject.CA)) {
            files.addAll(EncryptedKey.files(key, layout.intermediateKey(), layout.passwordFile()));
        }
        if (changesProvisioner()) {
            NewProvisioner next = subjects.contains(Subject.PROVISIONER_KEY)
                    ? NewProvisioner.generate(layout)
                    : NewProvisioner.of(ProvisionerKeyFile.open(layout), layout);
            files.addAll(next.files());
            CaConfig config = folder.config().orElseThrow().withProvisioner(next.publicJwk(), next.encryptedKey());
            files.add(NewCaFiles.configFile(layout.caJson(), config.content()));
        }
        return new NewCa(files, List.of(), signer, "");
    }
}
