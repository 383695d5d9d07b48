package aria.edit.yaml;

import aria.edit.Position;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The undo steps of YAML files as JSON. */
public final class YamlUndoJson {
    private static final String REASON = "undo";

    private YamlUndoJson() {}

    public static void write(JsonWriter json, UndoStep step) throws IOException {
        json.beginObject();
        change(json, step.change());
        if (step.ours().isPresent()) {
            json.name("left").value(step.ours().get());
        }
        if (step.otherwise().isPresent()) {
            json.name("otherwise").beginObject();
            change(json, step.otherwise().get());
            json.endObject();
        }
        json.endObject();
    }

    /** @throws IllegalArgumentException when it is no such step */
    public static UndoStep read(JsonObject json) {
        Optional<String> left = Optional.ofNullable(json.get("left")).map(JsonElement::getAsString);
        Optional<String> ours = Optional.ofNullable(value(json.get("ours"))).map(Fingerprint::of);
        return new UndoStep(
                change(json),
                left.or(() -> ours),
                Optional.ofNullable(json.getAsJsonObject("otherwise")).map(YamlUndoJson::change));
    }

    private static void change(JsonWriter json, YamlChange change) throws IOException {
        json.name("change").value(type(change)).name("path").beginArray();
        for (String key : change.path()) {
            json.value(key);
        }
        json.endArray();
        if (!Paths.key(change).isEmpty()) {
            json.name("key").value(Paths.key(change));
        }
        if (Paths.index(change).isPresent()) {
            json.name("index").value(Paths.index(change).getAsInt());
        }
        if (change instanceof YamlChange.RemoveEntry remove && remove.comment().isPresent()) {
            json.name("comment").value(remove.comment().get());
        }
        add(
                json,
                "old",
                change instanceof YamlChange.RemoveItem remove
                        ? remove.old()
                        : change instanceof YamlChange.ReplaceItem replace ? replace.old() : null);
        add(json, "value", written(change));
    }

    private static String type(YamlChange change) {
        if (change instanceof YamlChange.RemoveItem) {
            return "remove-item";
        } else if (change instanceof YamlChange.AddItem) {
            return "add-item";
        } else if (change instanceof YamlChange.ReplaceItem) {
            return "replace-item";
        } else if (change instanceof YamlChange.RemoveEntry) {
            return "remove-entry";
        } else if (change instanceof YamlChange.PutEntry) {
            return "put-entry";
        } else if (change instanceof YamlChange.RemoveVariable) {
            return "remove-variable";
        } else if (change instanceof YamlChange.AddEntryInItem) {
            return "add-entry-in-item";
        } else if (change instanceof YamlChange.RemoveEntryInItem) {
            return "remove-entry-in-item";
        }
        throw new IllegalArgumentException("no step of an undo: " + change);
    }

    private static YamlValue written(YamlChange change) {
        if (change instanceof YamlChange.AddItem add) {
            return add.item();
        } else if (change instanceof YamlChange.ReplaceItem replace) {
            return replace.item();
        } else if (change instanceof YamlChange.PutEntry put) {
            return put.value();
        }
        return change instanceof YamlChange.AddEntryInItem add ? add.value() : null;
    }

    private static YamlChange change(JsonObject json) {
        List<String> path = new ArrayList<>();
        json.getAsJsonArray("path").forEach(key -> path.add(key.getAsString()));
        String key = json.has("key") ? json.get("key").getAsString() : "";
        int index = json.has("index") ? json.get("index").getAsInt() : 0;
        YamlValue old = value(json.get("old"));
        YamlValue value = value(json.get("value"));
        Optional<String> comment = Optional.ofNullable(json.get("comment")).map(JsonElement::getAsString);
        return switch (json.get("change").getAsString()) {
            case "remove-item" -> new YamlChange.RemoveItem(path, required(old), REASON);
            case "add-item" -> new YamlChange.AddItem(path, required(value), REASON);
            case "replace-item" -> new YamlChange.ReplaceItem(path, required(old), required(value), REASON);
            case "remove-entry" -> new YamlChange.RemoveEntry(path, key, comment, REASON);
            case "put-entry" -> new YamlChange.PutEntry(path, key, required(value), REASON);
            case "remove-variable" -> new YamlChange.RemoveVariable(path, key, REASON);
            case "add-entry-in-item" -> new YamlChange.AddEntryInItem(path, index, key, required(value), REASON);
            case "remove-entry-in-item" -> new YamlChange.RemoveEntryInItem(path, index, key, REASON);
            default -> throw new IllegalArgumentException("not an undo record: " + json.get("change"));
        };
    }

    private static YamlValue required(YamlValue value) {
        if (value == null) {
            throw new IllegalArgumentException("not an undo record: a value is missing");
        }
        return value;
    }

    private static void add(JsonWriter json, String name, YamlValue value) throws IOException {
        if (value != null) {
            json.name(name);
            value(json, value);
        }
    }

    private static YamlValue tagged(YamlValue value, Optional<String> tag) {
        if (value instanceof YamlMap map) {
            return new YamlMap(map.entries(), map.flow(), tag, Position.NONE);
        }
        return value instanceof YamlList list
                ? new YamlList(list.items(), list.flow(), tag, Position.NONE)
                : new YamlScalar(((YamlScalar) value).text(), ((YamlScalar) value).quoted(), tag, Position.NONE);
    }

    /** A quoted scalar is a JSON string, an unquoted one an object, so that both are written again as they were. */
    private static void value(JsonWriter json, YamlValue value) throws IOException {
        if (value.tag().isPresent()) {
            json.beginObject().name("tag").value(value.tag().get()).name("value");
            value(json, tagged(value, Optional.empty()));
            json.endObject();
            return;
        }
        if (value instanceof YamlScalar scalar && scalar.quoted()) {
            json.value(scalar.text());
            return;
        }
        json.beginObject();
        if (value instanceof YamlScalar scalar) {
            json.name("plain").value(scalar.text());
        } else if (value instanceof YamlList list) {
            json.name(list.flow() ? "flow" : "list").beginArray();
            for (YamlValue item : list.items()) {
                value(json, item);
            }
            json.endArray();
        } else {
            json.name("map").beginObject();
            for (Map.Entry<String, YamlValue> entry :
                    ((YamlMap) value).entries().entrySet()) {
                json.name(entry.getKey());
                value(json, entry.getValue());
            }
            json.endObject();
        }
        json.endObject();
    }

    private static YamlValue value(JsonElement element) {
        if (element == null) {
            return null;
        }
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
