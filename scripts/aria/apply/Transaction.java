package aria.apply;

import static aria.finding.Remedy.advice;

import aria.finding.ConsentException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.PartialFailureException;
import aria.finding.RefusedException;
import aria.store.AtomicFiles;
import aria.store.AuditLog;
import aria.store.FileOwner;
import aria.store.Layout;
import aria.store.ProjectLock;
import aria.store.UnflushedFolders;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * All or nothing for a list of operations. Before the first of them is done, all of them are on disk as a write-ahead
 * record. A process that dies before the record is complete has changed nothing; one that dies later has left
 * everything that is needed to finish, and the next run that writes does so.
 */
public final class Transaction {
    private Transaction() {}

    /**
     * Does the operations in their order. Those that are already true are left out; when none is left nothing at all is
     * written, not even the lock. What an interrupted run left is finished first. Edits and files of the user's get
     * undo records. Takes the {@link ProjectLock} itself; who holds it already calls
     * {@link #commit(Layout, List, AuditLog, ProjectLock)}.
     *
     * @param audit gets one event, {@code apply}, with the id and the files
     * @return what was done
     * @throws RefusedException         a file is not what the plan saw; nothing was written
     * @throws ConsentException                 another run is writing; nothing was written
     * @throws RefusedException  a secret would go to a folder that others can write; nothing was written
     * @throws UncheckedIOException     the disk refused before the record was complete; nothing was written
     * @throws PartialFailureException               the disk refused later, or a file changed in that moment; run again
     * @throws IllegalArgumentException two different operations are about one file
     */
    public static Applied commit(Layout layout, List<? extends FileOperation> operations, AuditLog audit) {
        return commit(layout, operations, audit, Event.APPLY);
    }

    /**
     * As {@link #commit(Layout, List, AuditLog)}, for a caller that holds the lock since before it looked at the disk.
     *
     * @param held the lock of this layout's project; stays held
     */
    public static Applied commit(
            Layout layout, List<? extends FileOperation> operations, AuditLog audit, ProjectLock held) {
        return commit(layout, operations, audit, held, Watcher.NOBODY);
    }

    /**
     * As {@link #commit(Layout, List, AuditLog, ProjectLock)}.
     *
     * @param watcher told of the files that are written
     */
    public static Applied commit(
            Layout layout,
            List<? extends FileOperation> operations,
            AuditLog audit,
            ProjectLock held,
            Watcher watcher) {
        Objects.requireNonNull(held);
        return commitLocked(layout, operations, audit, Event.APPLY, watcher);
    }

    /** What a transaction is called in the audit log, and whether it can be taken back. */
    enum Event {
        APPLY,
        UNDO;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Applied commit(Layout layout, List<? extends FileOperation> operations, AuditLog audit, Event event) {
        if (Preflight.check(layout, operations).isEmpty()) {
            return Applied.NOTHING;
        }
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            return commitLocked(layout, operations, audit, event, Watcher.NOBODY);
        }
    }

