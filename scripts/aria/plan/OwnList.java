package aria.plan;

import aria.ca.config.CaFolder;
import aria.ca.rotation.RotationPlanner;
import aria.pki.Certificates;
import aria.pki.Revocation;
import aria.store.InputFile;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The project's revocation list as far as it counts: one that this CA signed. It may have 100,000 entries, so a run reads and
 * verifies it once.
 */
public final class OwnList {
    private final Optional<X509CRL> list;
    private List<String> serials;

    private OwnList(Optional<X509CRL> list) {
        this.list = list;
    }

    /**
     * Reads the project's own revocation list, whoever signed it; empty when there is none.
     *
     * @throws aria.finding.RefusedException when the file holds something else, or is a link: where that leads is not ours
     * @throws java.io.UncheckedIOException  when it cannot be read
     */
    public static Optional<X509CRL> onDisk(Layout layout) {
        Path file = layout.revocationList();
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Revocation.read(InputFile.requiredItself(file), layout.display(file)))
                : Optional.empty();
    }

    /** Reads the one of the project; as {@link #onDisk}. */
    public static OwnList of(Layout layout) {
        return of(layout, onDisk(layout));
    }

    /** Takes a list that was read, or signed, already. */
    public static OwnList of(Layout layout, Optional<X509CRL> list) {
        return new OwnList(list.filter(crl -> isOurs(layout, crl)));
    }

    /** The list of a project in which nothing was ever revoked. */
    public static OwnList none() {
        return new OwnList(Optional.empty());
    }

    /**
     * Returns whether the CA that is here signed a list; others may have the same name, and a list came with the folder.
     * A list is taken as it is where the intermediate is elsewhere.
     */
    public static boolean isOurs(Layout layout, X509CRL list) {
        if (!Files.exists(layout.intermediateCertificate())) {
            return true;
        }
        X509Certificate issuing = new CaFolder(layout)
                .certificates(layout.intermediateCertificate())
                .get(0);
        return Stream.concat(Stream.of(issuing), RotationPlanner.otherIntermediate(layout).stream())
                .anyMatch(issuer -> Revocation.foreign(list, issuer).isEmpty());
    }

    /** Returns the list; empty when there is none that counts. */
    public Optional<X509CRL> list() {
        return list;
    }

    /** Returns the serial numbers on it as lines of a proxy's file, in ascending order. */
    synchronized List<String> serials() {
        if (serials == null) {
            serials = list.map(Revocation::serials).orElse(List.of()).stream()
                    .map(Certificates::serialHex)
                    .toList();
        }
        return serials;
    }
}
