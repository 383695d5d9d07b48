package aria.store;

import aria.finding.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The places of all files: only this class knows the names of the project's files and folders. All paths are absolute
 * and normalised. Nothing is read or created here.
 *
 * @param root      the working directory ({@code -C})
 * @param configDir the CA's folder as step-ca sees it ({@code --config-dir}); relative paths start at {@code root}
 * @param certsDir  the folder of the services' certificates ({@code --certs-dir}); relative paths start at {@code root}
 */
public record Layout(Path root, Path configDir, Path certsDir) {

    /** The default of {@code --config-dir}. */
    public static final Path DEFAULT_CONFIG_DIR = Path.of("config", "step-ca");
    /** The default of {@code --certs-dir}. */
    public static final Path DEFAULT_CERTS_DIR = Path.of("data", "certs");

    public Layout {
        root = Objects.requireNonNull(root).toAbsolutePath().normalize();
        configDir = root.resolve(configDir).normalize();
        certsDir = root.resolve(certsDir).normalize();
    }

    /** The layout of a project that uses the default folders. */
    public static Layout of(Path root) {
        return new Layout(root, DEFAULT_CONFIG_DIR, DEFAULT_CERTS_DIR);
    }

    /**
     * The layout of a project that keeps everything in one folder.
     *
     * @param home that folder; relative ones start at {@code root}
     */
    public static Layout under(Path root, Path home) {
        return new Layout(root, home.resolve("step-ca"), home.resolve("certs"));
    }

    /** The folders in which keys and passwords lie, or what is made with them. */
    public List<Path> secretFolders() {
        return List.of(pkiFolder(), secretsFolder(), rootKeyFolder(), certsDir, peopleFolder(), mtlsFolder());
    }

    /**
     * Returns the first folder of ours that lies in one whose folders are called after services: what is in those is
     * given to them. Empty when none does.
     */
    public Optional<Path> misplaced() {
        Path mtls = mtlsFolder();
        return Stream.concat(
                        Stream.of(configDir, rootKeyFolder(), peopleFolder())
                                .filter(folder -> folder.startsWith(certsDir) || folder.startsWith(mtls)),
                        Stream.of(certsDir).filter(mtls::equals))
                .findFirst();
    }

    /** {@code config/step-ca/ca.json}, as step-ca reads it. */
    public Path caJson() {
        return configDir.resolve("ca.json");
    }

    /** {@code config/step-ca/defaults.json}, as the step CLI reads it. */
    public Path defaultsJson() {
        return configDir.resolve("defaults.json");
    }

    /** {@code config/step-ca/pki}. */
    public Path pkiFolder() {
        return configDir.resolve("pki");
    }

    /** The root certificate of the CA. */
    public Path rootCertificate() {
        return pkiFolder().resolve("root_ca.crt");
    }

    /** The intermediate certificate of the CA. */
    public Path intermediateCertificate() {
        return pkiFolder().resolve("intermediate_ca.crt");
    }

    /** The encrypted key of the intermediate. */
    public Path intermediateKey() {
        return pkiFolder().resolve("intermediate_ca_key");
    }

    /** {@code config/step-ca/secrets}. */
    public Path secretsFolder() {
        return configDir.resolve("secrets");
    }

    /** The password that opens {@link #intermediateKey()}. */
    public Path passwordFile() {
        return secretsFolder().resolve("password.txt");
    }

    /** The password of step-ca's PostgreSQL, as libpq's PGPASSFILE; written by the user. */
    public Path databasePassword() {
        return secretsFolder().resolve("pgpass");
    }

    /** The password that opens {@link #provisionerKey()}. */
    public Path provisionerPasswordFile() {
        return secretsFolder().resolve("provisioner_password.txt");
    }

    /** The JWE of the provisioner's private JWK. */
    public Path provisionerKey() {
        return secretsFolder().resolve("provisioner.key.json");
    }

    /** The key of the account by which certificates are ordered with ACME. */
    public Path acmeAccountKey() {
        return secretsFolder().resolve("acme_account_key");
    }

    /** The provisioner's public JWK. */
    public Path provisionerPublicKey() {
        return secretsFolder().resolve("provisioner.pub.json");
    }

    /** {@code config/root-ca}: beside the mounted folder, never in it. */
    public Path rootKeyFolder() {
        return configDir.resolveSibling("root-ca");
    }

    /** The encrypted key of the root. */
    public Path rootKey() {
        return rootKeyFolder().resolve("root_ca_key");
    }

