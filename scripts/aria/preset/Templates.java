package aria.preset;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The program's own data files, read from the class path so that a script works the same from a checkout and from a
 * URL.
 */
public final class Templates {
    private static final String FOLDER = "templates/";

    private Templates() {}

    /**
     * A text below {@code templates/}.
     *
     * @param name with forward slashes, such as {@code services/postgres.yaml}
     * @throws RefusedException when it is not there
     */
    public static String read(String name) {
        try (InputStream in = Templates.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new RefusedException(
                        FindingId.PRESET_INVALID, "the template " + FOLDER + name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
