package aria.edit.undo;

import aria.edit.UndoPlan;
import aria.edit.block.BlockFormat;
import aria.edit.block.BlockUndo;
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
import java.util.Set;

/**
 * The JSON form of undo records. It is written as a stream, because that of a large file has a hundred thousand
 * steps. Texts that an edit inserted are in the file and not repeated here. Records of schema 1, which repeated them,
 * can still be read.
 */
final class UndoJson {
    private static final String SCHEMA = "aria.undo/2";
    private static final Set<String> KNOWN = Set.of(SCHEMA, "aria.undo/1");

    private UndoJson() {}

    static String write(UndoRecord undo) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("schema").value(SCHEMA);
            json.name("before").value(undo.beforeSha256()).name("after").value(undo.afterSha256());
            json.name("inverse").beginArray();
            for (UndoRecord.Cut cut : undo.inverse()) {
                json.beginArray()
                        .value(cut.offset())
                        .value(cut.length())
                        .value(cut.inserted())
                        .endArray();
            }
            json.endArray();
            undo.steps().write(json);
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
                    json.get("before").getAsString(), json.get("after").getAsString(), inverse, steps(json));
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

    /** A record without a format is of a YAML file. */
    private static UndoPlan steps(JsonObject json) {
        JsonArray steps = json.getAsJsonArray("steps");
        return json.has("format")
                ? BlockUndo.read(BlockFormat.of(json.get("format").getAsString()), steps)
                : YamlUndo.read(steps);
    }
}
