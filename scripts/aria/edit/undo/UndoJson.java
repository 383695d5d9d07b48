package aria.edit.undo;

import aria.edit.UndoPlan;
import aria.edit.block.BlockFormat;
import aria.edit.block.BlockUndo;
import aria.edit.yaml.YamlSteps;
import aria.edit.yaml.YamlUndo;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON form of undo records, written as a stream because that of a large file has many parts. Records of schemas 1
 * and 2, which do not hold the text that the edit left, can still be read.
 */
final class UndoJson {
    private static final String SCHEMA = "aria.undo/3";
    private static final Set<String> KNOWN = Set.of(SCHEMA, "aria.undo/2", "aria.undo/1");

    private UndoJson() {}

    static String write(UndoRecord undo) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("schema").value(SCHEMA);
            json.name("before").value(undo.beforeSha256()).name("after").value(undo.afterSha256());
            if (undo.text().isPresent()) {
                json.name("text").value(undo.text().get());
            }
            json.name("inverse").beginArray();
            for (UndoRecord.Cut cut : undo.inverse()) {
                json.beginArray()
                        .value(cut.offset())
                        .value(cut.length())
                        .value(cut.inserted())
                        .endArray();
            }
            json.endArray();
            undo.plan().write(json);
            json.endObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string takes any text", impossible);
        }
        return text.append('\n').toString();
    }

    static UndoRecord read(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            if (!KNOWN.contains(json.get("schema").getAsString())) {
                throw new IllegalArgumentException("not an undo record of schema " + SCHEMA);
            }
            List<UndoRecord.Cut> inverse = new ArrayList<>();
            json.getAsJsonArray("inverse").forEach(cut -> inverse.add(cut(cut)));
            return new UndoRecord(
                    json.get("before").getAsString(),
                    json.get("after").getAsString(),
                    Optional.ofNullable(json.get("text")).map(JsonElement::getAsString),
                    inverse,
                    plan(json));
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | ClassCastException
                | IndexOutOfBoundsException
                | UnsupportedOperationException e) {
            throw new IllegalArgumentException("not an undo record", e);
        }
    }

    private static UndoRecord.Cut cut(JsonElement element) {
        if (element.isJsonArray()) {
            JsonArray cut = element.getAsJsonArray();
            return new UndoRecord.Cut(
                    cut.get(0).getAsInt(), cut.get(1).getAsInt(), cut.get(2).getAsString());
        }
        JsonObject splice = element.getAsJsonObject();
        return new UndoRecord.Cut(
                splice.get("offset").getAsInt(),
                splice.get("removed").getAsString().length(),
                splice.get("inserted").getAsString());
    }

    /** A record of version 0.1 without a format is of a YAML file. */
    private static UndoPlan plan(JsonObject json) {
        String format = json.has("format") ? json.get("format").getAsString() : "";
        return switch (format) {
            case "" -> YamlSteps.read(json.getAsJsonArray("steps"));
            case YamlUndo.FORMAT -> YamlUndo.read(json.getAsJsonArray("units"));
            case TextUndo.TEXT, TextUndo.JSON -> new TextUndo(format.equals(TextUndo.JSON));
            default -> BlockUndo.read(BlockFormat.of(format), json.getAsJsonArray("steps"));
        };
    }
}
