package aria.ca;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Printable;
import aria.store.Agreements;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The roots that this user made, joined or accepted on this machine. Others came with a folder, and may be anybody's:
 * whoever trusts one believes its owner about every name.
 */
public final class OwnRoots {
    private OwnRoots() {}

    /** Remembers the roots that are in the folder of a CA that this user has named. */
    public static void made(Layout layout) {
        keep(CaInfo.of(layout).roots());
    }

    /** Remembers the roots among the files that a run of this user writes. */
    public static void made(Layout layout, List<FileWrite> files) {
        files.stream()
                .filter(file -> file.path().equals(layout.rootCertificate()))
                .forEach(file -> keep(Pem.readCertificates(file.content(), layout.display(file.path()))));
    }

    private static void keep(List<X509Certificate> roots) {
        roots.stream().map(Certificates::fingerprintSha256).forEach(OwnRoots::keep);
    }

    /** Remembers one, by its SHA-256 in lower-case hex. */
    public static void keep(String fingerprint) {
        Agreements.here().keep(what(fingerprint));
    }

    /** Returns whether it is one, by its SHA-256 in lower-case hex. */
    public static boolean has(String fingerprint) {
        return Agreements.here().has(what(fingerprint));
    }

    /** Returns a warning when the project's CA is of somebody else, as far as this user's state tells. */
    public static Optional<Finding> warning(Layout layout) {
        return Files.exists(layout.rootCertificate())
                ? warning(layout, CaInfo.of(layout).roots().get(0), layout.rootCertificate())
                : Optional.empty();
    }

    /**
     * Returns a warning when a root is of somebody else, as far as this user's state tells.
     *
     * @param file where it lies
     */
    public static Optional<Finding> warning(Layout layout, X509Certificate root, Path file) {
        String fingerprint = Certificates.fingerprintSha256(root);
        if (has(fingerprint)) {
            return Optional.empty();
        }
        LocalDate since = LocalDate.ofInstant(root.getNotBefore().toInstant(), ZoneOffset.UTC);
        return Optional.of(Finding.warning(
                        FindingId.CA_UNKNOWN,
                        "the CA '" + Printable.line(Certificates.commonName(root)) + "' of " + since
                                + " (SHA-256 " + fingerprint
                                + ") was not made by you on this machine; accept it if it is yours, else make a new one",
                        Remedy.aria("init-ca", "--fingerprint", fingerprint),
                        Remedy.aria("init-ca", "--force"))
                .at(Place.of(layout.display(file))));
    }

    private static String what(String fingerprint) {
        return "root " + fingerprint;
    }
}
