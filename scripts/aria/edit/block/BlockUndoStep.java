package aria.edit.block;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One step of an undo.
 *
 * @param change what undoes it
 * @param ours   the value, or the text of the block, that we left there; empty when we left nothing there
 */
record BlockUndoStep(BlockChange change, Optional<String> ours) {
    /** The reason of every change that takes one back. */
    static final String REASON = "undo";

    void write(JsonWriter json) throws IOException {
        json.beginObject().name("change").value(change.kind());
        if (!change.key().isEmpty()) {
            json.name("key").value(change.key());
        }
        if (change.wanted().isPresent()) {
            json.name("value").value(change.wanted().get());
        }
        json.name("path").beginArray();
        for (BlockName name : change.path()) {
            json.value(name.toString());
        }
        json.endArray();
        if (ours.isPresent()) {
            json.name("ours").value(ours.get());
        }
        json.endObject();
    }

    /** @throws IllegalArgumentException when it is no such step */
    static BlockUndoStep read(BlockFormat format, JsonObject json) {
        List<BlockName> path = new ArrayList<>();
        json.getAsJsonArray("path").forEach(name -> path.add(BlockName.parse(name.getAsString())));
        UnaryOperator<String> text = name -> json.get(name).getAsString();
        BlockChange change = switch (text.apply("change")) {
            case BlockChange.Put.KIND ->
                new BlockChange.Put(format, path, text.apply("key"), text.apply("value"), REASON);
            case BlockChange.Remove.KIND -> new BlockChange.Remove(format, path, text.apply("key"), REASON);
            case BlockChange.RemoveBlock.KIND -> new BlockChange.RemoveBlock(format, path, REASON);
            default -> throw new IllegalArgumentException("not an undo record: " + json.get("change"));
        };
        return new BlockUndoStep(change, Optional.ofNullable(json.get("ours")).map(JsonElement::getAsString));
    }
}
