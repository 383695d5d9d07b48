package aria.edit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The undo steps of block languages as JSON. */
final class BlockUndoJson {
    private static final String REASON = "undo";

    private BlockUndoJson() {
    }

    static JsonObject write(BlockUndo.Step step) {
        JsonObject json = new JsonObject();
        JsonArray path = new JsonArray();
        step.change().path().forEach(name -> path.add(name.toString()));
        if (step.change() instanceof BlockChange.Put put) {
            json.addProperty("change", "put-setting");
            json.addProperty("key", put.key());
            json.addProperty("value", put.literal());
        } else if (step.change() instanceof BlockChange.Remove remove) {
            json.addProperty("change", "remove-setting");
            json.addProperty("key", remove.key());
        } else {
            json.addProperty("change", "remove-block");
        }
        json.add("path", path);
        step.ours().ifPresent(ours -> json.addProperty("ours", ours));
        return json;
    }

    /** @throws IllegalArgumentException when it is no such step */
    static BlockUndo.Step read(BlockFormat format, JsonObject json) {
        List<BlockName> path = new ArrayList<>();
        json.getAsJsonArray("path").forEach(name -> path.add(BlockName.parse(name.getAsString())));
        Optional<String> ours = Optional.ofNullable(json.get("ours")).map(text -> text.getAsString());
        BlockChange change = switch (json.get("change").getAsString()) {
            case "put-setting" -> new BlockChange.Put(format, path, json.get("key").getAsString(), json.get("value").getAsString(), REASON);
            case "remove-setting" -> new BlockChange.Remove(format, path, json.get("key").getAsString(), REASON);
            case "remove-block" -> new BlockChange.RemoveBlock(format, path, REASON);
            default -> throw new IllegalArgumentException("not an undo record: " + json.get("change"));
        };
        return new BlockUndo.Step(change, ours);
    }
}
