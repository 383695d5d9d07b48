package aria.edit.undo;

import aria.edit.Edit;
import aria.edit.TextChange;
import aria.edit.UndoPlan;
import aria.edit.yaml.YamlUndo;
import java.util.List;
import java.util.Set;

/** The change that takes a part of an earlier edit out of a file. */
public record Removal(String reason) implements TextChange {
    @Override
    public UndoPlan undo(Edit edit, List<? extends TextChange> changes) {
        String file = edit.before().file();
        return file.endsWith(".yml") || file.endsWith(".yaml") ? new YamlUndo(Set.of()) : TextUndo.of(file);
    }
}
