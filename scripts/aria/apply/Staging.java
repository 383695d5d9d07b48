package aria.apply;

import aria.finding.RefusedException;
import aria.store.AtomicFiles;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.Seal;
import aria.store.UnflushedFolders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The write-ahead record of one transaction on disk, in {@code data/mtls/apply/<id>/}: {@code contents} holds every
 * new content end to end, and {@code record.json} is written last. With the record, the transaction will be finished;
 * without it, nothing has happened. After the last operation the contents are deleted first.
 *
 * @param folder the folder of this transaction
 */
record Staging(Path folder) {

    private static final long MOST_BYTES = 1L << 30;

    /** The progress of a transaction, told by the files in its folder. */
    enum State {
        /** Nothing was written yet, or everything is done and the notes are gone. */
        EMPTY,
        /** Nothing but notes was written; it never happens. */
        INCOMPLETE,
        /** It has to be finished. */
        COMPLETE,
        /** Everything is done but for the deletion of the notes. */
        FINISHED
    }

    /** The id of the transaction. */
    String id() {
        return folder.getFileName().toString();
    }

    /** Makes the folder; it is on disk when {@link #complete} returns. */
    void create(UnflushedFolders unflushed) {
        AtomicFiles.createFolders(folder, FileMode.SECRET_DIR, unflushed);
    }

    /**
     * Writes it; when this returns the transaction will happen, even if this process does not live to see it. The
     * folders are waited for once, at the end: until then nothing else has been changed, so that whatever a power
     * failure leaves of these notes is right to clear away.
     */
    void complete(Layout layout, List<FileOperation> operations, UnflushedFolders unflushed) {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        for (FileOperation operation : operations) {
            if (operation instanceof FileOperation.Write write) {
                contents.writeBytes(write.write().content());
            }
        }
        AtomicFiles.write(FileWrite.secret(contents(), contents.toByteArray()), unflushed);
        String json = Seal.of(layout).sign(folder, new RecordJson(layout.root()).write(operations, place()));
        AtomicFiles.write(FileWrite.secret(record(), json.getBytes(StandardCharsets.UTF_8)), unflushed);
        unflushed.flush();
    }

    /** Those that interrupted runs left behind, oldest first; empty when there are none. */
    static List<Staging> left(Layout layout) {
        return entries(layout.applyFolder()).stream()
                .map(Staging::new)
                .map(Staging::requireFolder)
                .toList();
    }

    /** A link would have its notes read, and deleted, elsewhere. One look: between two, another run could end. */
    private Staging requireFolder() {
        try {
            if (!Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory()) {
                throw Journal.foreign(folder, "a record is a folder, and this is something else", null);
            }
        } catch (NoSuchFileException e) {
            return this; // its run ended, and a run that ended left nothing to read
        } catch (IOException e) {
            throw new UncheckedIOException("can't look at " + folder, e);
        }
        return this;
    }

    /** How far it came. */
    State state() {
        if (Files.exists(record(), LinkOption.NOFOLLOW_LINKS)) {
            return Files.exists(contents(), LinkOption.NOFOLLOW_LINKS) ? State.COMPLETE : State.FINISHED;
        }
        return entries(folder).isEmpty() ? State.EMPTY : State.INCOMPLETE;
    }

    /**
     * A record as read.
     *
     * @param operations what it says, in order
     * @param foreign    by what it is known when this user did not write it here; empty otherwise
     */
    record Recorded(List<FileOperation> operations, Optional<String> foreign) {}

    /**
     * Reads it back.
     *
     * @throws RefusedException when it is damaged, or names what is not ours to write
     */
    Recorded read(Layout layout) {
        String text = Journal.text(record(), folder);
        RecordJson.Read read = Journal.read(text, folder, new RecordJson(layout.root())::read);
        Optional<String> foreign = read.place() == place()
                ? Seal.of(layout).foreign(folder, record(), text)
                : Optional.of(Seal.digest(text));
        try {
            if (!Files.isRegularFile(contents(), LinkOption.NOFOLLOW_LINKS)) {
                throw Journal.foreign(folder, "its contents are not a file", null);
            }
            List<FileOperation> operations = operations(read, InputFile.bytes(contents(), MOST_BYTES));
            RecordLimits limits = new RecordLimits(layout, folder, foreign.isEmpty());
            operations.forEach(limits::require);
            return new Recorded(operations, foreign);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Deletes it, the contents first: from then on nothing is left to do but tidying up. The disk is waited for at
     * the end: every operation is done by then, so that a record that comes back after a power failure has nothing
     * left to do.
     */
    void delete(Layout layout) {
        UnflushedFolders folders = new UnflushedFolders();
        AtomicFiles.delete(contents(), folders);
        AtomicFiles.delete(record(), folders);
        entries(folder).forEach(entry -> AtomicFiles.delete(entry, folders));
        AtomicFiles.delete(folder, folders);
        if (left(layout).isEmpty()) {
            AtomicFiles.delete(layout.applyFolder(), folders);
        }
        folders.flush();
    }

    private List<FileOperation> operations(RecordJson.Read read, byte[] contents) {
        List<FileOperation> operations = new ArrayList<>();
        int at = 0;
        for (RecordJson.Line line : read.lines()) {
            if (line.length() < 0 || line.length() > contents.length - at) {
                throw Journal.foreign(folder, "the record is damaged", null);
            }
            byte[] content = Arrays.copyOfRange(contents, at, at + line.length());
            if (line.after().isPresent() && !line.after().get().equals(Digest.sha256(content))) {
                throw Journal.foreign(folder, "the record is damaged", null);
            }
            operations.add(line.operation(content));
            at += line.length();
        }
        return operations;
    }

    /** The inode of the folder: what a copy, an archive or a clone of these notes cannot have. */
    private long place() {
        try {
            return ((Number) Files.getAttribute(folder, "unix:ino")).longValue();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** None when it is not there, or is gone before it was read: another run has ended. */
    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return List.of();
            }
            throw e;
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private Path contents() {
        return folder.resolve("contents");
    }

    private Path record() {
        return folder.resolve("record.json");
    }
}
