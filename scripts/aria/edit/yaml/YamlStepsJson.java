package aria.edit.yaml;

import aria.edit.Position;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON form of steps that take an edit out of a YAML file, as version 0.1 wrote them. */
final class YamlStepsJson {
    private static final String REASON = UndoStep.REASON;

    private YamlStepsJson() {}

    /**
     * Reads a step.
     *
     * @throws IllegalArgumentException when it is no such step
     */
    static UndoStep read(JsonObject json) {
        Optional<String> left = Optional.ofNullable(json.get("left")).map(JsonElement::getAsString);
        Optional<String> ours = Optional.ofNullable(json.get("ours")).map(value -> Fingerprint.of(value(value)));
        return new UndoStep(
                change(json),
                left.or(() -> ours),
                Optional.ofNullable(json.getAsJsonObject("otherwise")).map(YamlStepsJson::change));
    }

    /** Every kind of change that records hold is read here. */
    private static StoredChange change(JsonObject json) {
        List<String> path = new ArrayList<>();
        json.getAsJsonArray("path").forEach(key -> path.add(key.getAsString()));
        String key = json.has("key") ? json.get("key").getAsString() : "";
        int index = json.has("index") ? json.get("index").getAsInt() : -1;
        Optional<String> comment = Optional.ofNullable(json.get("comment")).map(JsonElement::getAsString);
        return switch (json.get("change").getAsString()) {
            case AddItem.KIND -> new AddItem(path, value(json, "value"), REASON);
            case ReplaceItem.KIND -> new ReplaceItem(path, value(json, "old"), value(json, "value"), REASON);
            case RemoveItem.KIND -> new RemoveItem(path, value(json, "old"), REASON);
            case PutEntry.KIND, PutEntry.KIND_IN_ITEM -> new PutEntry(path, index, key, value(json, "value"), REASON);
            case RemoveEntry.KIND, RemoveEntry.KIND_IN_ITEM -> new RemoveEntry(path, index, key, comment, REASON);
            case RemovePair.KIND -> new RemovePair(path, key, REASON);
            default -> throw new IllegalArgumentException("not an undo record: " + json.get("change"));
        };
    }

    private static YamlValue value(JsonObject json, String name) {
        if (!json.has(name)) {
            throw new IllegalArgumentException("not an undo record: a value is missing");
        }
        return value(json.get(name));
    }

    private static YamlValue tagged(YamlValue value, Optional<String> tag) {
        if (value instanceof YamlMap map) {
            return new YamlMap(map.entries(), map.flow(), tag, Position.NONE);
        }
        return value instanceof YamlList list
                ? new YamlList(list.items(), list.flow(), tag, Position.NONE)
                : new YamlScalar(((YamlScalar) value).text(), ((YamlScalar) value).quoted(), tag, Position.NONE);
    }

    /** A quoted scalar is a JSON string, an unquoted one an object. */
    private static YamlValue value(JsonElement element) {
        if (element.isJsonPrimitive()) {
            return YamlValue.scalar(element.getAsString());
        }
        JsonObject json = element.getAsJsonObject();
        if (json.has("tag")) {
            return tagged(value(json.get("value")), Optional.of(json.get("tag").getAsString()));
        }
        if (json.has("plain")) {
            return YamlValue.plain(json.get("plain").getAsString());
        }
        if (json.has("map")) {
            Map<String, YamlValue> entries = new LinkedHashMap<>();
            json.getAsJsonObject("map").asMap().forEach((key, entry) -> entries.put(key, value(entry)));
            return YamlValue.map(entries);
        }
        List<YamlValue> items = new ArrayList<>();
        json.getAsJsonArray(json.has("flow") ? "flow" : "list").forEach(item -> items.add(value(item)));
        return new YamlList(items, json.has("flow"), Optional.empty(), Position.NONE);
    }
}
