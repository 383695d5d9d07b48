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
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * All or nothing for a list of steps. Before the first of them is taken, all of them are on disk as a write-ahead
 * record. A process that dies before the record is complete has changed nothing; one that dies later has left
 * everything that is needed to finish, and the next run that writes does so.
 */
public final class Transaction {
    /** So many files are written side by side, by so many threads. */
    private static final int MANY = 200;

    private static final int WRITERS = 8;

    private Transaction() {}

    /**
     * Takes the steps in their order. Those that are already true are left out; when none is left nothing at all is
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
     * @throws IllegalArgumentException two different steps are about one file
     */
    public static Applied commit(Layout layout, List<? extends Step> steps, AuditLog audit) {
        return commit(layout, steps, audit, Kind.APPLY);
    }

    /**
     * As {@link #commit(Layout, List, AuditLog)}, for a caller that holds the lock since before it looked at the disk.
     *
     * @param held the lock of this layout's project; stays held
     */
    public static Applied commit(Layout layout, List<? extends Step> steps, AuditLog audit, ProjectLock held) {
        return commit(layout, steps, audit, held, Watcher.NOBODY);
    }

    /** As {@link #commit(Layout, List, AuditLog, ProjectLock)}. @param watcher told of the files that are written */
    public static Applied commit(
            Layout layout, List<? extends Step> steps, AuditLog audit, ProjectLock held, Watcher watcher) {
        Objects.requireNonNull(held);
        return commitLocked(layout, steps, audit, Kind.APPLY, watcher);
    }

    /** What a transaction is called in the audit log, and whether it can be taken back. */
    enum Kind {
        APPLY,
        UNDO;

        String event() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Applied commit(Layout layout, List<? extends Step> steps, AuditLog audit, Kind kind) {
        if (Preflight.check(layout, steps).isEmpty()) {
            return Applied.NOTHING;
        }
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            return commitLocked(layout, steps, audit, kind, Watcher.NOBODY);
        }
    }

    private static Applied commitLocked(
            Layout layout, List<? extends Step> steps, AuditLog audit, Kind kind, Watcher watcher) {
        requireSafe(layout);
        recoverLocked(layout);
        List<Preflight.Planned> planned = Preflight.check(layout, steps);
        if (planned.isEmpty()) {
            return Applied.NOTHING;
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<Task> tasks = new ArrayList<>();
        if (kind == Kind.APPLY) {
            new UndoStore(layout).records(planned, now).forEach(tasks::add);
        }
        planned.forEach(each -> tasks.add(each.task()));
        Staging staging = stage(layout, id(now), tasks);
        List<Path> files = planned.stream().map(each -> each.task().path()).toList();
        finish(layout, staging, tasks, audit, new Notice(kind.event(), files, watcher));
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
        Recovery.Outcome outcome = Recovery.Outcome.NOTHING;
        List<Path> files = new ArrayList<>();
        for (Staging staging : Staging.left(layout)) {
            switch (staging.state()) {
                case COMPLETE -> {
                    files.addAll(rollForward(layout, staging));
                    outcome = Recovery.Outcome.ROLLED_FORWARD;
                }
                case FINISHED -> {
                    staging.delete(layout);
                    outcome = Recovery.Outcome.ROLLED_FORWARD;
                }
                case INCOMPLETE -> {
                    staging.delete(layout);
                    outcome = Recovery.Outcome.ROLLED_BACK;
                }
                case EMPTY -> staging.delete(layout);
            }
        }
        return new Recovery(outcome, files);
    }

    private static List<Path> rollForward(Layout layout, Staging staging) {
        List<Task> tasks = staging.read(layout);
        List<Task> unfinished =
                tasks.stream().filter(task -> task.state() != Task.State.DONE).toList();
        List<Path> open = unfinished.stream().map(Task::path).toList();
        unfinished.forEach(Task::clear);
        finish(layout, staging, tasks, new AuditLog(layout.auditLog()), new Notice("recover", open, Watcher.NOBODY));
        return open;
    }

    private static Staging stage(Layout layout, String id, List<Task> tasks) {
        Staging staging = new Staging(layout.applyFolder().resolve(id));
        try {
            UnflushedFolders unflushed = new UnflushedFolders();
            staging.create(unflushed);
            for (Task task : tasks) {
                if (task instanceof Task.Write write && write.write().mode().isEmpty()) {
                    FileOwner.requireKept(AtomicFiles.target(write.write()), staging.folder());
                }
            }
            staging.complete(layout, tasks, unflushed);
            return staging;
        } catch (RuntimeException e) {
            if (staging.state() != Staging.State.COMPLETE) {
                staging.delete(layout);
            }
            throw e;
        }
    }

    /** Who hears of it: the audit log an event about files when all is done, the watcher of each task. */
    private record Notice(String event, List<Path> files, Watcher watcher) {}

    private static void finish(Layout layout, Staging staging, List<Task> tasks, AuditLog audit, Notice notice) {
        List<Path> conflicts = new ArrayList<>();
        try {
            UnflushedFolders unflushed = new UnflushedFolders();
            AtomicInteger done = new AtomicInteger();
            Runnable step = () -> notice.watcher().written(done.incrementAndGet(), tasks.size());
            for (List<Task> independent : independent(tasks)) {
                conflicts.addAll(run(independent, unflushed, step));
            }
            unflushed.flush();
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

    /** The tasks in their order, writes of files that stand beside each other as one group: none of them needs another. */
    private static List<List<Task>> independent(List<Task> tasks) {
        List<List<Task>> groups = new ArrayList<>();
        Task last = null;
        for (Task task : tasks) {
            if (!(task instanceof Task.Write && last instanceof Task.Write)) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(task);
            last = task;
        }
        return groups;
    }

    /** Does what is to do, many writes side by side: most of the time they wait for the disk. @return what somebody else changed */
    private static List<Path> run(List<Task> independent, UnflushedFolders unflushed, Runnable step) {
        if (independent.size() < MANY) {
            return independent.stream()
                    .flatMap(task -> run(task, unflushed, step).stream())
                    .toList();
        }
        ForkJoinPool writers = new ForkJoinPool(WRITERS);
        try {
            return writers.submit(() -> independent.parallelStream()
                            .flatMap(task -> run(task, unflushed, step).stream())
                            .toList())
                    .join();
        } finally {
            writers.shutdown();
        }
    }

    private static Optional<Path> run(Task task, UnflushedFolders unflushed, Runnable step) {
        Task.State state = task.state();
        if (state == Task.State.TO_DO) {
            task.run(unflushed);
        }
        step.run();
        return state == Task.State.CONFLICT ? Optional.of(task.path()) : Optional.empty();
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
