package aria.cli.pkicert;

import static aria.finding.Remedy.advice;

import aria.apply.Applied;
import aria.apply.FileOperation;
import aria.apply.Generations;
import aria.cli.CommonOptions;
import aria.finding.ConsentException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.pki.PkiErrors;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import aria.store.Digest;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Files that the user named: relative to the working directory, read completely, and written by the project's
 * transaction.
 */
final class NamedFiles {

    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private NamedFiles() {}

    /**
     * The content.
     *
     * @throws RefusedException when it is not there, no file, or too large
     * @throws UncheckedIOException when it can't be read
     */
    static byte[] read(CommonOptions common, Path file) {
        return read(common, file, MOST_BYTES);
    }

    /** As {@link #read(CommonOptions, Path)}, with another limit. */
    static byte[] read(CommonOptions common, Path file, long most) {
        Path path = common.directory().resolve(file);
        try {
            if (Files.exists(path) && (!Files.isRegularFile(path) || Files.size(path) > most)) {
                throw PkiErrors.in(file.toString(), "not a regular file of at most " + most + " bytes");
            }
            return bytes(path, most);
        } catch (NoSuchFileException missing) {
            throw new RefusedException(
                    Finding.error(FindingId.NOT_FOUND, "there is no such file").at(Place.of(file.toString())), missing);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Another run may swap a generation between following its link and opening the file: then it is there the second
     * time.
     */
    private static byte[] bytes(Path path, long most) throws IOException {
        try {
            return InputFile.bytes(path, most);
        } catch (NoSuchFileException swapped) {
            return InputFile.bytes(path, most);
        }
    }

    static boolean isFile(CommonOptions common, String file) {
        return Files.isRegularFile(common.directory().resolve(file));
    }

    /**
     * The contents of files before they were read. A result is written only over these contents, so of two runs that
     * read the same state only one succeeds.
     */
    record Seen(Map<Path, Optional<String>> contents) {

        /** Looks now. Whoever calls this has finished an interrupted run before. */
        static Seen of(Path... files) {
            return new Seen(Arrays.stream(files).distinct().collect(Collectors.toMap(file -> file, Digest::ofFile)));
        }

        private Optional<String> at(Path file) {
            return contents.containsKey(file) ? contents.get(file) : Digest.ofFile(file);
        }
    }

    /**
     * Writes all of them or none.
     *
     * @param seen  what the files that it was made of were
     * @param force what is there may be replaced
     * @param events for the audit log, if anything is written
     * @throws ConsentException when something is there and may not; nothing was written
     * @throws aria.finding.RefusedException when another run wrote one of them meanwhile; nothing was written
     */
    static Applied write(CommonOptions common, Seen seen, List<FileWrite> files, boolean force, AuditEvent... events) {
        Layout layout = common.layout();
        List<FileOperation.Write> writes = files.stream()
                .map(file -> new FileOperation.Write(file, seen.at(file.path())))
                .toList();
        for (FileOperation.Write write : writes) {
            boolean there = write.before().isPresent() || Files.isSymbolicLink(write.path());
            if (!force
                    && there
                    && !write.path().endsWith(".gitignore")
                    && !write.before().equals(Optional.of(write.after()))) {
                throw new ConsentException(Finding.error(
                                FindingId.CONSENT_MISSING,
                                "the file is already there; nothing was written",
                                advice("replace it with --force"))
                        .at(Place.of(layout.display(write.path()))));
            }
        }
        return Generations.commit(layout, writes, AuditLog.of(layout).and(List.of(events)));
    }
}
