package aria.edit.yaml;

import aria.edit.SourceText;
import aria.edit.UndoPlan;
import java.util.List;

/**
 * How to take back an edit of a YAML file.
 *
 * @param steps in this order
 */
public record YamlUndo(List<UndoStep> steps) implements UndoPlan {
    /** Keeps an unmodifiable copy. */
    public YamlUndo {
        steps = List.copyOf(steps);
    }

    @Override
    public SourceText undo(SourceText current) {
        return UndoSteps.undo(current, steps);
    }
}
