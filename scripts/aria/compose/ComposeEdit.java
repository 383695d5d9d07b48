package aria.compose;

import aria.edit.Edit;
import aria.edit.yaml.YamlChange;
import java.nio.file.Path;
import java.util.List;

/**
 * The proven edit of one file, and the changes it makes, from which an undo record can be written.
 *
 * @param file    absolute path
 * @param edit    old and new text; never empty
 * @param changes what was asked of the file
 */
public record ComposeEdit(Path file, Edit edit, List<YamlChange> changes) {
    public ComposeEdit {
        changes = List.copyOf(changes);
    }
}
