package aria.compose;

/** How a service's {@code command} is written: not at all, as a list of words, or as one string that Compose splits itself. */
public enum CommandForm {
    ABSENT,
    LIST,
    STRING
}
