package aria.plan;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.TextChange;
import java.nio.file.Path;
import java.util.List;

/**
 * A proven edit of one of the user's files.
 *
 * @param file    absolute path
 * @param edit    old and new text; never empty
 * @param changes what was asked of the file, each with its reason
 * @param isNew   there is no such file yet: the old text is only what the edit starts from
 */
public record FileEdit(Path file, Edit edit, List<? extends TextChange> changes, boolean isNew) {

    public FileEdit {
        changes = List.copyOf(changes);
    }

    /** An edit of a file that is there. */
    public FileEdit(Path file, Edit edit, List<? extends TextChange> changes) {
        this(file, edit, changes, false);
    }

    /** What is on disk while planning: nothing for a new file. */
    public SourceText before() {
        return isNew ? edit.before().withText("") : edit.before();
    }

    /** Why the file is edited: every reason once, in the order of the changes. */
    public List<String> reasons() {
        return changes.stream().map(TextChange::reason).distinct().toList();
    }
}
