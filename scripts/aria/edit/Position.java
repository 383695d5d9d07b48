package aria.edit;

/**
 * The position of a value in its file.
 *
 * @param line   1-based; 0 for a value that was made, not read
 * @param column 1-based, in code points; 0 for a value that was made
 */
public record Position(int line, int column) {
    /** The position of a value that stands in no file. */
    public static final Position NONE = new Position(0, 0);
}
