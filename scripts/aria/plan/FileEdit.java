package aria.plan;

import aria.edit.Edit;
import aria.edit.TextChange;
import java.nio.file.Path;
import java.util.List;

/**
 * A proven edit of one of the user's files.
 *
 * @param file    absolute path
 * @param edit    old and new text; never empty
 * @param changes what was asked of the file, each with its reason
 */
public record FileEdit(Path file, Edit edit, List<? extends TextChange> changes) {

    public FileEdit {
        changes = List.copyOf(changes);
    }

    /** Why the file is edited: every reason once, in the order of the changes. */
    public List<String> reasons() {
        return changes.stream().map(TextChange::reason).distinct().toList();
    }
}
