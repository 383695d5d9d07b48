package aria.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The files of an audit log: {@code audit.log}, and beside it {@code audit.log.<anything>} that it was moved to. */
final class AuditFiles {
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private AuditFiles() {}

    /**
     * A line as it lies in a file.
     *
     * @param number from 1
     * @param bytes  without the end of the line
     * @param ended  whether there is one
     */
    record Line(Path file, int number, byte[] bytes, boolean ended) {
        /** The bytes of lines, each with its end. */
        static byte[] joined(List<Line> lines) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            lines.forEach(line -> {
                all.writeBytes(line.bytes());
                all.write('\n');
            });
            return all.toByteArray();
        }
    }

    /** Returns the lines of a file; none when it is not there. */
    static List<Line> lines(Path file) {
        byte[] all = read(file);
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < all.length; at++) {
            if (all[at] == '\n') {
                lines.add(new Line(file, lines.size() + 1, Arrays.copyOfRange(all, start, at), true));
                start = at + 1;
            }
        }
        if (start < all.length) {
            lines.add(new Line(file, lines.size() + 1, Arrays.copyOfRange(all, start, all.length), false));
        }
        return lines;
    }

    private static byte[] read(Path file) {
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                return new byte[0];
            }
            if (Files.isSymbolicLink(file)) {
                throw HeldFolder.refusedToRead(file);
            }
            return InputFile.bytes(file, MOST_BYTES);
        } catch (IOException e) {
            throw DiskTrouble.of(file, "read", e);
        }
    }

    /** Returns what the log was moved to, by the first entry in each, then the log itself. */
    static List<Path> all(Path log) {
        record Part(Path file, Optional<AuditEntry> first) {}
        List<Part> parts = new ArrayList<>();
        Path folder = log.toAbsolutePath().getParent();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> moved = Files.newDirectoryStream(folder, log.getFileName() + ".*")) {
                for (Path file : moved) {
                    if (!file.toString().endsWith(".gz") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        parts.add(new Part(file, first(file)));
                    }
                }
            } catch (IOException e) {
                throw DiskTrouble.of(folder, "listed", e);
            }
        }
        List<Path> files = new ArrayList<>(parts.stream()
                .filter(part -> part.first().isPresent())
                .sorted(Comparator.comparingLong(part -> part.first().get().sequence()))
                .map(Part::file)
                .toList());
        files.add(log);
        return files;
    }

    private static Optional<AuditEntry> first(Path file) {
        return lines(file).stream()
                .flatMap(line -> AuditEntry.of(line.bytes()).stream())
                .findFirst();
    }
}
