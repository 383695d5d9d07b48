package aria.cli.pkicert;

import static aria.finding.Remedy.advice;

import aria.apply.Applied;
import aria.ca.OfflineSigner;
import aria.ca.PersonCertificate;
import aria.cli.CommonOptions;
import aria.cli.Durations;
import aria.cli.Recover;
import aria.cli.SelectionOptions;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Severity;
import aria.finding.UsageException;
import aria.pki.CertificateRequest;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Printable;
import aria.pki.Purpose;
import aria.plan.PersonNames;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code pki-cert create}. */
@Command(
        name = "create",
        sortOptions = false,
        description = "Issues one certificate with the CA's files.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert create api --san api.example.org         a service: server and client",
            "  pki-cert create ada --type person                 for a browser: a .p12 file and its password",
            "  pki-cert create printer --csr printer.csr --san printer.lan --type server",
            "  pki-cert create backup --type client --out ~/backup"
        })
public final class Create implements Callable<Integer> {
    enum Type {
        SERVICE,
        SERVER,
        CLIENT,
        PERSON
    }

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "NAME", description = "Common name and file name.")
    private String name;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "service",
            description = "service, server, client or person (default: ${DEFAULT-VALUE}).")
    private Type type;

    @Option(names = "--san", paramLabel = "NAME", description = "Additional DNS name or address. Can be repeated.")
    private List<String> sans = new ArrayList<>();

    @Option(
            names = "--csr",
            paramLabel = "FILE",
            description = "Certify the key of this request; names and extensions in it are ignored.")
    private Path csr;

    @Option(
            names = "--key-type",
            paramLabel = "TYPE",
            description = "P-256, P-384, Ed25519, RSA-3072 or RSA-4096 (default: P-256).")
    private String keyType;

    @Option(
            names = "--validity",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Lifetime, within the CA's claims (default: the CA's).")
    private Duration validity;

    @Mixin
    private TargetOptions target;

    @Override
    public Integer call() {
        Layout layout = common.layout();
        Recover.first(layout, common.console(), false);
        OfflineSigner signer = OfflineSigner.open(layout);
        Instant now = Instant.now();
        Duration wanted = validity == null ? signer.defaultValidity() : validity;
        List<FileWrite> files = type == Type.PERSON ? person(layout, signer, wanted) : files(layout, signer, wanted);
        Made.warnOfClamping(common, signer, signer.validityFor(wanted, now), now, wanted);
        Applied applied = NamedFiles.write(common, NamedFiles.Seen.of(), files, target.force());
        Made.report(common, "pki-cert-create", applied, files, "certificate of " + name);
        return 0;
    }

    private List<FileWrite> person(Layout layout, OfflineSigner signer, Duration wanted) {
        if (csr != null || target.folder(common).isPresent() || keyType != null || !sans.isEmpty()) {
            throw new UsageException(
                    FindingId.WRONG_USAGE, "--type person cannot be combined with --csr, --out, --key-type or --san");
        }
        PersonNames.taken(layout, name, List.of(), Severity.ERROR).ifPresent(taken -> {
            throw new RefusedException(taken);
        });
        return PersonCertificate.issue(layout, name, signer, wanted, Instant.now());
    }

    private List<FileWrite> files(Layout layout, OfflineSigner signer, Duration wanted) {
        Path standard = layout.serviceFolder(name); // refuses a name that can't be a file's
        Path folder = target.folder(common).orElse(standard);
        Optional<KeyPair> pair = csr == null ? Optional.of(Keys.generate(keyType())) : Optional.empty();
        PublicKey key = pair.map(KeyPair::getPublic).orElseGet(this::requestedKey);
        List<X509Certificate> chain = signer.sign(new LeafRequest(
                name, names(), key, purpose(), signer.validityFor(wanted, Instant.now()), signer.provisioner()));
        List<FileWrite> files = new ArrayList<>();
        if (folder.equals(standard)) {
            files.add(FileWrite.ignoreAll(layout.certsDir(), FileMode.PUBLIC_DIR));
        }
        pair.ifPresent(
                made -> files.add(FileWrite.secret(folder.resolve(name + ".key"), Keys.pkcs8Pem(made.getPrivate()))));
        files.add(FileWrite.openAmongSecrets(folder.resolve(name + ".crt"), Pem.certificates(chain)));
        files.add(FileWrite.openAmongSecrets(folder.resolve("ca.crt"), Pem.certificates(signer.roots())));
        return files;
    }

    private KeyType keyType() {
        try {
            return keyType == null ? KeyType.P256 : KeyType.parse(keyType);
        } catch (RefusedException unknown) {
            throw new UsageException(
                    unknown.finding().saying("--key-type: " + unknown.finding().message()));
        }
    }

    private PublicKey requestedKey() {
        if (keyType != null) {
            throw new UsageException(FindingId.WRONG_USAGE, "--csr brings its own key", advice("leave out --key-type"));
        }
        CertificateRequest request = CertificateRequest.read(NamedFiles.read(common, csr), csr.toString());
        if (!request.wanted().isEmpty()) {
            common.console()
                    .message("The request asks for " + Printable.line(String.join(", ", request.wanted()))
                            + "; the certificate gets " + String.join(", ", names().all()));
        }
        return request.publicKey();
    }

    /** A client is known by its common name; what serves is called by its names. */
    private Names names() {
        sans.forEach(san -> SelectionOptions.requireName("--san " + san, san));
        Names given = Names.of(sans);
        return type == Type.CLIENT || !Names.isName(name)
                ? given
                : Names.of(List.of(name)).plus(given);
    }

    private Purpose purpose() {
        return switch (type) {
            case SERVICE -> Purpose.SERVER_AND_CLIENT;
            case SERVER -> Purpose.SERVER;
            case CLIENT, PERSON -> Purpose.CLIENT;
        };
    }
}
