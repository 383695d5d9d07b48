package aria.ca.init;

import aria.ca.EncryptedKey;
import aria.ca.OfflineSigner;
import aria.ca.RootList;
import aria.ca.config.CaConfig;
import aria.ca.config.CaFolder;
import aria.ca.config.DefaultsFile;
import aria.pki.Authorities;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Pem;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.RotationRecords;
import aria.store.UserPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a CA in memory: keys, certificates, configuration, and the backup of the CA that it replaces. */
final class NewCaFiles {

    private static final byte[] CONFIG_IGNORE =
            "# Generated, and secret.\n/pki/\n/secrets/\n/db/\n".getBytes(StandardCharsets.US_ASCII);

    private final CaFolder folder;
    private final Layout layout;
    private final Settings settings;
    private final CaOptions options;
    private final Instant now;

    NewCaFiles(CaFolder folder, Settings settings, CaOptions options, Instant now) {
        this.folder = folder;
        this.layout = folder.layout();
        this.settings = settings;
        this.options = options;
        this.now = now;
    }

    NewCa build() {
        CertifiedKey root;
        CertifiedKey intermediate;
        root = Authorities.root(
                options.name() + " Root CA",
                options.keyType(),
                Validity.startingAt(now, options.rootValidity()),
                settings.permitDomains());
        intermediate = Authorities.intermediate(
                options.name() + " Intermediate CA",
                options.keyType(),
                Validity.startingAt(now, options.intermediateValidity()),
                root,
                settings.permitDomains());
        List<FileWrite> backups = backups();
        List<FileWrite> files = new ArrayList<>(backups);
        if (!backups.isEmpty() && !(options.rootKey() instanceof RootKeyPlace.Keep)) {
            ignore(layout.rootKeyFolder(), FileMode.SECRET_DIR).ifPresent(files::add);
        }
        files.addAll(rootFiles(root));
        files.addAll(intermediateFiles(intermediate));
        NewProvisioner provisioner = NewProvisioner.generate(layout);
        files.addAll(provisioner.files());
        CaConfig config = settings.config().withProvisioner(provisioner.publicJwk(), provisioner.encryptedKey());
        String fingerprint = Certificates.fingerprintSha256(root.certificate());
        files.addAll(configFiles(folder, settings.original(), config, fingerprint));
        OfflineSigner signer = OfflineSigner.of(intermediate, root.chain(), config, folder);
        return new NewCa(files, backups.stream().map(FileWrite::path).toList(), signer, fingerprint);
    }

    /** ca.json, defaults.json, what git shall not see, and the trust bundle. */
    static List<FileWrite> configFiles(
            CaFolder folder, Optional<CaConfig> before, CaConfig config, String fingerprint) {
        Layout layout = folder.layout();
        List<FileWrite> files = new ArrayList<>();
        files.add(configFile(layout.caJson(), config.content()));
        files.add(configFile(layout.defaultsJson(), DefaultsFile.content(folder, before, config, fingerprint)));
        Path ignore = layout.configDir().resolve(".gitignore");
        if (!Files.exists(ignore)) {
            files.add(FileWrite.open(ignore, CONFIG_IGNORE));
        }
        return files;
    }

    /** A file that users edit: their owner and mode stay where it is there. */
    static FileWrite configFile(Path path, byte[] content) {
        return Files.exists(path) ? FileWrite.ofUser(path, content) : FileWrite.open(path, content);
    }

    /** The .gitignore of a generated folder; empty when there is one. */
    static Optional<FileWrite> ignore(Path folder, FileMode folderMode) {
        return Files.exists(folder.resolve(".gitignore"))
                ? Optional.empty()
                : Optional.of(FileWrite.ignoreAll(folder, folderMode));
    }

    private List<FileWrite> rootFiles(CertifiedKey root) {
        byte[] certificate = Pem.certificates(root.chain());
        List<FileWrite> files = new ArrayList<>(List.of(
                FileWrite.openAmongSecrets(layout.rootCertificate(), certificate),
                FileWrite.openAmongSecrets(RotationRecords.rootList(layout), Revocation.pem(RootList.first(root, now))),
                FileWrite.open(layout.trustBundle(), certificate)));
        ignore(layout.certsDir(), FileMode.PUBLIC_DIR).ifPresent(files::add);
        if (options.rootKey() instanceof RootKeyPlace.Keep) {
            ignore(layout.rootKeyFolder(), FileMode.SECRET_DIR).ifPresent(files::add);
            files.addAll(EncryptedKey.files(root.key(), layout.rootKey(), layout.rootKeyPassword()));
        } else if (options.rootKey() instanceof RootKeyPlace.In elsewhere) {
            Path target = UserPath.of(layout.root(), elsewhere.folder());
            files.addAll(EncryptedKey.files(
                    root.key(),
                    target.resolve(layout.rootKey().getFileName()),
                    target.resolve(layout.rootKeyPassword().getFileName())));
        }
        return files;
    }

    private List<FileWrite> intermediateFiles(CertifiedKey intermediate) {
        List<FileWrite> files = new ArrayList<>();
        files.add(FileWrite.openAmongSecrets(
                layout.intermediateCertificate(),
                Pem.certificates(intermediate.chain().subList(0, 1))));
        files.addAll(EncryptedKey.files(intermediate.key(), layout.intermediateKey(), layout.passwordFile()));
        return files;
    }

    private List<FileWrite> backups() {
        List<Path> replaced = folder.present(folder.replaceable());
        List<FileWrite> copies = new ArrayList<>();
        if (List.of(layout.caJson(), layout.defaultsJson()).containsAll(replaced)) {
            return copies; // a configuration without a CA: it is edited, not replaced
        }
        Path backup = folder.newBackup(now);
        for (Path file : replaced) {
            Path relative = file.startsWith(layout.configDir())
                    ? layout.configDir().relativize(file)
                    : Path.of("root-ca").resolve(file.getFileName());
            copies.add(FileWrite.secret(backup.resolve(relative), folder.require(file)));
        }
        return copies;
    }
}
