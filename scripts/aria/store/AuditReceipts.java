package aria.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last heads that receivers of the audit log have acknowledged. They lie beside the user's {@link StateKey}, so that
 * whoever writes to the project alone cannot take back what was sent.
 *
 * @param key of the user
 * @param log the log, absolute
 */
public record AuditReceipts(StateKey key, Path log) {
    private static final String PREFIX = "audit-sent-";
    private static final int DIGITS = 16;

    /** Returns those of this process's user for a project. */
    public static AuditReceipts of(Layout layout) {
        return new AuditReceipts(StateKey.here(), layout.auditLog().toAbsolutePath());
    }

    /**
     * Returns what is remembered of a receiver.
     *
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    public AuditReceipt of(String sink) {
        return all().stream()
                .filter(receipt -> receipt.sink().equals(sink))
                .findFirst()
                .orElseGet(() -> AuditReceipt.none(log.toString(), sink));
    }

    /** Returns all of this log, also of receivers that are not named any more; none where no state can be kept. */
    public List<AuditReceipt> all() {
        List<AuditReceipt> all = new ArrayList<>();
        files().forEach(file -> read(file)
                .filter(receipt -> receipt.log().equals(log.toString()))
                .ifPresent(all::add));
        return all;
    }

    /**
     * Remembers it; where no state can be kept, nothing is.
     *
     * @throws java.io.UncheckedIOException when it cannot be written
     */
    public void keep(AuditReceipt receipt) {
        if (key.problem().isEmpty()) {
            AtomicFiles.write(FileWrite.secret(
                    file(receipt.sink()).orElseThrow(), receipt.text().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Forgets what was acknowledged, as after an older log was restored. */
    public void forget() {
        for (Path file : files()) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw DiskTrouble.of(file, "deleted", e);
            }
        }
    }

    private static Optional<AuditReceipt> read(Path file) {
        try {
            return AuditReceipt.parse(InputFile.text(file));
        } catch (IOException e) {
            throw DiskTrouble.of(file, "read", e);
        }
    }

    private List<Path> files() {
        Optional<Path> folder = key.file().map(Path::getParent).filter(Files::isDirectory);
        List<Path> files = new ArrayList<>();
        if (folder.isPresent()) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder.get(), ofLog() + "-*.json")) {
                for (Path file : found) {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        files.add(file);
                    }
                }
            } catch (IOException e) {
                throw DiskTrouble.of(folder.get(), "listed", e);
            }
        }
        return files;
    }

    private Optional<Path> file(String sink) {
        return key.file().map(beside -> beside.resolveSibling(ofLog() + "-" + digits(sink) + ".json"));
    }

    private String ofLog() {
        return PREFIX + digits(log.toString());
    }

    private static String digits(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }
}
