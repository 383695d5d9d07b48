package aria.apply;

import aria.edit.SourceText;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.store.AuditLog;
import aria.store.Digest;
import aria.store.FileWrite;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Undoes the changes of transactions to the user's files. A file that was not edited since gets its original bytes
 * back, however many transactions changed it. From a file that the user has edited since, only the additions are
 * removed.
 */
public final class Undo {

    private final Layout layout;
    private final UndoStore store;

    private Undo(Layout layout) {
        this.layout = layout;
        this.store = new UndoStore(layout);
    }

    /**
     * Takes back the files, in one transaction.
     *
     * @return one for each file, in the order given; refusals among them, which keep nothing else from being done
     * @throws RuntimeException as {@link Transaction#commit} and {@link #requireAccepted}
     */
    public static List<Undone> undo(Layout layout, List<Path> files) {
        List<Undone> planned = plan(layout, files);
        requireAccepted(layout, planned, Optional.empty(), "bootstrap");
        commit(layout, planned, new AuditLog(layout.auditLog()));
        return planned;
    }

    /**
     * What {@link #undo} would do. Writes nothing.
     *
     * @throws RefusedException when an undo record is damaged
     */
    public static List<Undone> plan(Layout layout, List<Path> files) {
        Undo undo = new Undo(layout);
        return files.stream()
                .map(file -> undo.plan(file.toAbsolutePath().normalize()))
                .toList();
    }

    /**
     * Does what was planned, in one transaction of its own.
     *
     * @throws RuntimeException as {@link Transaction#commit}
     */
    public static Applied commit(Layout layout, List<Undone> planned, AuditLog audit) {
        List<FileOperation> operations =
                planned.stream().flatMap(each -> each.operations().stream()).toList();
        return Transaction.commit(layout, operations, audit, Transaction.Event.UNDO);
    }

    /**
     * Every file that has something to take back, absolute, in the order in which they were first changed. One that
     * has another name in its folder now, and the content that it was given here, stands there by that name.
     */
    public static List<Path> recorded(Layout layout) {
        UndoStore store = new UndoStore(layout);
        Set<Path> files = new LinkedHashSet<>();
        store.all().stream()
                .filter(undo -> !undo.undone())
                .sorted(Comparator.comparing(StoredUndo::time).thenComparing(store::path))
                .forEach(undo -> files.add(store.path(undo)));
        return files.stream()
                .map(file -> Files.exists(file)
                        ? file
                        : renamed(store, file)
                                .filter(other -> !files.contains(other))
                                .orElse(file))
                .distinct()
                .toList();
    }

