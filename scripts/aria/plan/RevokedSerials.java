package aria.plan;

import aria.pki.Certificates;
import aria.proxy.HaproxyConfig;
import aria.store.Digest;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The certificates that a proxy refuses, by their serial numbers: those on the project's revocation list, and those that
 * somebody wrote into the proxy's file. A list of numbers never expires, as a revocation list does.
 *
 * @param service whose proxy it is
 * @param lines   of the file as it is to be, without those that stand in every such file
 */
public record RevokedSerials(String service, List<String> lines) {
    private static final String HEADER =
            "# Serial numbers of revoked certificates, hexadecimal, one a line. The proxy of %s refuses them.";
    private static final String SAMPLE =
            "# No certificate in use has this one. verify-mtls-setup tries it, to see that the proxy has read this list.";
    /** How many bits of a hash make a number that nobody else has (RFC 5280, 4.1.2.2 allows 20 octets). */
    private static final int SAMPLE_DIGITS = 32;

    /** Keeps an unmodifiable copy. */
    public RevokedSerials {
        lines = List.copyOf(lines);
    }

    /**
     * Reads what the proxy's file says, and adds what is on the project's list.
     *
     * @throws UncheckedIOException when the file cannot be read
     * @throws aria.finding.RefusedException when it is a link: where that leads is not ours
     */
    public static RevokedSerials of(Layout layout, String service, OwnList list) {
        Set<String> lines = new LinkedHashSet<>();
        Path file = file(layout, service);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            List<String> there = new String(InputFile.requiredItself(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (int i = 0; i < there.size(); i++) {
                boolean ours = there.get(i).equals(HEADER.formatted(service))
                        || there.get(i).equals(SAMPLE)
                        || i > 0 && there.get(i - 1).equals(SAMPLE);
                if (!ours) {
                    lines.add(there.get(i));
                }
            }
        }
        lines.addAll(list.serials());
        return new RevokedSerials(service, List.copyOf(lines));
    }

    /**
     * Returns the files of all proxies that there are, with what is on this list, by the services of the proxies.
     *
     * @throws UncheckedIOException when a file cannot be read
     */
    public static Map<String, FileWrite> files(Layout layout, OwnList list) {
        if (!Files.isDirectory(layout.mtlsFolder())) {
            return Map.of();
        }
        try (Stream<Path> folders = Files.list(layout.mtlsFolder())) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(service -> Files.exists(layout.mtlsFolder()
                            .resolve(service)
                            .resolve(ProxyServices.FOLDER)
                            .resolve(HaproxyConfig.REVOKED)))
                    .collect(Collectors.toMap(
                            service -> service,
                            service -> of(layout, service, list).write(layout)));
        } catch (IOException e) {
            throw new UncheckedIOException(layout.mtlsFolder() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the file as it is to be. */
    FileWrite write(Layout layout) {
        List<String> all = new ArrayList<>(List.of(HEADER.formatted(service)));
        all.addAll(lines);
        all.addAll(List.of(SAMPLE, Certificates.serialHex(sample()), ""));
        return FileWrite.open(file(layout, service), String.join("\n", all).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns a number that the list contains for trying it out. It changes with the list, so a proxy that refuses a
     * certificate with this number has read the list as it is now.
     */
    public BigInteger sample() {
        String content = String.join("\n", new TreeSet<>(lines));
        return new BigInteger(
                Digest.sha256(content.getBytes(StandardCharsets.UTF_8)).substring(0, SAMPLE_DIGITS), 16);
    }

    private static Path file(Layout layout, String service) {
        return layout.generatedFolder(service).resolve(ProxyServices.FOLDER).resolve(HaproxyConfig.REVOKED);
    }
}
