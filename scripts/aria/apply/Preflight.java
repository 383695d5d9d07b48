package aria.apply;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.store.AtomicFiles;
import aria.store.FileMode;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares a list of operations with the disk before anything is written. */
final class Preflight {

    private final Layout layout;
    private final List<Path> moved = new ArrayList<>();
    private final Map<Path, FileOperation> seen = new HashMap<>();
    private final List<FileOperation> planned = new ArrayList<>();

    private Preflight(Layout layout) {
        this.layout = layout;
    }

    /**
     * Returns the operations that are not done yet, in their order.
     *
     * @throws RefusedException         when the disk is not what the plan saw
     * @throws RefusedException  when a secret would go to a folder that others can write
     * @throws UncheckedIOException     when a folder or a user's file cannot be written by this process
     * @throws IllegalArgumentException when two different operations are about one file
     */
    static List<FileOperation> check(Layout layout, List<? extends FileOperation> operations) {
        Preflight preflight = new Preflight(layout);
        operations.forEach(preflight::check);
        return preflight.planned;
    }

    private void check(FileOperation operation) {
        Path path = operation.path().normalize();
        if (operation instanceof FileOperation.Move move) {
            checkMove(move, path);
            return;
        }
        // Two of the user's links may lead to one file.
        Path target =
                operation instanceof FileOperation.Write write ? write.target().normalize() : path;
        FileOperation twin = seen.put(target, operation);
        if (twin != null) {
            if (!sameEffect(twin, operation)) {
                throw new IllegalArgumentException("two operations for " + target);
            }
            return;
        }
        boolean inMoved = moved.stream().anyMatch(path::startsWith);
        if (!inMoved) {
            switch (operation.state()) {
                case DONE -> {
                    return;
                }
                case CONFLICT -> throw changed(layout, operation);
                case TO_DO -> {}
            }
        }
        requireWritable(operation);
        planned.add(inMoved ? operation.afterMove() : operation);
    }

    private void checkMove(FileOperation.Move move, Path from) {
        boolean there = Files.exists(from, LinkOption.NOFOLLOW_LINKS);
        if (Files.exists(move.to(), LinkOption.NOFOLLOW_LINKS)) {
            if (there) {
                throw changed(layout, move.to(), "the file is already there");
            }
            return;
        }
        if (!there) {
            throw changed(layout, move);
        }
        requireWritable(from.getParent());
        moved.add(from);
        planned.add(move);
    }

    private static boolean sameEffect(FileOperation one, FileOperation other) {
        return one instanceof FileOperation.Write a && other instanceof FileOperation.Write b
                ? a.after().equals(b.after())
                : one instanceof FileOperation.Link a && other instanceof FileOperation.Link b
                        ? a.target().equals(b.target())
                        : one instanceof FileOperation.Remove && other instanceof FileOperation.Remove;
    }

    /** What is there is not what the plan saw. */
    static RefusedException changed(Layout layout, FileOperation operation) {
        boolean there = Files.exists(operation.path(), LinkOption.NOFOLLOW_LINKS);
        boolean expected = !(operation instanceof FileOperation.Write write)
                || write.before().isPresent();
        String what = !there ? "the file is gone" : expected ? "the file was changed" : "the file was created";
        return changed(layout, operation.path(), what + " since the plan was made");
    }

    /** A file is not what the plan saw; nothing was written. */
    static RefusedException changed(Layout layout, Path file, String message) {
        return EditErrors.file(
                FindingId.CHANGED_SINCE_PLAN,
                layout.display(file),
                message + "; nothing was written",
                advice("run again"));
    }

    private static void requireWritable(FileOperation operation) {
        if (!(operation instanceof FileOperation.Write write)) {
            requireFolder(operation.path().getParent());
            return;
        }
        Path target = write.target();
        if (write.write().mode().equals(Optional.of(FileMode.SECRET))) {
            AtomicFiles.requireSafeKeyFolder(target.getParent());
        }
        if (write.isOfUser() && Files.exists(target) && !Files.isWritable(target)) {
            throw denied(target);
        }
        requireFolder(target.getParent());
    }

    /** It, or the first one above it that is there. */
    private static void requireFolder(Path wanted) {
        Path folder = wanted;
        while (Files.notExists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        requireWritable(folder);
    }

    private static void requireWritable(Path folder) {
        if (!Files.isWritable(folder)) {
            throw denied(folder);
        }
    }

    /** A user's file that was made read-only stays as it is, although its folder would let it be replaced. */
    private static UncheckedIOException denied(Path path) {
        return new UncheckedIOException(
                path + " cannot be written: " + (isReadOnly(path) ? "Read-only file system" : "permission denied"),
                new AccessDeniedException(path.toString()));
    }

    private static boolean isReadOnly(Path path) {
        try {
            return Files.getFileStore(path).isReadOnly();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