    /** The password that opens {@link #rootKey()}. */
    public Path rootKeyPassword() {
        return rootKeyFolder().resolve("root_ca_password.txt");
    }

    /**
     * Where {@code --force} keeps what it replaces: {@code config/root-ca/backup-<stamp>}.
     *
     * @throws UsageException for an unsafe stamp
     */
    public Path backupFolder(String stamp) {
        return rootKeyFolder().resolve("backup-" + FileNames.part(stamp));
    }

    /** The old and the new CA while one follows the other: {@code config/root-ca/rotation}. */
    public Path rotationFolder() {
        return rootKeyFolder().resolve("rotation");
    }

    /** The key of a new root until the old one is dropped. */
    public Path newRootKey() {
        return rotationFolder().resolve("new").resolve(rootKey().getFileName());
    }

    /** How far the change to a new CA has come; absent when there is none. */
    public Path rotationRecord() {
        return mtlsFolder().resolve("ca-rotation.json");
    }

    /** The bundle of trusted roots; two of them while the CA is being rotated. */
    public Path trustBundle() {
        return certsDir.resolve("aria-root-ca.crt");
    }

    /** The certificates that this project has revoked. */
    public Path revocationList() {
        return certsDir.resolve("aria.crl");
    }

    /** The lists of all issuers, for a server that reads them. */
    public Path serviceLists(String service) {
        return serviceFolder(service).resolve("crl.pem");
    }

    /**
     * The folder of one service's certificates.
     *
     * @throws UsageException when the service's name cannot safely be a folder's name
     */
    public Path serviceFolder(String service) {
        return certsDir.resolve(FileNames.part(service));
    }

    /**
     * {@code <service>.crt}: leaf, then intermediate.
     *
     * @throws UsageException as {@link #serviceFolder}
     */
    public Path serviceCertificate(String service) {
        return serviceFile(service, "crt");
    }

    /**
     * {@code <service>.key}: PKCS#8.
     *
     * @throws UsageException as {@link #serviceFolder}
     */
    public Path serviceKey(String service) {
        return serviceFile(service, "key");
    }

    /**
     * {@code <service>.<extension>}, such as {@code der} or {@code p12}.
     *
     * @throws UsageException as {@link #serviceFolder}
     */
    public Path serviceFile(String service, String extension) {
        return serviceFolder(service).resolve(FileNames.part(service) + "." + FileNames.part(extension));
    }

    /**
     * The copy of the trust bundle that lies beside the service's certificate.
     *
     * @throws UsageException as {@link #serviceFolder}
     */
    public Path serviceTrust(String service) {
        return serviceFolder(service).resolve("ca.crt");
    }

    /** {@code data/people}: certificates of people; never mounted. */
    public Path peopleFolder() {
        return certsDir.resolveSibling("people");
    }

    /**
     * {@code <user>.<extension>}: crt, key, p12 or password.
     *
     * @throws UsageException when either cannot safely be part of a file's name
     */
    public Path personFile(String user, String extension) {
        return peopleFolder().resolve(FileNames.part(user) + "." + FileNames.part(extension));
    }

    /** {@code data/mtls}: what is generated for the stack. */
    public Path mtlsFolder() {
        return certsDir.resolveSibling("mtls");
    }

    /**
     * {@code data/mtls/<service>}: generated configs of one service.
     *
     * @throws UsageException as {@link #serviceFolder}
     */
    public Path generatedFolder(String service) {
        return mtlsFolder().resolve(FileNames.part(service));
    }

    /** Where an apply is staged; empty or absent when none is unfinished. */
    public Path applyFolder() {
        return mtlsFolder().resolve("apply");
    }

    /** The undo records, each named by the SHA-256 of the content it undoes. */
    public Path undoFolder() {
        return mtlsFolder().resolve("undo");
    }

    /** One JSON line an event. */
    public Path auditLog() {
        return mtlsFolder().resolve("audit.log");
    }

    /** The secret that a webhook wants to see with the audit log; a person puts it there. */
    public Path auditToken() {
        return mtlsFolder().resolve("audit.token");
    }

    /** What running projects did before they were changed. */
    public Path observed() {
        return mtlsFolder().resolve("observed.json");
    }

    /** The path as a person would write it: relative to the root when it lies below it. */
    public String display(Path path) {
        Path absolute = root.resolve(path).normalize();
        boolean below = absolute.startsWith(root) && !absolute.equals(root);
        return (below ? root.relativize(absolute) : absolute).toString();
    }

    /** Whether a service of this name can have files: they are called after it. */
    public static boolean canName(String service) {
        return FileNames.isService(service);
    }
}
