package aria.edit.json;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.RemoveItem;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlEditor;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of strict JSON, edited as YAML, of which JSON is a subset. Untouched parts keep every byte, their order and
 * the form of their numbers. Immutable; each change returns a new document, parsed again.
 */
public final class JsonDocument {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final String REASON = "asked for";

    private final SourceText source;
    private final JsonObject root;

    private JsonDocument(SourceText source) {
        this.source = source;
        new JsonScanner(source.file(), source.text()).requireObject();
        this.root = JsonParser.parseString(source.text()).getAsJsonObject();
    }

    /**
     * Parses a JSON object.
     *
     * @param label what to call the file in an error
     * @throws RefusedException with {@code label:line:column} when it isn't a JSON object
     */
    public static JsonDocument parse(String label, byte[] content) {
        return new JsonDocument(source(label, content));
    }

    /**
     * A file as text.
     *
     * @throws RefusedException when it is larger than 1 MiB or not UTF-8
     */
    public static String decode(String label, byte[] content) {
        return source(label, content).text();
    }

    private static SourceText source(String label, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw EditErrors.file(
                    FindingId.LIMIT, label, "the file has " + content.length + " bytes; the limit is " + MAX_BYTES);
        }
        try {
            return SourceText.of(label, content);
        } catch (RefusedException notUtf8) {
            throw EditErrors.file(
                    FindingId.JSON_INVALID, label, "the file is not UTF-8", notUtf8, advice("save it as UTF-8"));
        }
    }

    /** The file's content. */
    public byte[] content() {
        return source.bytes();
    }

    /**
     * A copy of the value under the given member names, or numbers of items, counted from 0; empty when one of them
     * is absent, or something on the way is neither an object nor an array.
     */
    public Optional<JsonElement> get(String... path) {
        JsonElement value = root;
        for (String name : path) {
            if (value instanceof JsonObject object) {
                value = object.get(name);
            } else {
                value = isItem(value, name) ? value.getAsJsonArray().get(Integer.parseInt(name)) : null;
            }
        }
        return Optional.ofNullable(value).map(JsonElement::deepCopy);
    }

    private static boolean isItem(JsonElement array, String name) {
        return array != null
                && array.isJsonArray()
                && name.matches("\\d{1,9}")
                && Integer.parseInt(name) < array.getAsJsonArray().size();
    }

    /** The text of a string under the given member names; empty when it is absent, null or no string. */
    public Optional<String> string(String... path) {
        return get(path)
                .filter(value ->
                        value.isJsonPrimitive() && value.getAsJsonPrimitive().isString())
                .map(JsonElement::getAsString);
    }

    /**
     * Puts a value under the given member names: replaced where it is, else added as the last member. Objects on the
     * way that are absent or null are created.
     *
     * @throws RefusedException when something on the way is neither an object nor null
     */
    public JsonDocument put(JsonElement value, String... path) {
        List<String> holder = List.of(path).subList(0, path.length - 1);
        return with(new PutEntry(holder, path[path.length - 1], yaml(value), REASON));
    }

    /** As {@link #put}, in the object that is an item, counted from 0, of the array under the given member names. */
    public JsonDocument putInItem(JsonElement value, int index, String name, String... path) {
        return with(new PutEntry(List.of(path), index, name, yaml(value), REASON));
    }

    /** Puts an item in front of the array under the given member names; the array is created where it is absent. */
    public JsonDocument prependItem(JsonElement value, String... path) {
        return with(new AddItem(List.of(path), yaml(value), true, REASON));
    }

    /** Removes this item from the array under the given member names; an array that would become empty goes with its name. */
    public JsonDocument removeItem(JsonElement value, String... path) {
        return with(new RemoveItem(List.of(path), yaml(value), REASON));
    }

    /** Returns where the value under the given member names stands, or the whole object when it is absent. */
    public Place place(String... path) {
        try {
            YamlValue at = YamlDocument.parse(source).documents().get(0);
            for (String name : get(path).isPresent() ? path : new String[0]) {
                at = at instanceof YamlList list
                        ? list.items().get(Integer.parseInt(name))
                        : ((YamlMap) at).entries().get(name);
            }
            return new Place(source.file(), at.position().line(), at.position().column());
        } catch (RefusedException notEdited) {
            return Place.of(source.file());
        }
    }

    private JsonDocument with(YamlChange change) {
        return new JsonDocument(YamlEditor.apply(source, List.of(change)).after());
    }

    private static YamlValue yaml(JsonElement value) {
        if (value.isJsonObject()) {
            Map<String, YamlValue> entries = new LinkedHashMap<>();
            value.getAsJsonObject().asMap().forEach((name, member) -> entries.put(name, yaml(member)));
            return YamlValue.map(entries);
        }
        if (value.isJsonArray()) {
            return YamlValue.list(value.getAsJsonArray().asList().stream()
                    .map(JsonDocument::yaml)
                    .toList());
        }
        boolean string = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
        return string ? YamlValue.scalar(value.getAsString()) : YamlValue.plain(value.toString());
    }
}
