package aria.edit;

/** A wanted state of one place in a text file, with the reason for it. A state that is already there is no change. */
public interface TextChange {
    /** Why, for the user. */
    String reason();
}
