package aria.verify;

/**
 * A place in a file of the project.
 *
 * @param file as a person would write it: relative to the project's folder when it lies below it
 * @param line 1-based; 0 for the whole file
 */
public record Place(String file, int line) {
    /** The file as a whole. */
    public static Place of(String file) {
        return new Place(file, 0);
    }

    /** As editors and terminals make links of it: {@code file:line}, or the file alone. */
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file;
    }
}
