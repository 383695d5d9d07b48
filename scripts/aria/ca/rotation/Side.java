package aria.ca.rotation;

import aria.ca.IntermediateKey;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Pem;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * One of the two CAs of a change.
 *
 * @param root         its root
 * @param intermediate its intermediate
 * @param key          the file of the intermediate's key, encrypted; copied in and out
 */
record Side(X509Certificate root, X509Certificate intermediate, byte[] key) {
    private static final String ROOT = "root_ca.crt";
    private static final String INTERMEDIATE = "intermediate_ca.crt";
    private static final String KEY = "intermediate_ca_key";

    Side {
        key = key.clone();
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    /** The folder in which one is kept while the change lasts. */
    static Path folder(Layout layout, boolean next) {
        return layout.rotationFolder().resolve(next ? "new" : "old");
    }

    /** The files in such a folder, whether they are there or not. */
    static List<Path> files(Layout layout, boolean next) {
        Path folder = folder(layout, next);
        return List.of(folder.resolve(ROOT), folder.resolve(INTERMEDIATE), folder.resolve(KEY));
    }

    /** The CA that issues now, whose root is among those that are trusted. */
    static Side issuing(CaFolder folder) {
        Layout layout = folder.layout();
        List<X509Certificate> authority = folder.authority();
        return new Side(authority.get(1), authority.get(0), folder.requireSecret(layout.intermediateKey()));
    }

    /**
     * One that is kept.
     *
     * @param expected what the record says of it
     * @throws aria.finding.RefusedException when a file is missing, or is not what the record says
     */
    static Side kept(CaFolder folder, boolean next, CaRotation.Fingerprints expected) {
        List<Path> files = files(folder.layout(), next);
        Side side = new Side(
                folder.certificates(files.get(0)).get(0),
                folder.certificates(files.get(1)).get(0),
                folder.requireSecret(files.get(2)));
        if (!side.fingerprints().equals(expected)) {
            throw CaErrors.in(
                    folder.layout().display(folder(folder.layout(), next)),
                    "these are not the certificates with which the change of the CA began");
        }
        return side;
    }

    /** The intermediate of one that is kept, without its key; empty when it is not there or another one. */
    static Optional<X509Certificate> intermediate(CaFolder folder, boolean next, String fingerprint) {
        Path file = files(folder.layout(), next).get(1);
        return folder.read(file)
                .map(pem ->
                        Pem.readCertificates(pem, folder.layout().display(file)).get(0))
                .filter(found -> Certificates.fingerprintSha256(found).equals(fingerprint));
    }

    CaRotation.Fingerprints fingerprints() {
        return CaRotation.Fingerprints.of(root, intermediate);
    }

    /** What keeps it. */
    List<FileWrite> keep(Layout layout, boolean next) {
        List<Path> files = files(layout, next);
        return List.of(
                FileWrite.openAmongSecrets(files.get(0), Pem.certificates(List.of(root))),
                FileWrite.openAmongSecrets(files.get(1), Pem.certificates(List.of(intermediate))),
                FileWrite.secret(files.get(2), key));
    }

    /** Its key, opened with the password of the CA. */
    CertifiedKey open(CaFolder folder) {
        PrivateKey opened = IntermediateKey.open(folder, key);
        if (!Certificates.matches(opened, intermediate.getPublicKey())) {
            throw CaErrors.refused("the key of '" + Certificates.commonName(intermediate) + "' is not its own");
        }
        return new CertifiedKey(opened, List.of(intermediate, root));
    }
}
