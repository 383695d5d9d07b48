package aria.edit;

/**
 * An input that is not edited, with the reason; the input is untouched.
 *
 * <p>The reason ids are the machine-readable ones: {@code yaml-invalid duplicate-key merge-of-list no-services
 * shared-anchor override-tag wrong-type outside-project limit unproven changed-since-plan template}; for files in other
 * languages also {@code config-invalid config-in-image include preset-refuses}.
 */
public class EditRefused extends RuntimeException {
    private final String reasonId;
    private final String file;
    private final int line;
    private final int column;
    private final String problem;

    /**
     * @param reasonId one of the ids above
     * @param file     the file as the user would name it
     * @param line     1-based; 0 when the refusal is about the whole file
     * @param column   1-based, in code points; 0 when the refusal is about the whole file
     * @param message  what is wrong and what to do, one line, without the place
     */
    public EditRefused(String reasonId, String file, int line, int column, String message) {
        super(place(file, line, column) + oneLine(message));
        this.reasonId = reasonId;
        this.file = file;
        this.line = line;
        this.column = column;
        this.problem = oneLine(message);
    }

    public EditRefused(String reasonId, String file, Position position, String message) {
        this(reasonId, file, position.line(), position.column(), message);
    }

    /** A message may name what stands in the file, which may hold anything. */
    private static String oneLine(String message) {
        return message.replaceAll("\\R+", " ");
    }

    private static String place(String file, int line, int column) {
        return line > 0 ? file + ":" + line + ":" + column + ": " : file + ": ";
    }

    /** The machine-readable reason. */
    public String reasonId() {
        return reasonId;
    }

    /** The file that was refused. */
    public String file() {
        return file;
    }

    /** The line, 1-based; 0 when it is about the whole file. */
    public int line() {
        return line;
    }

    /** The column, 1-based, in code points; 0 when it is about the whole file. */
    public int column() {
        return column;
    }

    /** What is wrong, without the place; {@link #getMessage()} has both. */
    public String problem() {
        return problem;
    }
}