    private static Applied commitLocked(
            Layout layout, List<? extends FileOperation> operations, AuditLog audit, Event event, Watcher watcher) {
        requireSafe(layout);
        recoverLocked(layout);
        List<FileOperation> planned = Preflight.check(layout, operations);
        if (planned.isEmpty()) {
            return Applied.NOTHING;
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<FileOperation> all = new ArrayList<>();
        if (event == Event.APPLY) {
            new UndoStore(layout).records(planned, now).forEach(all::add);
        }
        all.addAll(planned);
        Staging staging = stage(layout, id(now), all);
        List<Path> files = planned.stream().map(FileOperation::path).toList();
        finish(layout, staging, all, audit, new Notice(event.text(), files, watcher));
        return new Applied(Optional.of(staging.id()), files);
    }

    /**
     * Finishes or takes back what an interrupted run left. Every command that writes calls this before it plans.
     *
     * @return what was done; {@link Recovery#NOTHING}, with nothing written, when no run was interrupted
     * @throws RefusedException others can write where the record lies
     * @throws ConsentException      the run is not interrupted but at work
     * @throws PartialFailureException    a file was changed by somebody else meanwhile: it is left as it is, the others are done
     * @throws RefusedException what lies there is damaged, or was not written in this place
     */
    public static Recovery recover(Layout layout) {
        if (Staging.left(layout).isEmpty()) {
            return Recovery.NOTHING;
        }
        requireSafe(layout);
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            return recoverLocked(layout);
        }
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
    private static void requireSafe(Layout layout) {
        AtomicFiles.requireSafeKeyFolder(layout.mtlsFolder());
        AtomicFiles.requireSafeKeyFolder(layout.applyFolder());
    }

    private static Recovery recoverLocked(Layout layout) {
        Recovery.Action action = Recovery.Action.NOTHING;
        List<Path> files = new ArrayList<>();
        for (Staging staging : Staging.left(layout)) {
            switch (staging.state()) {
                case COMPLETE -> {
                    files.addAll(rollForward(layout, staging));
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

    private static List<Path> rollForward(Layout layout, Staging staging) {
        List<FileOperation> operations = staging.read(layout);
        List<FileOperation> unfinished = operations.stream()
                .filter(operation -> operation.state() != FileOperation.State.DONE)
                .toList();
        List<Path> open = unfinished.stream().map(FileOperation::path).toList();
        unfinished.forEach(FileOperation::clear);
        finish(
                layout,
                staging,
                operations,
                new AuditLog(layout.auditLog()),
                new Notice("recover", open, Watcher.NOBODY));
        return open;
    }

    private static Staging stage(Layout layout, String id, List<FileOperation> operations) {
        Staging staging = new Staging(layout.applyFolder().resolve(id));
        try {
            UnflushedFolders unflushed = new UnflushedFolders();
            staging.create(unflushed);
            for (FileOperation operation : operations) {
                if (operation instanceof FileOperation.Write write && write.isOfUser()) {
                    FileOwner.requireKept(write.target(), staging.folder());
                }
            }
            staging.complete(layout, operations, unflushed);
            return staging;
        } catch (RuntimeException e) {
            if (staging.state() != Staging.State.COMPLETE) {
                staging.delete(layout);
            }
            throw e;
        }
    }

    /** Who hears of it: the audit log an event about files when all is done, the watcher of each operation. */
    private record Notice(String event, List<Path> files, Watcher watcher) {}

    private static void finish(
            Layout layout, Staging staging, List<FileOperation> operations, AuditLog audit, Notice notice) {
        List<Path> conflicts;
        try {
            conflicts = OperationRunner.run(operations, notice.watcher());
            audit.append(notice.event(), auditFields(layout, staging, notice.files(), conflicts));
            staging.delete(layout);
        } catch (UncheckedIOException e) {
            throw new PartialFailureException(
                    Finding.error(
                            FindingId.PARTLY_DONE,
                            e.getMessage(),
                            advice("run this again, which finishes what this run began")),
                    e);
        }
        if (!conflicts.isEmpty()) {
            throw new PartialFailureException(
                    FindingId.PARTLY_DONE,
                    show(layout, conflicts)
                            + " changed while the files were being written and stays as it is; everything else is done",
                    advice("run again"));
        }
    }

    private static Map<String, String> auditFields(
            Layout layout, Staging staging, List<Path> files, List<Path> conflicts) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", staging.id());
        fields.put("files", show(layout, files));
        if (!conflicts.isEmpty()) {
            fields.put("left", show(layout, conflicts));
        }
        return fields;
    }

    private static String show(Layout layout, List<Path> paths) {
        return paths.stream().map(layout::display).collect(Collectors.joining(", "));
    }

    /** Sorts by time; the random part keeps two of one millisecond apart. */
    private static String id(Instant now) {
        return now.toString().replaceAll("[-:]", "") + "-"
                + Integer.toHexString(ThreadLocalRandom.current().nextInt());
    }
}
