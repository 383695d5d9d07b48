package aria.ca.init;

import static aria.finding.Remedy.advice;

import aria.ca.EncryptedKey;
import aria.ca.OfflineSigner;
import aria.ca.Passwords;
import aria.ca.ProvisionerKey;
import aria.ca.config.CaConfig;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.finding.RefusedException;
import aria.pki.Authorities;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Pem;
import aria.pki.Validity;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Adopts a CA that was made elsewhere. Its files are copied to our places, and the intermediate's key gets a new
 * password and strong encryption. The originals are not touched, and files in our places are kept in a dated backup.
 */
final class Adoption {

    private final CaFolder folder;
    private final Layout layout;
    private final ImportSource source;
    private final CaOptions options;
    private final Instant now;

    private Adoption(CaFolder folder, ImportSource source, CaOptions options, Instant now) {
        this.folder = folder;
        this.layout = folder.layout();
        this.source = source;
        this.options = options;
        this.now = now;
    }

    /** @throws RefusedException when it can't be adopted, with the reason */
    static CaChange plan(CaFolder folder, ImportSource source, CaOptions options, Instant now) {
        return new Adoption(folder, source, options, now).plan();
    }

    /** Whether this CA is the one that lies in our place. */
    static boolean isHere(CaFolder folder, ImportSource source) {
        Layout layout = folder.layout();
        return same(folder, source.root(), layout.rootCertificate())
                && source.intermediate()
                        .map(file -> same(folder, file, layout.intermediateCertificate()))
                        .orElse(true);
    }

    private static boolean same(CaFolder folder, Path theirs, Path ours) {
        Optional<byte[]> present = folder.read(ours);
        try {
            return present.isPresent()
                    && Pem.readCertificates(present.get(), ours.toString())
                            .get(0)
                            .equals(Pem.readCertificates(folder.require(theirs), theirs.toString())
                                    .get(0));
        } catch (RefusedException damaged) {
            return false;
        }
    }

    private CaChange plan() {
        AdoptedCa ca = AdoptedCa.read(folder, source, now);
        AdoptedConfig config = AdoptedConfig.of(folder, source, options, ca.intermediate());
        Optional<ProvisionerKey> provisioner = provisioner(config.config());
        List<String> reasons = new ArrayList<>();
        reasons.add("the CA '" + Certificates.commonName(ca.root()) + "' in " + source.label()
                + " is adopted: it is copied to " + layout.display(layout.pkiFolder())
                + ", and the intermediate's key gets a new password; the original is not changed");
        reasons.addAll(ca.reasons());
        if (ca.intermediate().isEmpty()) {
            reasons.add("a new intermediate is created under this root");
        }
        reasons.addAll(config.reasons());
        reasons.add(
                provisioner.isPresent()
                        ? "the provisioner '" + CaConfig.PROVISIONER + "' keeps its key"
                        : "a provisioner '" + CaConfig.PROVISIONER + "' is added");
        List<String> warnings = new ArrayList<>(ca.warnings());
        warnings.addAll(config.warnings());
        return new CaChange(CaChange.State.ADOPT, reasons, warnings, () -> build(ca, config.config(), provisioner));
    }

    /**
     * The key of the provisioner that has our name; empty when there is none.
     *
     * @throws RefusedException when it can't be opened
     */
    private Optional<ProvisionerKey> provisioner(CaConfig config) {
        if (config.ours().isEmpty()) {
            return Optional.empty();
        }
        String label = "the key of the provisioner '" + CaConfig.PROVISIONER + "' in ca.json";
        byte[] encrypted = config.encryptedKey()
                .orElseThrow(() -> CaErrors.refused(
                        label + " is missing (encryptedKey)",
                        advice("rename the provisioner, so that init-ca adds its own")));
        RefusedException last = null;
        for (Path file : source.provisionerPasswords()) {
            char[] password = Passwords.read(folder.require(file), layout.display(file));
            try {
                return Optional.of(ProvisionerKey.open(encrypted, password, label));
            } catch (RefusedException wrong) {
                last = wrong;
            } finally {
                Arrays.fill(password, '\0');
            }
        }
        throw CaErrors.refused(
                label + " cannot be opened"
                        + (source.provisionerPasswords().isEmpty()
                                ? ""
                                : " (tried: " + folder.display(source.provisionerPasswords()) + ")"),
                last,
                advice("name its password file with --provisioner-password-file"));
    }

    private NewCa build(AdoptedCa ca, CaConfig adopted, Optional<ProvisionerKey> key) {
        CertifiedKey intermediate =
                ca.intermediate().orElseGet(() -> newIntermediate(ca.rootKey().orElseThrow()));
        NewProvisioner provisioner =
                key.map(present -> NewProvisioner.of(present, layout)).orElseGet(() -> NewProvisioner.generate(layout));
        CaConfig config = key.isPresent()
                ? adopted
                : adopted.withProvisioner(provisioner.publicJwk(), provisioner.encryptedKey());
        String fingerprint = Certificates.fingerprintSha256(ca.root());
        List<X509Certificate> roots = List.of(ca.root());
        List<FileWrite> files = new ArrayList<>(List.of(
                FileWrite.openAmongSecrets(layout.rootCertificate(), Pem.certificates(roots)),
                FileWrite.openAmongSecrets(
                        layout.intermediateCertificate(),
                        Pem.certificates(intermediate.chain().subList(0, 1))),
                FileWrite.open(layout.trustBundle(), Pem.certificates(roots))));
        files.addAll(EncryptedKey.files(intermediate.key(), layout.intermediateKey(), layout.passwordFile()));
        files.addAll(provisioner.files());
        files.addAll(NewCaFiles.configFiles(folder, source.config(), config, fingerprint));
        List<FileWrite> backups = backups(files);
        NewCaFiles.ignore(layout.certsDir(), FileMode.PUBLIC_DIR).ifPresent(files::add);
        if (!backups.isEmpty()) {
            NewCaFiles.ignore(layout.rootKeyFolder(), FileMode.SECRET_DIR).ifPresent(files::add);
        }
        files.addAll(backups);
        OfflineSigner signer = OfflineSigner.of(intermediate, roots, config, folder);
        return new NewCa(files, backups.stream().map(FileWrite::path).toList(), signer, fingerprint);
    }

    private CertifiedKey newIntermediate(CertifiedKey root) {
        String name = source.intermediate()
                .flatMap(file -> folder.read(file))
                .map(pem ->
                        Certificates.commonName(Pem.readCertificates(pem, "").get(0)))
                .orElse(options.name() + " Intermediate CA");
        return Authorities.intermediate(
                name,
                options.keyType(),
                Validity.startingAt(now, options.intermediateValidity()),
                root,
                options.permitDomains());
    }

    /** Copies of what stands in our places and would be another file afterwards. */
    private List<FileWrite> backups(List<FileWrite> files) {
        Path backup = folder.newBackup(now);
        List<FileWrite> copies = new ArrayList<>();
        for (FileWrite file : files) {
            Optional<byte[]> present = Files.exists(file.path()) ? folder.read(file.path()) : Optional.empty();
            if (present.isPresent() && !Arrays.equals(present.get(), file.content())) {
                Path relative = file.path().startsWith(layout.configDir())
                        ? layout.configDir().relativize(file.path())
                        : Path.of("certs").resolve(file.path().getFileName());
                copies.add(FileWrite.secret(backup.resolve(relative), present.get()));
            }
        }
        return copies;
    }
}
