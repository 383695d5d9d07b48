package aria.finding;

/**
 * A place in a file.
 *
 * @param file   the file as the user would name it
 * @param line   from 1; 0 when the whole file is meant
 * @param column from 1, in code points; 0 when the whole line or file is meant
 */
public record Place(String file, int line, int column) {

    /** Returns the place that stands for a whole file. */
    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    /** Returns {@code file}, {@code file:line} or {@code file:line:column}, as compilers write it. */
    @Override
    public String toString() {
        return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
