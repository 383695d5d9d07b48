package aria.edit;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Undo records as JSON. */
final class UndoJson {
    private static final String SCHEMA = "aria.undo/1";
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
    private static final Map<String, Class<? extends YamlChange>> TYPES = Map.of(
            "remove-item", YamlChange.RemoveItem.class, "add-item", YamlChange.AddItem.class,
            "replace-item", YamlChange.ReplaceItem.class, "remove-entry", YamlChange.RemoveEntry.class,
            "put-entry", YamlChange.PutEntry.class, "remove-variable", YamlChange.RemoveVariable.class,
            "add-entry-in-item", YamlChange.AddEntryInItem.class,
            "remove-entry-in-item", YamlChange.RemoveEntryInItem.class);

    private UndoJson() {
    }

    static String write(UndoRecord undo) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("before", undo.beforeSha256());
        json.addProperty("after", undo.afterSha256());
        json.add("inverse", GSON.toJsonTree(undo.inverse()));
        JsonArray steps = new JsonArray();
        if (undo.steps() instanceof BlockUndo blocks) {
            json.addProperty("format", blocks.format().id());
            blocks.steps().forEach(step -> steps.add(BlockUndoJson.write(step)));
        } else {
            ((YamlUndo) undo.steps()).steps().forEach(step -> steps.add(step(step)));
        }
        json.add("steps", steps);
        return GSON.toJson(json) + "\n";
    }

    static UndoRecord read(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            if (!SCHEMA.equals(json.get("schema").getAsString())) {
                throw new IllegalArgumentException("not an undo record of schema " + SCHEMA);
            }
            List<Splice> inverse = GSON.fromJson(json.get("inverse"), new TypeToken<List<Splice>>() { }.getType());
            return new UndoRecord(json.get("before").getAsString(), json.get("after").getAsString(), inverse, steps(json));
        } catch (JsonParseException | IllegalStateException | NullPointerException | ClassCastException e) {
            throw new IllegalArgumentException("not an undo record", e);
        }
    }

    /** A record without a format is of a YAML file. */
    private static UndoPlan steps(JsonObject json) {
        JsonArray steps = json.getAsJsonArray("steps");
        if (json.has("format")) {
            BlockFormat format = BlockFormat.of(json.get("format").getAsString());
            List<BlockUndo.Step> read = new ArrayList<>();
            steps.forEach(step -> read.add(BlockUndoJson.read(format, step.getAsJsonObject())));
            return new BlockUndo(format, read);
        }
        List<UndoStep> read = new ArrayList<>();
        steps.forEach(step -> read.add(step(step.getAsJsonObject())));
        return new YamlUndo(read);
    }

    private static JsonObject step(UndoStep step) {
        JsonObject json = change(step.change());
        add(json, "ours", step.ours().orElse(null));
        step.otherwise().ifPresent(change -> json.add("otherwise", change(change)));
        return json;
    }

    private static JsonObject change(YamlChange change) {
        JsonObject json = new JsonObject();
        json.addProperty("change", TYPES.entrySet().stream().filter(type -> type.getValue() == change.getClass())
                .map(Map.Entry::getKey).findFirst().orElseThrow());
        json.add("path", GSON.toJsonTree(change.path()));
        json.addProperty("key", Paths.key(change));
        Paths.index(change).ifPresent(index -> json.addProperty("index", index));
        if (change instanceof YamlChange.RemoveEntry remove) {
            remove.comment().ifPresent(comment -> json.addProperty("comment", comment));
        }
        add(json, "old", change instanceof YamlChange.RemoveItem remove ? remove.old()
                : change instanceof YamlChange.ReplaceItem replace ? replace.old() : null);
        add(json, "value", written(change));
        return json;
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

    private static UndoStep step(JsonObject json) {
        return new UndoStep(change(json), Optional.ofNullable(value(json.get("ours"))),
                Optional.ofNullable(json.getAsJsonObject("otherwise")).map(UndoJson::change));
    }

    private static YamlChange change(JsonObject json) {
        List<String> path = GSON.fromJson(json.get("path"), new TypeToken<List<String>>() { }.getType());
        String key = json.get("key").getAsString();
        int index = json.has("index") ? json.get("index").getAsInt() : 0;
        YamlValue old = value(json.get("old"));
        YamlValue value = value(json.get("value"));
        Optional<String> comment = Optional.ofNullable(json.get("comment")).map(JsonElement::getAsString);
        String reason = "undo";
        return switch (json.get("change").getAsString()) {
            case "remove-item" -> new YamlChange.RemoveItem(path, old, reason);
            case "add-item" -> new YamlChange.AddItem(path, value, reason);
            case "replace-item" -> new YamlChange.ReplaceItem(path, old, value, reason);
            case "remove-entry" -> new YamlChange.RemoveEntry(path, key, comment, reason);
            case "put-entry" -> new YamlChange.PutEntry(path, key, value, reason);
            case "remove-variable" -> new YamlChange.RemoveVariable(path, key, reason);
            case "add-entry-in-item" -> new YamlChange.AddEntryInItem(path, index, key, value, reason);
            case "remove-entry-in-item" -> new YamlChange.RemoveEntryInItem(path, index, key, reason);
            default -> throw new IllegalArgumentException("not an undo record: " + json.get("change"));
        };
    }

    private static void add(JsonObject json, String name, YamlValue value) {
        if (value != null) {
            json.add(name, json(value));
        }
    }

    /** A quoted scalar is a JSON string, an unquoted one an object, so that both are written again as they were. */
    private static JsonElement json(YamlValue value) {
        if (value instanceof YamlScalar scalar && scalar.quoted()) {
            return new com.google.gson.JsonPrimitive(scalar.text());
        }
        JsonObject json = new JsonObject();
        if (value instanceof YamlScalar scalar) {
            json.addProperty("plain", scalar.text());
        } else if (value instanceof YamlList list) {
            JsonArray items = new JsonArray();
            list.items().forEach(item -> items.add(json(item)));
            json.add(list.flow() ? "flow" : "list", items);
        } else {
            JsonObject entries = new JsonObject();
            ((YamlMap) value).entries().forEach((key, entry) -> entries.add(key, json(entry)));
            json.add("map", entries);
        }
        return json;
    }

    private static YamlValue value(JsonElement element) {
        if (element == null) {
            return null;
        }
        if (element.isJsonPrimitive()) {
            return YamlValue.scalar(element.getAsString());
        }
        JsonObject json = element.getAsJsonObject();
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
