package aria.apply;

import aria.store.AuditLog;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.ProjectLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces keys so that a certificate is never beside another certificate's key. The new files are written to a
 * folder of their own, a generation, and one link is swapped: {@code db.key -> ..data/db.key},
 * {@code ..data -> ..data.5f3c9a1e}. Plain files are brought into this form first, with the content they have. A
 * renewal that keeps the key replaces only the certificate.
 */
public final class Generations {

    private final HeldProject project;

    private Generations(HeldProject project) {
        this.project = project;
    }

    /**
     * Does operations as {@link Transaction} does; those that give a certificate another key are done by generation.
     *
     * @return what was done, by the names people know: not those of a generation
     */
    public static Applied commit(HeldProject project, List<? extends FileOperation> operations) {
        return new Generations(project).commit(operations);
    }

    /** As {@link #commit(HeldProject, List)}; takes the lock itself, where there is something to write. */
    public static Applied commit(Layout layout, List<? extends FileOperation> operations, AuditLog audit) {
        if (units(operations).isEmpty()) {
            return Transaction.commit(
                    layout, operations.stream().map(Generations::throughLinks).toList(), audit);
        }
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            return commit(new HeldProject(layout, audit, lock, Watcher.NOBODY), operations);
        }
    }

    private Applied commit(List<? extends FileOperation> operations) {
        Set<KeyedFiles> units = units(operations);
        requireAsSeen(units, operations);
        Map<Path, Path> known = new LinkedHashMap<>();
        List<FileOperation> first = units.stream()
                .filter(unit -> !unit.isLinked())
                .flatMap(unit -> generation(unit, List.of(), known).stream())
                .toList();
        Transaction.commit(project, first);
        List<FileOperation> all = new ArrayList<>();
        for (FileOperation operation : operations) {
            if (units.stream().noneMatch(unit -> unit.has(operation.path()))) {
                FileOperation real = throughLinks(operation);
                known.put(real.path(), operation.path());
                all.add(real);
            }
        }
        for (KeyedFiles unit : units) {
            List<FileOperation.Write> renewed = operations.stream()
                    .filter(operation -> unit.has(operation.path()))
                    .map(FileOperation.Write.class::cast)
                    .toList();
            all.addAll(generation(unit, renewed, known));
        }
        Applied applied = Transaction.commit(project, all);
        units.forEach(KeyedFiles::sweep);
        return new Applied(
                applied.id(),
                applied.files().stream()
                        .map(file -> known.getOrDefault(file, file))
                        .filter(file -> units.stream().noneMatch(unit -> unit.isOwn(file)))
                        .distinct()
                        .toList());
    }

    /** A generation is written beside what is there, so nothing else would notice that it is not what the plan saw. */
    private void requireAsSeen(Set<KeyedFiles> units, List<? extends FileOperation> operations) {
        for (FileOperation operation : operations) {
            if (operation instanceof FileOperation.Write write
                    && units.stream().anyMatch(unit -> unit.has(write.path()))
                    && !Digest.ofFile(write.path()).equals(write.before())) {
                throw Preflight.changed(project.layout(), write);
            }
        }
    }

    /** The certificates that get another key than the one on disk. */
    private static Set<KeyedFiles> units(List<? extends FileOperation> operations) {
        Set<KeyedFiles> units = new LinkedHashSet<>();
        for (FileOperation operation : operations) {
            if (operation instanceof FileOperation.Write write
                    && write.write().mode().equals(Optional.of(FileMode.SECRET))
                    && KeyedFiles.isKey(write.path())) {
                Digest.ofFile(write.path())
                        .filter(now -> !now.equals(write.after()))
                        .ifPresent(now -> units.add(KeyedFiles.ofKey(write.path())));
            }
        }
        return units;
    }

    /**
     * Returns the operations that make another generation, with the files that are there and stay.
     *
     * @param renewed the files that get a new content
     * @param known   gets the name by which people know each of these
     */
    private static List<FileOperation> generation(
            KeyedFiles unit, List<FileOperation.Write> renewed, Map<Path, Path> known) {
        String generation = unit.newGeneration();
        Path folder = unit.folder().resolve(generation);
        List<FileOperation> operations = new ArrayList<>();
        Set<Path> names = new LinkedHashSet<>();
        for (FileOperation.Write operation : renewed) {
            Path name = operation.path().getFileName();
            FileWrite write = operation.write();
            names.add(name);
            known.put(folder.resolve(name), operation.path());
            operations.add(
                    created(folder.resolve(name), write.content(), write.mode().orElse(FileMode.SECRET)));
        }
        for (Path file : unit.present()) {
            if (names.add(file.getFileName())) {
                operations.add(created(folder.resolve(file.getFileName()), InputFile.required(file), modeOf(file)));
            }
        }
        operations.add(FileOperation.Link.over(unit.current(), generation));
        names.forEach(name -> operations.add(FileOperation.Link.over(
                unit.folder().resolve(name), unit.current().getFileName() + "/" + name)));
        return operations;
    }

    private static FileOperation created(Path file, byte[] content, FileMode mode) {
        return new FileOperation.Write(
                new FileWrite(file, content, Optional.of(mode), Optional.of(FileMode.SECRET_DIR)), Optional.empty());
    }

    /** A file of ours that a link of ours leads to is replaced where it lies. */
    private static FileOperation throughLinks(FileOperation operation) {
        if (!(operation instanceof FileOperation.Write write) || write.isOfUser()) {
            return operation;
        }
        FileWrite old = write.write();
        return KeyedFiles.linked(write.path())
                .<FileOperation>map(real -> new FileOperation.Write(
                        new FileWrite(real, old.content(), old.mode(), old.folderMode()),
                        write.before(),
                        write.after(),
                        write.undo(),
                        write.by()))
                .orElse(operation);
    }

    private static FileMode modeOf(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
                    ? FileMode.PUBLIC
                    : FileMode.SECRET;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
