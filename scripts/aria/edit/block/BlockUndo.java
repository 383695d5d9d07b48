package aria.edit.block;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.UndoPlan;
import aria.finding.RefusedException;
import com.google.gson.JsonArray;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A plan to undo an edit of a file in a block language.
 *
 * @param format the language
 * @param steps  in this order
 */
public record BlockUndo(BlockFormat format, List<BlockUndoStep> steps) implements UndoPlan {
    /** Keeps an unmodifiable copy. */
    public BlockUndo {
        steps = List.copyOf(steps);
    }

    /**
     * The steps for an edit, last change first; a block that the edit made goes as a whole, while it is as we left
     * it.
     */
    static BlockUndo of(BlockFormat format, Edit edit, List<BlockChange> changes) {
        BlockDocument before = BlockDocument.parse(format, edit.before());
        BlockDocument after = BlockDocument.parse(format, edit.after());
        Set<BlockUndoStep> blocks = new LinkedHashSet<>();
        List<BlockUndoStep> settings = new ArrayList<>();
        for (int i = changes.size() - 1; i >= 0; i--) {
            BlockChange change = changes.get(i);
            change.inverse(before, after).ifPresent(settings::add);
            made(format, before, after, change.path()).ifPresent(blocks::add);
        }
        // Whole blocks first: when one is gone, nothing in it needs to be taken back.
        List<BlockUndoStep> steps = new ArrayList<>(blocks);
        steps.addAll(settings);
        return new BlockUndo(format, steps);
    }

    /**
     * Reads the steps that {@link #write} wrote.
     *
     * @throws IllegalArgumentException when they are something else; any other exception of Gson means the same
     */
    public static BlockUndo read(BlockFormat format, JsonArray steps) {
        List<BlockUndoStep> read = new ArrayList<>();
        steps.forEach(step -> read.add(BlockUndoStep.read(format, step.getAsJsonObject())));
        return new BlockUndo(format, read);
    }

    private static Optional<BlockUndoStep> made(
            BlockFormat format, BlockDocument before, BlockDocument after, List<BlockName> path) {
        for (int length = 1; length <= path.size(); length++) {
            List<BlockName> outer = path.subList(0, length);
            if (before.block(outer).isEmpty()) {
                return after.text(outer)
                        .map(text -> new BlockUndoStep(
                                new BlockChange.RemoveBlock(format, outer, BlockUndoStep.REASON), Optional.of(text)));
            }
        }
        return Optional.empty();
    }

    @Override
    public SourceText undo(View file) {
        SourceText current = file.now();
        Optional<SourceText> text = file.inverse().isEmpty() ? Optional.empty() : file.text(false);
        if (text.filter(this::isValid).isPresent()) {
            return text.get();
        }
        BlockDocument now = BlockDocument.parse(format, current);
        List<BlockChange> changes = new ArrayList<>();
        for (BlockUndoStep step : steps) {
            List<BlockName> path = step.change().path();
            boolean gone = changes.stream().anyMatch(change -> change.removes(path));
            if (!gone && now.block(path).isPresent() && step.change().isDue(current.file(), now, step.ours())) {
                changes.add(step.change());
            }
        }
        return BlockEditor.apply(format, current, changes).after();
    }

    private boolean isValid(SourceText text) {
        try {
            BlockDocument.parse(format, text);
            return true;
        } catch (RefusedException invalid) {
            return false;
        }
    }

    @Override
    public void write(JsonWriter json) throws IOException {
        json.name("format").value(format.id()).name("steps").beginArray();
        for (BlockUndoStep step : steps) {
            step.write(json);
        }
        json.endArray();
    }
}
