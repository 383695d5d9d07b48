package aria.ca;

import aria.ca.config.CaFolder;
import aria.ca.rotation.RotationPlanner;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.CompleteLists;
import aria.pki.Revocation;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.RotationRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The revocation lists that servers of the stack read, in {@code crl.pem} beside each one's certificate: those of all
 * roots and intermediates whose certificates are accepted.
 *
 * @param lists of the roots first
 */
public record ServerLists(List<X509CRL> lists) {
    /** Keeps an unmodifiable copy. */
    public ServerLists {
        lists = List.copyOf(lists);
    }

    /**
     * Reads the lists on disk.
     *
     * @throws RefusedException when a server with them would refuse everybody
     */
    public static ServerLists of(Layout layout, Instant now) {
        return of(layout, ofRoots(layout), ofIntermediates(layout), now);
    }

    /**
     * As {@link #of(Layout, Instant)}, of lists that are to be written.
     *
     * @param roots         those that roots have signed
     * @param intermediates those that intermediates have signed
     */
    public static ServerLists of(Layout layout, List<X509CRL> roots, List<X509CRL> intermediates, Instant now) {
        CaFolder folder = new CaFolder(layout);
        List<X509Certificate> issuing = new ArrayList<>(
                folder.certificates(layout.intermediateCertificate()).subList(0, 1));
        RotationPlanner.otherIntermediate(layout).ifPresent(issuing::add);
        return of(layout, folder.certificates(layout.rootCertificate()), roots, issuing, intermediates, now);
    }

    /**
     * As {@link #of(Layout, Instant)}, of a CA that is to be written.
     *
     * @param trusted   the roots that are accepted
     * @param roots     lists that roots have signed
     * @param issuing   the intermediates that are accepted
     * @param intermediates lists that intermediates have signed
     */
    public static ServerLists of(
            Layout layout,
            List<X509Certificate> trusted,
            List<X509CRL> roots,
            List<X509Certificate> issuing,
            List<X509CRL> intermediates,
            Instant now) {
        CompleteLists.problem(roots, trusted, now)
                .ifPresent(why -> refuse(why, RotationRecords.rootList(layout), layout, "--root"));
        CompleteLists.problem(intermediates, issuing, now)
                .ifPresent(why -> refuse(why, layout.revocationList(), layout, "--renew"));
        return new ServerLists(
                Stream.concat(roots.stream(), intermediates.stream()).toList());
    }

    private static void refuse(String why, Path file, Layout layout, String option) {
        throw new RefusedException(Finding.error(
                FindingId.LISTS_UNFIT,
                layout.display(file) + ": " + why + ", so a server that reads the lists would refuse every client",
                Remedy.aria("pki-cert", "crl", option)));
    }

    private static List<X509CRL> read(Layout layout, Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Revocation.readAll(InputFile.requiredItself(file), layout.display(file))
                : List.of();
    }

    /** Returns the lists that roots have signed, as they are on disk. */
    public static List<X509CRL> ofRoots(Layout layout) {
        return read(layout, RotationRecords.rootList(layout));
    }

    /** Returns the lists that intermediates have signed, as they are on disk. */
    public static List<X509CRL> ofIntermediates(Layout layout) {
        return read(layout, layout.revocationList());
    }

    /** Returns the file for one service. */
    public FileWrite file(Layout layout, String service) {
        return FileWrite.openAmongSecrets(layout.serviceLists(service), CompleteLists.pem(lists));
    }

    /** Returns the files of all services that have one, by the service. */
    public Map<String, FileWrite> files(Layout layout) {
        Map<String, FileWrite> files = new TreeMap<>();
        readers(layout).forEach(service -> files.put(service, file(layout, service)));
        return files;
    }

    /** Returns the services whose servers were given the lists. */
    public static List<String> readers(Layout layout) {
        if (!Files.isDirectory(layout.certsDir())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(layout.certsDir())) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(Layout::canName)
                    .filter(service -> Files.isRegularFile(layout.serviceLists(service)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(layout.certsDir() + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Returns the files that follow from new lists of intermediates; none where no server was given lists. */
    public static Map<String, FileWrite> following(Layout layout, List<X509CRL> intermediates, Instant now) {
        return Optional.of(readers(layout))
                .filter(services -> !services.isEmpty())
                .map(services -> of(layout, ofRoots(layout), intermediates, now).files(layout))
                .orElse(Map.of());
    }
}
