package aria.apply;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.store.AuditLog;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.Seal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes back what transactions did to the user's files. A file gets the bytes that it would have without them: those of
 * before the first one, with what the user edited since. Each transaction left what the file was before and after it;
 * they are taken back from the latest to the first. It is all files or none, because they mount each other.
 */
public final class Undo {

    private final Layout layout;
    private final UndoStore store;

    private final Predicate<String> by;

    private Undo(Layout layout, Predicate<String> by) {
        this.layout = layout;
        this.by = by;
        this.store = new UndoStore(layout);
    }

    /**
     * Takes back the files, in one transaction.
     *
     * @return one for each file, in the order given; where one is refused, all stay as they are
     * @throws RuntimeException as {@link Transaction#commit} and {@link #requireAccepted}
     */
    public static List<Undone> undo(Layout layout, List<Path> files) {
        List<Undone> planned = plan(layout, files, undoable -> true);
        requireAccepted(layout, planned, Optional.empty(), "bootstrap");
        commit(layout, planned, AuditLog.of(layout));
        return planned;
    }

    /**
     * What {@link #undo} would do. Writes nothing.
     *
     * @param by whether the choices that a command remembers are taken back, by the command's name
     * @throws RefusedException when an undo record is damaged
     */
    public static List<Undone> plan(Layout layout, List<Path> files, Predicate<String> by) {
        Undo undo = new Undo(layout, by);
        List<Undone> planned = files.stream()
                .map(file -> undo.plan(file.toAbsolutePath().normalize()))
                .toList();
        boolean refused = planned.stream().anyMatch(undone -> undone.effect() == Undone.Effect.REFUSED);
        return refused ? planned.stream().map(Undone::waiting).toList() : planned;
    }

    /**
     * Returns a file as it would be without what transactions did to it.
     *
     * @throws RefusedException when what was replaced has been changed since, or a record was made elsewhere
     */
    static SourceText without(Layout layout, Path file, SourceText now) {
        List<StoredUndo> records = new UndoStore(layout).open(file);
        if (records.stream().anyMatch(undo -> undo.foreign().isPresent())) {
            throw EditErrors.file(
                    FindingId.FOREIGN_RECORD,
                    layout.display(file),
                    "its undo record was made elsewhere, so no part of it is taken back alone",
                    Remedy.aria("patch-compose", "--undo"));
        }
        return withoutAll(records, now);
    }

    private static SourceText withoutAll(List<StoredUndo> records, SourceText now) {
        return StoredUndo.takeBack(notBuiltUpon(records, now.sha256()), now);
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
        return new UndoStore(layout).recorded();
    }

    /** As {@link #recorded}; empty when a record is damaged, which whoever takes something back is told. */
    public static List<Path> readable(Layout layout) {
        try {
            return recorded(layout);
        } catch (RefusedException damaged) {
            return List.of();
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
            boolean edited =
                    store.open(file).stream().anyMatch(undo -> undo.edit().isPresent());
            return edited
                    ? nothing(
                            file,
                            Undone.Effect.REFUSED,
                            name
                                    + ": is not there; if it has another name now, give it its old name and run this again")
                    : nothing(file, Undone.Effect.NOTHING, name + ": is not there, nothing to undo");
        }
        try {
            SourceText current = SourceText.of(name, InputFile.required(file));
            return plan(file, current);
        } catch (RefusedException refused) {
            if (refused.is(FindingId.FOREIGN_RECORD)) {
                throw refused;
            }
            return nothing(file, Undone.Effect.REFUSED, refused.getMessage());
        }
    }

    private Undone plan(Path file, SourceText current) {
        List<StoredUndo> records = store.open(file).stream()
                .filter(undo -> undo.by().isEmpty() || by.test(undo.by()))
                .toList();
        if (records.isEmpty()) {
            records = byContent(file, current.sha256());
        }
        if (!records.isEmpty()) {
            return takenBack(file, current, records);
        }
        return store.wasSo(file, current.sha256())
                ? nothing(file, Undone.Effect.NOTHING, current.file() + ": is as it was, nothing to undo")
                : nothing(
                        file,
                        Undone.Effect.NO_RECORD,
                        current.file()
                                + ": nothing is recorded here to undo; if it was changed on another machine, use git revert");
    }

    /** The records that lead to a content, the latest first: of a copy, or of a file that git brought back. */
    private List<StoredUndo> byContent(Path file, String sha256) {
        List<StoredUndo> records = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Optional<StoredUndo> next = store.byContent(sha256, file);
        while (next.isPresent()) {
            StoredUndo undo = next.get();
            records.add(undo);
            next = undo.before().filter(seen::add).flatMap(before -> store.byContent(before, file));
        }
        return records;
    }

    /** @param records the latest first */
    private Undone takenBack(Path file, SourceText current, List<StoredUndo> records) {
        SourceText text = withoutAll(records, current);
        StoredUndo first = records.get(records.size() - 1);
        boolean exact = first.before().equals(Optional.of(text.sha256()));
        SourceText left = text;
        if (records.stream().anyMatch(undo -> undo.createdAllOf(left))) {
            return undone(file, Undone.Effect.REMOVED, current, Optional.empty(), records);
        }
        boolean ours = records.get(0).after().equals(current.sha256()) && !text.equals(current);
        if (first.created() && first.edit().isEmpty() && !ours) {
            return nothing(
                    file,
                    Undone.Effect.KEPT,
                    current.file()
                            + ": was created here and edited since; it stays, delete it when you no longer need it");
        }
        if (text.equals(current)) {
            return nothing(
                    file,
                    Undone.Effect.NOTHING,
                    current.file() + (exact ? ": is as it was, nothing to undo" : ": holds nothing that was added"));
        }
        return undone(
                file,
                exact ? Undone.Effect.RESTORED : Undone.Effect.ADDITIONS_REMOVED,
                current,
                Optional.of(text),
                records);
    }

    /** The records without the latest ones, when the file is as an earlier one left it or found it. */
    private static List<StoredUndo> notBuiltUpon(List<StoredUndo> records, String sha256) {
        for (int i = records.size() - 1; i >= 0; i--) {
            if (records.get(i).before().equals(Optional.of(sha256))) {
                return records.subList(i + 1, records.size());
            }
            if (records.get(i).after().equals(sha256)) {
                return records.subList(i, records.size());
            }
        }
        return records;
    }

    private Undone undone(
            Path file, Undone.Effect effect, SourceText current, Optional<SourceText> restored, List<StoredUndo> used) {
        String what = switch (effect) {
            case RESTORED -> ": gets its original bytes back";
            case REMOVED -> ": was created here and is removed";
            default -> ": what was added is removed, your edits since stay";
        };
        FileOperation operation = restored.<FileOperation>map(text ->
                        new FileOperation.Write(FileWrite.ofUser(file, text.bytes()), Optional.of(current.sha256())))
                .orElseGet(() -> new FileOperation.Remove(file, current.sha256()));
        return new Undone(
                file,
                effect,
                Optional.of(current),
                restored,
                current.file() + what,
                operations(operation, used),
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
}
