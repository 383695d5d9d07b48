package aria.apply;

import aria.edit.undo.UndoRecord;
import aria.store.AtomicFiles;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The undo records of a project, in {@code data/mtls/undo/}, found by the content they undo or by the file.
 *
 * @param layout where they are
 */
record UndoStore(Layout layout) {

    /** The tasks that write the records for what is about to be done, in the order of the steps. */
    Stream<Task> records(List<Preflight.Planned> planned, Instant now) {
        return planned.stream()
                .filter(each -> each.step() instanceof Change change && canBeUndone(change))
                .map(each -> task(record((Change) each.step(), ((Task.Write) each.task()).after(), now)));
    }

    /** The task that writes one record, over an older one of the same name. */
    Task task(StoredUndo undo) {
        Path file = layout.undoFolder().resolve(undo.fileName());
        byte[] json = undo.toJson().getBytes(StandardCharsets.UTF_8);
        return new Task.Write(FileWrite.secret(file, json), Digest.ofFile(file));
    }

    /** The record whose result is this content: that of this file, else an edit of another one (a copy, a new name). */
    Optional<StoredUndo> byContent(String sha256, Path file) {
        List<StoredUndo> found = read(sha256 + "-*.json");
        return found.stream()
                .filter(undo -> isOf(undo, file))
                .findFirst()
                .or(() -> found.stream().filter(undo -> !undo.created()).findFirst());
    }

    /** The records of this file, the latest first. */
    List<StoredUndo> of(Path file) {
        return all().stream()
                .filter(undo -> isOf(undo, file))
                .sorted(Comparator.comparing(StoredUndo::time).reversed())
                .toList();
    }

    /** Every record. @throws aria.finding.RefusedException when one is damaged */
    List<StoredUndo> all() {
        return read("*.json");
    }

    /** Where the file of a record is now; absolute. */
    Path path(StoredUndo undo) {
        return layout.root().resolve(undo.path());
    }

    /**
     * Keys and certificates stay when the rest is taken back, and so does what keeps them out of git: whatever is
     * secret, lies in a folder of keys or certificates, or is a {@code .gitignore} of ours, gets no record.
     */
    private boolean canBeUndone(Change change) {
        if (change.undo().isPresent()) {
            return true;
        }
        Path path = change.path().toAbsolutePath().normalize();
        Stream<Path> kept = Stream.of(
                layout.certsDir(),
                layout.peopleFolder(),
                layout.pkiFolder(),
                layout.secretsFolder(),
                layout.rootKeyFolder());
        return change.write().mode().filter(mode -> mode == FileMode.SECRET).isEmpty()
                && kept.noneMatch(path::startsWith)
                && !path.endsWith(".gitignore");
    }

    private StoredUndo record(Change change, String after, Instant now) {
        Path target = AtomicFiles.target(change.write());
        Optional<UndoRecord> edit = change.undo();
        Optional<StoredUndo.Whole> whole = edit.isEmpty() && Files.exists(target)
                ? Optional.of(new StoredUndo.Whole(bytes(target), change.write().content()))
                : Optional.empty();
        Optional<String> before = edit.isPresent()
                ? change.expectedSha256()
                : whole.map(StoredUndo.Whole::before).map(Digest::sha256);
        return new StoredUndo(Path.of(layout.display(change.path())), now, before, after, edit, whole, false);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private boolean isOf(StoredUndo undo, Path file) {
        return path(undo).equals(file.toAbsolutePath().normalize());
    }

    private List<StoredUndo> read(String glob) {
        if (Files.notExists(layout.undoFolder())) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.undoFolder(), glob)) {
            List<StoredUndo> found = new ArrayList<>();
            for (Path file : files) {
                found.add(Journal.read(file, file, StoredUndo::fromJson));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(layout.undoFolder() + " can't be read: " + e.getMessage(), e);
        }
    }
}
