package aria.apply;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.store.AtomicFiles;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares a list of steps with the disk before anything is written. */
final class Preflight {

    private final Layout layout;
    private final List<Path> moved = new ArrayList<>();
    private final Map<Path, Step> seen = new HashMap<>();
    private final List<Planned> planned = new ArrayList<>();

    private Preflight(Layout layout) {
        this.layout = layout;
    }

    /** A step that is to be done, and the task that does it. */
    record Planned(Step step, Task task) {}

    /**
     * The steps that are not done yet, in their order.
     *
     * @throws RefusedException         when the disk is not what the plan saw
     * @throws RefusedException  when a secret would go to a folder that others can write
     * @throws UncheckedIOException     when a folder or a user's file cannot be written by this process
     * @throws IllegalArgumentException when two different steps are about one file
     */
    static List<Planned> check(Layout layout, List<? extends Step> steps) {
        Preflight preflight = new Preflight(layout);
        steps.forEach(preflight::check);
        return preflight.planned;
    }

    private void check(Step step) {
        Path path = step.path().toAbsolutePath().normalize();
        if (step instanceof Move move) {
            checkMove(move, path);
            return;
        }
        // Two of the user's links may lead to one file.
        Path target = step instanceof Change change
                ? AtomicFiles.target(change.write()).normalize()
                : path;
        Step twin = seen.put(target, step);
        if (twin != null) {
            if (!sameEffect(twin, step)) {
                throw new IllegalArgumentException("two steps for " + target);
            }
            return;
        }
        boolean inMoved = moved.stream().anyMatch(path::startsWith);
        Task task = task(step, inMoved);
        if (!inMoved) {
            switch (task.state()) {
                case DONE -> {
                    return;
                }
                case CONFLICT -> throw changed(layout, step);
                case TO_DO -> {}
            }
        }
        requireWritable(step);
        planned.add(new Planned(step, task));
    }

    private void checkMove(Move move, Path from) {
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
        planned.add(new Planned(move, new Task.Rename(from, move.to().toAbsolutePath())));
    }

    /** What lies in a folder that an earlier step moves away has no content before, whatever is there now. */
    private static Task task(Step step, boolean inMoved) {
        if (step instanceof Change change) {
            Optional<String> before = inMoved ? Optional.empty() : change.expectedSha256();
            return change.undo()
                    .map(undo -> new Task.Write(change.write(), before, undo.afterSha256()))
                    .orElseGet(() -> new Task.Write(change.write(), before));
        }
        if (step instanceof Link link) {
            return new Task.Linked(
                    link.path().toAbsolutePath(), link.target(), inMoved ? Optional.empty() : link.before());
        }
        Remove remove = (Remove) step;
        return new Task.Delete(remove.path().toAbsolutePath(), remove.expectedSha256());
    }

    private static boolean sameEffect(Step one, Step other) {
        return one instanceof Change a && other instanceof Change b
                ? Arrays.equals(a.write().content(), b.write().content())
                : one instanceof Link a && other instanceof Link b
                        ? a.target().equals(b.target())
                        : one instanceof Remove && other instanceof Remove;
    }

    /** What is there is not what the plan saw. */
    static RefusedException changed(Layout layout, Step step) {
        boolean there = Files.exists(step.path(), LinkOption.NOFOLLOW_LINKS);
        boolean expected =
                !(step instanceof Change change) || change.expectedSha256().isPresent();
        String what = !there ? "the file is gone" : expected ? "the file was changed" : "the file was created";
        return changed(layout, step.path(), what + " since the plan was made");
    }

    /** A file is not what the plan saw; nothing was written. */
    static RefusedException changed(Layout layout, Path file, String message) {
        return EditErrors.file(
                FindingId.CHANGED_SINCE_PLAN,
                layout.display(file),
                message + "; nothing was written",
                advice("run again"));
    }

    private static void requireWritable(Step step) {
        if (!(step instanceof Change change)) {
            requireFolder(step.path().toAbsolutePath().getParent());
            return;
        }
        FileWrite write = change.write();
        Path folder = AtomicFiles.target(write).getParent();
        if (write.mode().equals(Optional.of(FileMode.SECRET))) {
            AtomicFiles.requireSafeKeyFolder(folder);
        }
        if (write.mode().isEmpty()
                && Files.exists(AtomicFiles.target(write))
                && !Files.isWritable(AtomicFiles.target(write))) {
            throw denied(AtomicFiles.target(write));
        }
        requireFolder(folder);
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
                path + " can't be written: " + (isReadOnly(path) ? "Read-only file system" : "permission denied"),
                new AccessDeniedException(path.toString()));
    }

    private static boolean isReadOnly(Path path) {
        try {
            return Files.getFileStore(path).isReadOnly();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " can't be read: " + e.getMessage(), e);
        }
    }
}
