package aria.compose;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import java.nio.file.Path;
import java.util.List;

/**
 * A proven edit of one of the user's files, with the changes that were requested for it.
 *
 * @param file    absolute path
 * @param edit    old and new text; never empty
 * @param changes what was wanted, each change with its service and its reason
 * @param isNew   there is no such file yet: the old text is only what the edit starts from
 */
public record FileEdit(Path file, Edit edit, List<WantedChange> changes, boolean isNew) {

    /** Keeps an unmodifiable copy of the changes. */
    public FileEdit {
        changes = List.copyOf(changes);
    }

    /** Makes an edit of a file that is there. */
    public FileEdit(Path file, Edit edit, List<WantedChange> changes) {
        this(file, edit, changes, false);
    }

    /** Whether it does no more than keep choices of the command line. */
    public boolean keepsChoices() {
        return changes.stream().allMatch(wanted -> wanted.subject() == WantedChange.Subject.CHOICE);
    }

    /** Returns the command whose choices it keeps; empty when it does more than that. */
    public String rememberedBy() {
        return keepsChoices() ? changes.get(0).name() : "";
    }

    /** Returns the text on disk while planning, which is empty for a new file. */
    public SourceText before() {
        return isNew ? edit.before().withText("") : edit.before();
    }

    /** Returns why the file is edited: every reason once, in the order of the changes. */
    public List<String> reasons() {
        return changes.stream()
                .map(wanted -> wanted.change().reason())
                .distinct()
                .toList();
    }

    /** Returns how the edit is taken back. */
    public UndoRecord undoRecord() {
        return UndoRecord.of(edit, changes.stream().map(WantedChange::change).toList());
    }
}
