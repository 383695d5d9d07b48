package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.Position;
import aria.edit.SourceText;
import aria.edit.UndoPlan;
import aria.finding.FindingId;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How records of version 0.1 take an edit out of a YAML file: by steps, because they do not hold what it left.
 *
 * @param steps in this order
 */
public record YamlSteps(JsonArray steps) implements UndoPlan {
    /**
     * Reads steps.
     *
     * @throws IllegalArgumentException when they are something else; any other exception of Gson means the same
     */
    public static YamlSteps read(JsonArray steps) {
        steps.forEach(step -> YamlStepsJson.read(step.getAsJsonObject()));
        return new YamlSteps(steps);
    }

    @Override
    public SourceText undo(View file) {
        SourceText current = file.now();
        List<YamlMap> documents = YamlDocument.parse(current).documents();
        List<YamlChange> changes = new ArrayList<>();
        for (JsonElement written : steps) {
            UndoStep step = YamlStepsJson.read(written.getAsJsonObject());
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
                advice((change.value() == null
                                ? "remove it"
                                : "write there what it was before, "
                                        + change.value().pasted() + ",")
                        + " and undo again"));
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
        json.name("steps").jsonValue(steps.toString());
    }
}
