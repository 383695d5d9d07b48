package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.ParallelStreams;
import aria.edit.Position;
import aria.edit.SourceText;
import aria.edit.UndoPlan;
import aria.finding.FindingId;
import com.google.gson.JsonArray;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A plan to undo an edit of a YAML file.
 *
 * @param steps in this order
 */
public record YamlUndo(List<UndoStep> steps) implements UndoPlan {
    /** Keeps an unmodifiable copy. */
    public YamlUndo {
        steps = List.copyOf(steps);
    }

    /** The steps for an edit, last change first. */
    static YamlUndo of(Edit edit, List<YamlChange> changes) {
        List<YamlMap> before = YamlDocument.parse(edit.before()).documents();
        List<YamlMap> after = YamlDocument.parse(edit.after()).documents();
        List<YamlChange> backwards = new ArrayList<>(changes);
        Collections.reverse(backwards);
        return new YamlUndo(ParallelStreams.of(backwards)
                .flatMap(change -> {
                    int document = Paths.document(before, change);
                    return step(change, before.get(document), after.get(document)).stream();
                })
                .toList());
    }

    /**
     * Reads the steps that {@link #write} wrote.
     *
     * @throws IllegalArgumentException when they are something else; any other exception of Gson means the same
     */
    public static YamlUndo read(JsonArray steps) {
        List<UndoStep> read = new ArrayList<>();
        steps.forEach(step -> read.add(YamlUndoJson.read(step.getAsJsonObject())));
        return new YamlUndo(read);
    }

    private static Optional<UndoStep> step(YamlChange change, YamlMap before, YamlMap after) {
        YamlValue now = Paths.value(after, change);
        YamlValue old = Paths.raw(before, change);
        List<String> path = change.path();
        List<String> made = path.subList(0, made(before, path));
        boolean whole = !path.isEmpty() && change.index() < 0 && formIsLost(old, now);
        return change.inverse(Paths.value(before, change), now)
                .map(removal -> made.size() < path.size()
                        ? around(made, Paths.at(before, made), Paths.at(after, made), removal)
                        : whole ? around(path, old, now, removal) : removal);
    }

    /**
     * How many keys of a path lead to the outermost value on it that was not there, or held nothing; else all of
     * them.
     */
    private static int made(YamlMap before, List<String> path) {
        YamlValue value = before;
        for (int i = 0; i < path.size(); i++) {
            value = value instanceof YamlMap map ? map.entries().get(path.get(i)) : null;
            if (value == null || holdsNothing(value)) {
                return i + 1;
            }
        }
        return path.size();
    }

    /**
     * Puts back what was at a path, or takes away what was made there; only what was added when something else was
     * added too.
     */
    private static UndoStep around(List<String> path, YamlValue old, YamlValue now, UndoStep removal) {
        List<String> parent = path.subList(0, path.size() - 1);
        String key = path.get(path.size() - 1);
        return new UndoStep(
                old == null
                        ? new RemoveEntry(parent, key, UndoStep.REASON)
                        : new PutEntry(parent, key, old, UndoStep.REASON),
                now,
                Optional.of(removal.change()));
    }

    private static boolean holdsNothing(YamlValue value) {
        return value instanceof YamlScalar scalar && scalar.isNull() || ValueApplier.isEmpty(value);
    }

    /**
     * Whether removing what was added would not lead back: an empty value or a tag would be gone, a list remain a
     * mapping.
     */
    private static boolean formIsLost(YamlValue old, YamlValue now) {
        boolean empty = old != null && holdsNothing(old);
        return now == null
                ? old != null && old.tag().isPresent()
                : empty || old instanceof YamlList && now instanceof YamlMap;
    }

    @Override
    public SourceText undo(SourceText current) {
        List<YamlMap> documents = YamlDocument.parse(current).documents();
        List<YamlChange> changes = new ArrayList<>();
        for (UndoStep step : steps) {
            YamlMap root = documents.isEmpty()
                    ? YamlValue.map(Map.of())
                    : documents.get(Paths.document(documents, step.change()));
            applicable(current.file(), root, step).ifPresent(change -> {
                requireWritable(current.file(), change);
                changes.add(change);
            });
        }
        return YamlEditor.apply(current, changes).after();
    }

    /** The change of a step; empty when its place is gone or what it does is done. */
    private static Optional<StoredChange> applicable(String file, YamlMap root, UndoStep step) {
        StoredChange change = whereItIsNow(root, step);
        List<String> path = change.path();
        YamlValue there = Paths.value(root, change);
        if (!(Paths.at(root, path.subList(0, Math.max(0, path.size() - 1))) instanceof YamlMap)
                || !change.fits(there)) {
            return Optional.empty();
        }
        if (step.ours().isEmpty()) {
            return Optional.of(change);
        }
        YamlValue now = Paths.entry(there, change.key());
        if (now == null || now.equals(change.value())) {
            return Optional.empty();
        }
        if (Fingerprint.of(now).equals(step.ours().get())) {
            return Optional.of(change);
        }
        if (step.otherwise().isPresent()) {
            return step.otherwise();
        }
        throw EditErrors.at(
                FindingId.CHANGED_SINCE_PLAN,
                file,
                now.position(),
                Paths.text(change) + ": '" + change.key() + "' has changed since it was written",
                advice("undo it by hand"));
    }

    private static void requireWritable(String file, StoredChange change) {
        if (change.value() != null
                && change.value().anyMatch(value -> value.tag().isPresent())) {
            throw EditErrors.at(
                    FindingId.OVERRIDE_TAG,
                    file,
                    Position.NONE,
                    Paths.text(change) + ": the value there had a tag, which cannot be restored",
                    advice("undo it by hand"));
        }
    }

    /** The change of a step; for an entry of an item, of the one item that has our value now. */
    private static StoredChange whereItIsNow(YamlMap root, UndoStep step) {
        StoredChange change = step.change();
        if (change.index() < 0 || step.ours().isEmpty() || !(Paths.at(root, change.path()) instanceof YamlList list)) {
            return change;
        }
        int[] ours = IntStream.range(0, list.items().size())
                .filter(i -> Optional.ofNullable(Paths.entry(list.items().get(i), change.key()))
                        .filter(value ->
                                Fingerprint.of(value).equals(step.ours().get()))
                        .isPresent())
                .toArray();
        return ours.length == 1 ? change.inItem(ours[0]) : change;
    }

    @Override
    public void write(JsonWriter json) throws IOException {
        json.name("steps").beginArray();
        for (UndoStep step : steps) {
            YamlUndoJson.write(json, step);
        }
        json.endArray();
    }
}
