package aria.apply;

import aria.finding.ConsentException;
import aria.finding.PartialFailureException;
import aria.finding.RefusedException;
import aria.store.AuditEvent;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Applies a list of operations, all or none of them. Before the first one is done, all of them are on disk as a
 * write-ahead record. A process that dies before the record is complete has changed nothing. If it dies later, the
 * next run that writes finishes the record.
 */
public final class Transaction {
    private Transaction() {}

    /**
     * Does the operations in their order. Those that are already true are left out; when none is left nothing at all is
     * written, not even the lock. What an interrupted run left is finished first. Edits and files of the user's get
     * undo records. Takes the {@link ProjectLock} itself.
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
     * As {@link #commit(Layout, List, AuditLog)}, for a caller that holds the lock since before it looked at the
     * disk.
     */
    static Applied commit(HeldProject held, List<? extends FileOperation> operations) {
        return commit(held, operations, Event.APPLY);
    }

    /** The name of a transaction in the audit log, and whether it can be undone. */
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
            return commit(new HeldProject(layout, audit, lock, Watcher.NOBODY), operations, event);
        }
    }

    private static Applied commit(HeldProject held, List<? extends FileOperation> operations, Event event) {
        Layout layout = held.layout();
        Interrupted.requireSafe(layout);
        Interrupted.recoverLocked(layout, Optional.empty());
        List<FileOperation> planned = Preflight.check(layout, operations);
        if (planned.isEmpty()) {
            return Applied.NOTHING;
        }
        held.audit().requireReadable();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<FileOperation> all = new ArrayList<>();
        if (event == Event.APPLY) {
            new UndoStore(layout).records(planned, now).forEach(all::add);
        }
        all.addAll(planned);
        List<AuditEvent> issued = IssuedEvents.of(layout, planned, false);
        Staging staging = stage(layout, id(now), all);
        List<Path> files = planned.stream().map(FileOperation::path).toList();
        new Completion(layout, event.text(), files, held.watcher())
                .run(staging, all, held.audit().and(issued));
        return new Applied(Optional.of(staging.id()), files);
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

    /** Sorts by time; the random part keeps two of one millisecond apart. */
    private static String id(Instant now) {
        return now.toString().replaceAll("[-:]", "") + "-"
                + Integer.toHexString(ThreadLocalRandom.current().nextInt());
    }
}