    private static Optional<Path> renamed(UndoStore store, Path file) {
        Set<String> contents = store.of(file).stream()
                .filter(undo -> !undo.undone())
                .map(StoredUndo::after)
                .collect(Collectors.toSet());
        if (!Files.isDirectory(file.getParent())) {
            return Optional.empty();
        }
        try (Stream<Path> beside = Files.list(file.getParent())) {
            return beside.filter(Files::isRegularFile)
                    .filter(Files::isReadable)
                    .filter(other ->
                            Digest.ofFile(other).filter(contents::contains).isPresent())
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(file.getParent() + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /**
     * Refuses to follow records that this user did not write here, unless exactly these were accepted.
     *
     * @param accepted what {@link #foreign} gave when they were shown
     * @param command  the alias of the command that takes back
     * @throws RefusedException when they were not; it names the command that shows them and asks
     */
    public static void requireAccepted(Layout layout, List<Undone> planned, Optional<String> accepted, String command) {
        Optional<String> foreign = foreign(planned);
        if (foreign.isPresent() && !foreign.equals(accepted)) {
            throw Journal.notOurs(
                    layout.undoFolder(),
                    "the undo record of "
                            + planned.stream()
                                    .filter(undone -> !undone.foreign().isEmpty())
                                    .map(undone -> layout.display(undone.file()))
                                    .collect(Collectors.joining(", ")),
                    command,
                    "--undo",
                    "--accept-record",
                    foreign.get());
        }
    }

    /** By what all records together are known that this user did not write here; empty when none is followed. */
    public static Optional<String> foreign(List<Undone> planned) {
        List<String> all = planned.stream()
                .flatMap(undone -> undone.foreign().stream())
                .sorted()
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Seal.digest(String.join("\n", all)));
    }

    private Undone plan(Path file) {
        String name = layout.display(file);
        if (Files.notExists(file)) {
            boolean edited = store.of(file).stream()
                    .anyMatch(undo -> !undo.undone() && undo.edit().isPresent());
            return edited
                    ? nothing(
                            file,
                            Undone.Effect.REFUSED,
                            name
                                    + ": is not there; if it has another name now, give it its old name and run this again")
                    : nothing(file, Undone.Effect.NOTHING, name + ": is not there, nothing to undo");
        }
        try {
            SourceText current = SourceText.of(name, read(file));
            return plan(file, current);
        } catch (RefusedException refused) {
            if (refused.is(FindingId.FOREIGN_RECORD)) {
                throw refused;
            }
            return nothing(file, Undone.Effect.REFUSED, refused.getMessage());
        }
    }

    private Undone plan(Path file, SourceText current) {
        Optional<StoredUndo> exact = store.byContent(current.sha256(), file);
        if (exact.isPresent()) {
            return walk(file, current, exact.get());
        }
        List<StoredUndo> known = store.of(file);
        if (known.stream().anyMatch(undo -> undo.before().equals(Optional.of(current.sha256())))) {
            return nothing(file, Undone.Effect.NOTHING, current.file() + ": is as it was, nothing to undo");
        }
        return newest(known)
                .map(latest -> walk(file, current, latest))
                .orElseGet(
                        () -> nothing(
                                file,
                                Undone.Effect.NO_RECORD,
                                current.file()
                                        + ": nothing is recorded here to undo; if it was changed on another machine, use git revert"));
    }

    /**
     * The change that no other one was made upon. Its time says little: clocks are set back.
     *
     * @param known the latest first, by their times
     */
    private static Optional<StoredUndo> newest(List<StoredUndo> known) {
        List<StoredUndo> open = known.stream().filter(undo -> !undo.undone()).toList();
        Set<String> builtUpon =
                open.stream().flatMap(undo -> undo.before().stream()).collect(Collectors.toSet());
        return open.stream()
                .filter(undo -> !builtUpon.contains(undo.after()))
                .findFirst()
                .or(() -> open.stream().findFirst());
    }

    /** Follows the records back from the newest: the content before one is the content after the one that is older. */
    private Undone walk(Path file, SourceText current, StoredUndo newest) {
        boolean exact = newest.after().equals(current.sha256());
        SourceText text = current;
        List<StoredUndo> used = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(newest.after()));
        Optional<StoredUndo> next = Optional.of(newest);
        while (next.isPresent()) {
            StoredUndo undo = next.get();
            used.add(undo);
            if (undo.created()) {
                return removed(file, current, used, exact);
            }
            text = undo.takeBack(text);
            String before = undo.before().orElseThrow();
            if (exact && !text.sha256().equals(before)) {
                throw Journal.foreign(
                        layout.undoFolder().resolve(undo.fileName()),
                        "the record gives other bytes than it promises",
                        null);
            }
            next = seen.add(before) ? store.byContent(before, file) : Optional.empty();
        }
        if (text.equals(current)) {
            return nothing(file, Undone.Effect.NOTHING, current.file() + ": holds nothing that was added");
        }
        return new Undone(
                file,
                exact ? Undone.Effect.RESTORED : Undone.Effect.ADDITIONS_REMOVED,
                Optional.of(current),
                Optional.of(text),
                current.file()
                        + (exact
                                ? ": gets its original bytes back"
                                : ": what was added is removed, your edits since stay"),
                operations(
                        new FileOperation.Write(FileWrite.ofUser(file, text.bytes()), Optional.of(current.sha256())),
                        used),
                foreign(file, used));
    }

    private Undone removed(Path file, SourceText current, List<StoredUndo> used, boolean exact) {
        if (!exact) {
            return nothing(
                    file,
                    Undone.Effect.REFUSED,
                    current.file() + ": was created here and edited since: delete it when you no longer need it");
        }
        return new Undone(
                file,
                Undone.Effect.REMOVED,
                Optional.of(current),
                Optional.empty(),
                current.file() + ": was created here and is removed",
                operations(new FileOperation.Remove(file, current.sha256()), used),
                foreign(file, used));
    }

    /** The operation on the file, then those that mark the records it uses as undone. */
    private List<FileOperation> operations(FileOperation first, List<StoredUndo> used) {
        return Stream.concat(Stream.of(first), used.stream().map(undo -> store.write(undo.markUndone())))
                .toList();
    }

    /**
     * A record that fits by its content is followed for a copy, too, so that the file itself has to be within the
     * limits.
     */
    private List<String> foreign(Path file, List<StoredUndo> used) {
        List<String> foreign =
                used.stream().flatMap(undo -> undo.foreign().stream()).toList();
        if (!foreign.isEmpty()) {
            new RecordLimits(layout, layout.undoFolder(), false).require(file);
        }
        return foreign;
    }

    private static Undone nothing(Path file, Undone.Effect effect, String message) {
        return new Undone(file, effect, Optional.empty(), Optional.empty(), message, List.of(), List.of());
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
