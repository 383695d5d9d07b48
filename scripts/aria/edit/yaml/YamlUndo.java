package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.edit.UndoPlan;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How an edit is taken out of a YAML file. The text without it counts when it says what is meant, by the values of the
 * file before the edit, after it and now; else the values are edited.
 *
 * @param units the paths of what the edit wrote as one thing
 */
public record YamlUndo(Set<List<String>> units) implements UndoPlan {
    /** The name of the format in records. */
    public static final String FORMAT = "yaml";

    /** Keeps an unmodifiable copy. */
    public YamlUndo {
        units = Set.copyOf(units);
    }

    /** Returns the plan for an edit that was made for these changes. */
    static YamlUndo of(List<YamlChange> changes) {
        Set<List<String>> units = new LinkedHashSet<>();
        for (YamlChange change : changes) {
            if (!change.key().isEmpty() && change.index() < 0) {
                List<String> unit = new ArrayList<>(change.path());
                unit.add(change.key());
                units.add(unit);
            }
        }
        return new YamlUndo(units);
    }

    /**
     * Reads the units that {@link #write} wrote.
     *
     * @throws IllegalArgumentException when they are something else; any other exception of Gson means the same
     */
    public static YamlUndo read(JsonArray array) {
        Set<List<String>> units = new LinkedHashSet<>();
        for (JsonElement path : array) {
            units.add(path.getAsJsonArray().asList().stream()
                    .map(JsonElement::getAsString)
                    .toList());
        }
        return new YamlUndo(units);
    }

    @Override
    public SourceText undo(View file) {
        Optional<List<YamlMap>> now = said(file.now());
        List<YamlMap> after = YamlDocument.parse(file.after()).documents();
        List<YamlMap> before = YamlDocument.parse(file.before()).documents();
        if (now.isEmpty() || now.get().size() != after.size() || before.size() != after.size()) {
            return texts(file)
                    .filter(text -> said(text).isPresent())
                    .findFirst()
                    .orElseThrow(() -> unreadable(file.now()));
        }
        YamlMerge merge = new YamlMerge(file.now().file(), units);
        List<YamlMap> wanted = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            wanted.add((YamlMap) merge.merge(
                    List.of(), before.get(i), after.get(i), now.get().get(i)));
        }
        return texts(file)
                .filter(text -> said(text).equals(Optional.of(wanted)))
                .findFirst()
                .orElseGet(() -> edited(file.now(), now.get(), wanted));
    }

    /** The texts without the edit, the surest first. */
    private static Stream<SourceText> texts(View file) {
        return Stream.<Supplier<Optional<SourceText>>>of(() -> file.text(true), () -> file.lines(true))
                .flatMap(way -> way.get().stream());
    }

    private static SourceText edited(SourceText file, List<YamlMap> now, List<YamlMap> wanted) {
        SourceText edited = file;
        for (int i = 0; i < wanted.size(); i++) {
            edited = YamlEditor.apply(edited, YamlDifference.changes(List.of(), now.get(i), wanted.get(i)))
                    .after();
        }
        return edited;
    }

    private static RefusedException unreadable(SourceText now) {
        YamlDocument.parse(now);
        return EditErrors.file(
                FindingId.CHANGED_SINCE_PLAN,
                now.file(),
                "it has more or fewer documents than when it was written",
                advice("undo it by hand"));
    }

    /** What a text says; empty when it is not valid. */
    private static Optional<List<YamlMap>> said(SourceText text) {
        try {
            return Optional.of(YamlDocument.parse(text).documents());
        } catch (RefusedException invalid) {
            return Optional.empty();
        }
    }

    @Override
    public void write(JsonWriter json) throws IOException {
        json.name("format").value(FORMAT).name("units").beginArray();
        for (List<String> unit : units) {
            json.beginArray();
            for (String key : unit) {
                json.value(key);
            }
            json.endArray();
        }
        json.endArray();
    }
}
