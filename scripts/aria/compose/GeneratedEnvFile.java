package aria.compose;

import java.util.Map;

/**
 * An env file of our own, named as the last {@code env_file} of a service: for values made of those in the user's env
 * files. These may be secret, so they never stand in a compose file, which is tracked by git and shown in a diff.
 */
public final class GeneratedEnvFile {
    /** What the first line of a generated file holds until somebody takes the file over. */
    public static final String MARK = "aria-generated";

    /** The name of such a file. */
    public static final String NAME = "mtls.env";

    private GeneratedEnvFile() {}

    /**
     * Returns the whole file.
     *
     * @param header its first line, which holds {@link #MARK}
     * @param values by name, literal
     */
    public static String text(String header, Map<String, String> values) {
        StringBuilder text = new StringBuilder(header).append('\n');
        values.forEach((name, value) ->
                text.append(name).append("=\"").append(escaped(value)).append("\"\n"));
        return text.toString();
    }

    /** Whether it is one that was generated, and so says nothing of its own. */
    static boolean isOurs(String text) {
        return text.lines().findFirst().filter(line -> line.contains(MARK)).isPresent();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("$", "\\$")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
