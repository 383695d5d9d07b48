package aria.cli.pkicert;

import aria.apply.Applied;
import aria.apply.Change;
import aria.apply.ConsentMissing;
import aria.apply.Generations;
import aria.cli.CommonOptions;
import aria.pki.PkiRefused;
import aria.store.AuditLog;
import aria.store.FileWrite;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files by the names that a person typed: relative to the working directory, read whole, written by the project's transaction. */
final class NamedFiles {

    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private NamedFiles() {
    }

    /** The content. @throws PkiRefused when it is no file or too large @throws UncheckedIOException when it can't be read */
    static byte[] read(CommonOptions common, Path file) {
        Path path = common.directory().resolve(file);
        try {
            if (Files.exists(path) && (!Files.isRegularFile(path) || Files.size(path) > MOST_BYTES)) {
                throw new PkiRefused(file + " is no regular file of at most " + MOST_BYTES + " bytes");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException missing) {
            throw new UncheckedIOException(file + " is not there", missing);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    static boolean isFile(CommonOptions common, String file) {
        return Files.isRegularFile(common.directory().resolve(file));
    }

    /**
     * Writes all of them or none. Whoever calls this has finished an interrupted run before reading what this one is made of.
     *
     * @param force what is there may be replaced
     * @throws ConsentMissing when something is there and may not; nothing was written
     */
    static Applied write(CommonOptions common, List<FileWrite> files, boolean force, String reason) {
        Layout layout = common.layout();
        for (FileWrite file : files) {
            if (!force && Files.exists(file.path()) && !file.path().endsWith(".gitignore") && !isSame(file)) {
                throw new ConsentMissing(layout.display(file.path()) + " is already there, nothing was written: --force replaces it");
            }
        }
        List<Change> changes = files.stream().map(file -> Change.whole(file, reason)).toList();
        return Generations.commit(layout, changes, new AuditLog(layout.auditLog()));
    }

    private static boolean isSame(FileWrite file) {
        try {
            return Arrays.equals(Files.readAllBytes(file.path()), file.content());
        } catch (IOException e) {
            throw new UncheckedIOException(file.path() + " can't be read: " + e.getMessage(), e);
        }
    }
}
