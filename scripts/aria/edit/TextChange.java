package aria.edit;

/** A wanted state of one place in a text file, with the reason for it. A state that is already there is no change. */
public sealed interface TextChange permits YamlChange, BlockChange {
    /** Why, for the user. */
    String reason();
}
