package aria.compose;

/** The form of a service's {@code command}: absent, a list of words, or one string that Compose splits itself. */
public enum CommandForm {
    ABSENT,
    LIST,
    STRING
}
