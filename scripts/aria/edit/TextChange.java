package aria.edit;

import java.util.List;

/** A wanted state of one place in a text file, with the reason for it. A state that is already there is no change. */
public interface TextChange {
    /** Why, for the user. */
    String reason();

    /**
     * Returns how an edit is taken back, in the terms of the file's language.
     *
     * @param changes what the edit was made for, this one among them, all in the same language
     */
    UndoPlan undo(Edit edit, List<? extends TextChange> changes);
}
