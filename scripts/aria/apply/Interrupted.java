package aria.apply;

import aria.finding.ConsentException;
import aria.finding.PartialFailureException;
import aria.finding.RefusedException;
import aria.store.AtomicFiles;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import aria.store.Layout;
import aria.store.ProjectLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What runs left behind that were interrupted. */
public final class Interrupted {
    private Interrupted() {}

    /**
     * The record of a run whose writer is not known.
     *
     * @param id         by which a person accepts it
     * @param folder     where it lies; absolute
     * @param operations what it would have done
     */
    public record Foreign(String id, Path folder, List<FileOperation> operations) {
        /** Keeps an unmodifiable copy. */
        public Foreign {
            operations = List.copyOf(operations);
        }
    }

    /**
     * Finishes or takes back what an interrupted run left. Every command that writes calls this before it plans.
     *
     * @param accepted the id of a record that may be followed although its writer is not known
     * @return what was done; {@link Recovery#NOTHING}, with nothing written, when no run was interrupted
     * @throws RefusedException        others can write where the record lies; or it is damaged, names what is not
     *                                 ours to write, or was written by somebody else, on another machine or for
     *                                 another checkout
     * @throws ConsentException        the run is not interrupted but at work
     * @throws PartialFailureException a file was changed by somebody else meanwhile: it is left as it is, the others
     *                                 are done
     */
    public static Recovery recover(Layout layout, Optional<String> accepted) {
        if (Staging.left(layout).isEmpty()) {
            return Recovery.NOTHING;
        }
        requireSafe(layout);
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            return recoverLocked(layout, accepted);
        }
    }

    /**
     * Returns the record that {@link #recover} would refuse because its writer is not known; empty when there is none.
     *
     * @throws RefusedException when it is damaged, or names what is not ours to write
     */
    public static Optional<Foreign> foreign(Layout layout) {
        return Staging.left(layout).stream()
                .filter(staging -> staging.state() == Staging.State.COMPLETE)
                .flatMap(staging -> {
                    Staging.Recorded record = staging.read(layout);
                    return record.foreign().stream().map(id -> new Foreign(id, staging.folder(), record.operations()));
                })
                .findFirst();
    }

    /**
     * For commands that only read: whether a run was interrupted, or is at work at this moment.
     *
     * @return one line that says so and what to do; empty when all is well
     */
    public static Optional<String> unfinished(Layout layout) {
        return Staging.left(layout).stream()
                .filter(staging ->
                        staging.state() == Staging.State.COMPLETE || staging.state() == Staging.State.INCOMPLETE)
                .findFirst()
                .map(staging ->
                        "an earlier run was interrupted or is still at work (" + layout.display(staging.folder())
                                + "): the next command that writes "
                                + (staging.state() == Staging.State.COMPLETE
                                        ? "finishes what it began"
                                        : "clears it away, nothing was changed"));
    }

    /** Whether a run has changed some of its files and not all: what lies there is no state to plan from. */
    public static boolean halfDone(Layout layout) {
        return Staging.left(layout).stream().anyMatch(staging -> staging.state() == Staging.State.COMPLETE);
    }

    /** Keys pass through these folders, and whoever can write them could have this process write anything anywhere. */
    static void requireSafe(Layout layout) {
        AtomicFiles.requireSafeKeyFolder(layout.mtlsFolder());
        AtomicFiles.requireSafeKeyFolder(layout.applyFolder());
    }

    static Recovery recoverLocked(Layout layout, Optional<String> accepted) {
        Recovery.Action action = Recovery.Action.NOTHING;
        List<Path> files = new ArrayList<>();
        for (Staging staging : Staging.left(layout)) {
            switch (staging.state()) {
                case COMPLETE -> {
                    files.addAll(rollForward(layout, staging, accepted));
                    action = Recovery.Action.ROLLED_FORWARD;
                }
                case FINISHED -> {
                    staging.delete(layout);
                    action = Recovery.Action.ROLLED_FORWARD;
                }
                case INCOMPLETE -> {
                    staging.delete(layout);
                    action = Recovery.Action.ROLLED_BACK;
                }
                case EMPTY -> staging.delete(layout);
            }
        }
        return new Recovery(action, files);
    }

    private static List<Path> rollForward(Layout layout, Staging staging, Optional<String> accepted) {
        Staging.Recorded record = staging.read(layout);
        if (record.foreign().isPresent() && !record.foreign().equals(accepted)) {
            throw Journal.notOurs(
                    staging.folder(),
                    "the record of an interrupted run",
                    "bootstrap",
                    "--accept-record",
                    record.foreign().get());
        }
        List<FileOperation> unfinished = record.operations().stream()
                .filter(operation -> operation.state() != FileOperation.State.DONE)
                .toList();
        List<Path> open = unfinished.stream().map(FileOperation::path).toList();
        List<AuditEvent> issued = IssuedEvents.of(layout, record.operations(), true);
        unfinished.forEach(FileOperation::clear);
        new Completion(layout, "recover", open, Watcher.NOBODY)
                .run(staging, record.operations(), AuditLog.of(layout).and(issued));
        return open;
    }
}
