package aria.edit;

/**
 * One replacement in a text.
 *
 * @param offset   where, as a UTF-16 index into the text before
 * @param removed  what stood there; empty for an insertion
 * @param inserted what stands there now; empty for a removal
 */
public record Splice(int offset, String removed, String inserted) {}
