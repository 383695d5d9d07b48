package aria.ca;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.Printable;
import aria.store.Agreements;
import aria.store.Layout;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The roots that this user made, joined or accepted on this machine. Others came with a folder, and may be anybody's:
 * whoever trusts one believes its owner about every name.
 */
public final class OwnRoots {
    private OwnRoots() {}

    /** Remembers the roots that a run of this user has just written. */
    public static void made(Layout layout) {
        CaInfo.of(layout).roots().stream().map(Certificates::fingerprintSha256).forEach(OwnRoots::keep);
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
        if (!Files.exists(layout.rootCertificate())) {
            return Optional.empty();
        }
        X509Certificate root = CaInfo.of(layout).roots().get(0);
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
                .at(Place.of(layout.display(layout.rootCertificate()))));
    }

    private static String what(String fingerprint) {
        return "root " + fingerprint;
    }
}
