package aria.cli.pkicert;

import aria.apply.Applied;
import aria.ca.CaRefused;
import aria.ca.OfflineSigner;
import aria.ca.Passwords;
import aria.cli.CommonOptions;
import aria.cli.Durations;
import aria.cli.Recover;
import aria.pki.CertifiedKey;
import aria.pki.Certificates;
import aria.pki.ChainCheck;
import aria.pki.KeyStores;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafRequest;
import aria.pki.Pem;
import aria.pki.PkiRefused;
import aria.pki.Purpose;
import aria.pki.Validity;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki-cert renew}, with the CA's files. */
@Command(name = "renew", sortOptions = false,
        description = "Issues a certificate again: same names and purpose, new serial and time, the same key.",
        footerHeading = "%nExamples:%n", footer = {
            "  pki-cert renew keycloak            a service of this project",
            "  pki-cert renew ada --rekey         a person, with a new key; the p12 follows, its password stays",
            "  pki-cert renew other/x.crt         a file of this CA's, its key beside it in x.key"})
public final class Renew implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "CERTIFICATE", description = "The name of a service or person, or a file that ends in .crt.")
    private String source;

    @Option(names = "--rekey", description = "Make a new key, too.")
    private boolean rekey;

    @Option(names = "--validity", paramLabel = "DURATION", converter = Durations.class, description = "Lifetime (default: that of the old one).")
    private Duration validity;

    /** The files of one certificate, of which some may be absent. */
    private record Place(Path certificate, Path key, Path p12, Path password, String name) {
        static Place of(Path certificate) {
            String file = certificate.getFileName().toString();
            String name = file.endsWith(".crt") ? file.substring(0, file.length() - 4) : file;
            return new Place(certificate, certificate.resolveSibling(name + ".key"), certificate.resolveSibling(name + ".p12"),
                    certificate.resolveSibling(name + ".password"), name);
        }
    }

    @Override
    public Integer call() {
        Layout layout = common.layout();
        Recover.first(layout, common.console(), false);
        Path file = CertificateSource.file(common, source)
                .orElseThrow(() -> new PkiRefused("there is no certificate of '" + source + "': pki-cert list shows those that are here"));
        Place place = Place.of(layout.root().resolve(file));
        List<X509Certificate> old = Pem.readCertificates(NamedFiles.read(common, place.certificate()), file.toString());
        Instant now = Instant.now();
        OfflineSigner signer = OfflineSigner.open(layout);
        Purpose purpose = requireOurs(old.get(0), signer, file);
        KeyPair pair = rekey ? Keys.generate(sameKind(old.get(0).getPublicKey())) : oldKey(place, old.get(0));
        Duration lifetime = validity == null ? Certificates.validity(old.get(0)).length().minus(Validity.BACKDATE) : validity;
        List<X509Certificate> chain = signer.sign(new LeafRequest(Certificates.commonName(old.get(0)), Certificates.names(old.get(0)),
                pair.getPublic(), purpose, signer.validityFor(lifetime, now), signer.provisioner()));
        List<FileWrite> files = files(place, new CertifiedKey(pair.getPrivate(), chain));
        Made.warnOfClamping(common, Certificates.validity(chain.get(0)), now, lifetime);
        Applied applied = NamedFiles.write(common, files, true, "renewed " + place.name());
        Made.report(common, "pki-cert-renew", applied, files, "certificate of " + place.name() + (rekey ? ", with a new key" : ""));
        return 0;
    }

    /** Its purpose. @throws CaRefused when another CA issued it: a renewal must not make a certificate that never was */
    private static Purpose requireOurs(X509Certificate old, OfflineSigner signer, Path file) {
        Purpose purpose = Certificates.purpose(old).orElseThrow(() -> new PkiRefused(file + " says nothing of TLS servers or clients: it isn't renewed"));
        List<String> problems = ChainCheck.problems(List.of(old, signer.issuer()), signer.roots(), old.getNotAfter().toInstant(), purpose);
        if (!problems.isEmpty()) {
            throw new CaRefused(file + " is none of this CA's: " + problems.get(0) + "; pki-cert create issues a new one");
        }
        return purpose;
    }

    private KeyPair oldKey(Place place, X509Certificate old) {
        PrivateKey key = Keys.read(NamedFiles.read(common, place.key()), null, common.layout().display(place.key()));
        if (!Certificates.matches(key, old.getPublicKey())) {
            throw new PkiRefused(common.layout().display(place.key()) + " does not belong to the certificate: --rekey makes a new one");
        }
        return new KeyPair(old.getPublicKey(), key);
    }

    private static KeyType sameKind(PublicKey key) {
        try {
            return KeyType.parse(Certificates.keyLabel(key));
        } catch (PkiRefused unusual) {
            return KeyType.P256;
        }
    }

    private List<FileWrite> files(Place place, CertifiedKey renewed) {
        List<FileWrite> files = new ArrayList<>();
        if (rekey) {
            files.add(FileWrite.secret(place.key(), Keys.pkcs8Pem(renewed.key())));
        }
        files.add(FileWrite.openAmongSecrets(place.certificate(), Pem.certificates(renewed.chain())));
        if (Files.exists(place.p12()) && Files.exists(place.password())) {
            char[] password = Passwords.read(NamedFiles.read(common, place.password()), common.layout().display(place.password()));
            files.add(FileWrite.secret(place.p12(), KeyStores.p12(renewed, place.name(), password)));
            Arrays.fill(password, '\0');
        }
        Path der = place.certificate().resolveSibling(place.name() + ".der");
        if (Files.exists(der)) {
            files.add(FileWrite.secret(der, Keys.pkcs8Der(renewed.key())));
        }
        return files;
    }
}
