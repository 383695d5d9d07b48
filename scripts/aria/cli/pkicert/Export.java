package aria.cli.pkicert;

import aria.apply.Applied;
import aria.ca.Passwords;
import aria.cli.CommonOptions;
import aria.cli.Recover;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Infallible;
import aria.pki.KeyStores;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.pki.PkiErrors;
import aria.store.AuditEvent;
import aria.store.FileWrite;
import aria.store.Layout;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code pki-cert export}. */
@Command(
        name = "export",
        sortOptions = false,
        description =
                "Exports certificate and key in another format. A key store gets a random password, in a file beside it, or that of a file.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert export keycloak --format p12 --trust     keycloak.p12, keycloak.truststore.p12, keycloak.password",
            "  pki-cert export keycloak --format jks --password-file pass.txt",
            "  pki-cert export ada --format pem --out ~/ada      key, certificate and intermediate in one file",
            "  pki-cert export keycloak --format der             certificate and key, in separate files"
        })
public final class Export implements Callable<Integer> {
    enum StoreFormat {
        P12,
        JKS,
        PEM,
        DER
    }

    @Mixin
    private CommonOptions common;

    @Mixin
    private PasswordOption password;

    @Mixin
    private IssuedOption issued;

    @Option(names = "--format", paramLabel = "FORMAT", required = true, description = "p12, jks, pem or der.")
    private StoreFormat format;

    @Option(names = "--trust", description = "Also write the matching trust store.")
    private boolean trust;

    @Mixin
    private TargetOptions target;

    @Override
    public Integer call() {
        Layout layout = common.layout();
        Recover.first(layout, common.console(), false);
        Path file = issued.file(common);
        if (password.isGiven() && (format == StoreFormat.PEM || format == StoreFormat.DER)) {
            throw new UsageException(
                    FindingId.WRONG_USAGE, "--password-file is for p12 and jks: the other formats have no password");
        }
        String name = file.getFileName().toString().replaceFirst("\\.crt$", "");
        Path folder = target.folder(common).orElse(file.getParent());
        CertifiedKey identity = identity(file, name);
        List<FileWrite> files = files(identity, folder, name);
        AuditEvent event = AuditEvent.done(
                "export",
                List.of(Certificates.commonName(identity.certificate())),
                List.of(Certificates.serialHex(identity.certificate())),
                files.stream().map(write -> layout.display(write.path())).toList());
        Applied applied = NamedFiles.write(common, NamedFiles.Seen.of(), files, target.force(), event);
        Made.report(
                common,
                "pki-cert-export",
                applied,
                files,
                name + " as " + format.name().toLowerCase(Locale.ROOT));
        return 0;
    }

    private CertifiedKey identity(Path file, String name) {
        List<X509Certificate> chain = Pem.readCertificates(
                NamedFiles.read(common, file), common.layout().display(file));
        Path keyFile = file.resolveSibling(name + ".key");
        PrivateKey key = Keys.read(
                NamedFiles.read(common, keyFile), null, common.layout().display(keyFile));
        if (!Certificates.matches(key, chain.get(0).getPublicKey())) {
            throw PkiErrors.in(
                    common.layout().display(keyFile),
                    "the key does not belong to " + common.layout().display(file));
        }
        return new CertifiedKey(key, chain);
    }

    private List<FileWrite> files(CertifiedKey identity, Path folder, String name) {
        return switch (format) {
            case P12, JKS -> keyStores(identity, folder, name);
            case PEM -> pem(identity, folder, name);
            case DER -> der(identity, folder, name);
        };
    }

    private List<FileWrite> keyStores(CertifiedKey identity, Path folder, String name) {
        String end = format.name().toLowerCase(Locale.ROOT);
        Path passwordFile = folder.resolve(name + ".password");
        boolean fresh = !password.isGiven() && !Files.exists(passwordFile);
        char[] secret = fresh
                ? Passwords.random()
                : password.given(common)
                        .orElseGet(
                                () -> Passwords.read(NamedFiles.read(common, passwordFile), passwordFile.toString()));
        try {
            List<FileWrite> files = new ArrayList<>();
            if (fresh) {
                files.add(FileWrite.secret(passwordFile, Passwords.file(secret)));
            }
            files.add(FileWrite.secret(
                    folder.resolve(name + "." + end),
                    format == StoreFormat.P12
                            ? KeyStores.p12(identity, name, secret)
                            : KeyStores.jks(identity, name, secret)));
            if (trust) {
                files.add(FileWrite.openAmongSecrets(
                        folder.resolve(name + ".truststore." + end),
                        format == StoreFormat.P12
                                ? KeyStores.trustStore(roots(), secret)
                                : KeyStores.trustJks(roots(), secret)));
            }
            return files;
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private List<FileWrite> pem(CertifiedKey identity, Path folder, String name) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Keys.pkcs8Pem(identity.key()));
        all.writeBytes(Pem.certificates(identity.chain()));
        List<FileWrite> files =
                new ArrayList<>(List.of(FileWrite.secret(folder.resolve(name + ".pem"), all.toByteArray())));
        if (trust) {
            files.add(FileWrite.openAmongSecrets(folder.resolve(name + ".truststore.pem"), Pem.certificates(roots())));
        }
        return files;
    }

    private List<FileWrite> der(CertifiedKey identity, Path folder, String name) {
        return Infallible.get("a parsed certificate can't be encoded", () -> {
            List<FileWrite> files = new ArrayList<>(List.of(
                    FileWrite.openAmongSecrets(
                            folder.resolve(name + ".cer"),
                            identity.certificate().getEncoded()),
                    FileWrite.secret(folder.resolve(name + ".der"), Keys.pkcs8Der(identity.key()))));
            if (trust) {
                files.add(FileWrite.openAmongSecrets(
                        folder.resolve(name + ".truststore.cer"), roots().get(0).getEncoded()));
            }
            return files;
        });
    }

    private List<X509Certificate> roots() {
        Layout layout = common.layout();
        Path file = Files.exists(layout.trustBundle()) ? layout.trustBundle() : layout.rootCertificate();
        return Pem.readCertificates(NamedFiles.read(common, file), layout.display(file));
    }
}
