package aria.apply;

import aria.store.AtomicFiles;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import com.google.gson.JsonParseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The write-ahead record of one transaction on disk, in {@code data/mtls/apply/<id>/}: {@code contents}, every new
 * content end to end, and {@code record.json}, written last. With a record the transaction is finished, without one it
 * never happened. The record is deleted first when all is done.
 *
 * @param folder the folder of this transaction
 */
record Staging(Path folder) {

    /** The id of the transaction. */
    String id() {
        return folder.getFileName().toString();
    }

    /** Makes the folder. */
    void create() {
        AtomicFiles.createFolders(folder, FileMode.SECRET_DIR);
    }

    /** Writes it; when this returns the transaction will happen, even if this process does not live to see it. */
    void complete(Layout layout, List<Task> tasks) {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        for (Task task : tasks) {
            if (task instanceof Task.Write write) {
                contents.writeBytes(write.write().content());
            }
        }
        AtomicFiles.write(FileWrite.secret(contents(), contents.toByteArray()));
        String json = new RecordJson(layout.root()).write(tasks, place());
        AtomicFiles.write(FileWrite.secret(record(), json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Those that interrupted runs left behind, oldest first; empty when there are none. */
    static List<Staging> left(Layout layout) {
        if (!Files.isDirectory(layout.applyFolder())) {
            return List.of();
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(layout.applyFolder())) {
            List<Path> sorted = new ArrayList<>();
            folders.forEach(sorted::add);
            return sorted.stream().sorted().map(Staging::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(layout.applyFolder() + " can't be listed: " + e.getMessage(), e);
        }
    }

    /** Whether the record is complete, and the transaction therefore has to be. */
    boolean complete() {
        return Files.exists(record());
    }

    /**
     * Reads it back.
     *
     * @throws ForeignRecord when it is damaged or was not written in this place
     */
    List<Task> read(Layout layout) {
        try {
            RecordJson.Read read = new RecordJson(layout.root()).read(Files.readString(record()));
            if (read.place() != place()) {
                throw new ForeignRecord(folder, "was not left here by an interrupted run of this machine");
            }
            return tasks(read, Files.readAllBytes(contents()));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be read: " + e.getMessage(), e);
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException | NullPointerException e) {
            throw new ForeignRecord(folder, "is damaged", e);
        }
    }

    /** Deletes it, the record first: from then on nothing is left to do but tidying up. */
    void delete(Layout layout) {
        AtomicFiles.delete(record());
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                files.forEach(AtomicFiles::delete);
            } catch (IOException e) {
                throw new UncheckedIOException(folder + " can't be listed: " + e.getMessage(), e);
            }
        }
        AtomicFiles.delete(folder);
        if (left(layout).isEmpty()) {
            AtomicFiles.delete(layout.applyFolder());
        }
    }

    private List<Task> tasks(RecordJson.Read read, byte[] contents) {
        List<Task> tasks = new ArrayList<>();
        int at = 0;
        for (RecordJson.Line line : read.lines()) {
            byte[] content = Arrays.copyOfRange(contents, at, Math.min(contents.length, at + line.length()));
            if (line.after().isPresent() && !line.after().get().equals(Digest.sha256(content))) {
                throw new ForeignRecord(folder, "is damaged");
            }
            tasks.add(line.task(content));
            at += line.length();
        }
        return tasks;
    }

    /** The inode of the folder: what a copy, an archive or a clone of these notes cannot have. */
    private long place() {
        try {
            return ((Number) Files.getAttribute(folder, "unix:ino")).longValue();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be read: " + e.getMessage(), e);
        }
    }

    private Path contents() {
        return folder.resolve("contents");
    }

    private Path record() {
        return folder.resolve("record.json");
    }
}
