package aria.edit.block;

import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The undo steps of block languages as JSON. */
public final class BlockUndoJson {
    private static final String REASON = "undo";

    private BlockUndoJson() {}

    public static void write(JsonWriter json, BlockUndo.Step step) throws IOException {
        json.beginObject();
        if (step.change() instanceof BlockChange.Put put) {
            json.name("change")
                    .value("put-setting")
                    .name("key")
                    .value(put.key())
                    .name("value")
                    .value(put.literal());
        } else if (step.change() instanceof BlockChange.Remove remove) {
            json.name("change").value("remove-setting").name("key").value(remove.key());
        } else {
            json.name("change").value("remove-block");
        }
        json.name("path").beginArray();
        for (BlockName name : step.change().path()) {
            json.value(name.toString());
        }
        json.endArray();
        if (step.ours().isPresent()) {
            json.name("ours").value(step.ours().get());
        }
        json.endObject();
    }

    /** @throws IllegalArgumentException when it is no such step */
    public static BlockUndo.Step read(BlockFormat format, JsonObject json) {
        List<BlockName> path = new ArrayList<>();
        json.getAsJsonArray("path").forEach(name -> path.add(BlockName.parse(name.getAsString())));
        Optional<String> ours = Optional.ofNullable(json.get("ours")).map(text -> text.getAsString());
        BlockChange change = switch (json.get("change").getAsString()) {
            case "put-setting" ->
                new BlockChange.Put(
                        format,
                        path,
                        json.get("key").getAsString(),
                        json.get("value").getAsString(),
                        REASON);
            case "remove-setting" ->
                new BlockChange.Remove(format, path, json.get("key").getAsString(), REASON);
            case "remove-block" -> new BlockChange.RemoveBlock(format, path, REASON);
            default -> throw new IllegalArgumentException("not an undo record: " + json.get("change"));
        };
        return new BlockUndo.Step(change, ours);
    }
}
