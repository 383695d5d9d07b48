package aria.plan;

import aria.compose.GeneratedEnvFile;
import aria.store.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first line of a generated file: its origin, and how to take it over. */
final class GeneratedHeader {
    private static final String MARK = GeneratedEnvFile.MARK;

    private GeneratedHeader() {}

    static String line(String service) {
        return "# " + MARK + " for " + service
                + " by patch-compose. Remove this line to take the file over: it is not touched again.";
    }

    /** True when the file is there without the line, so it is the user's now. */
    static boolean takenOver(Path file) {
        try {
            return Files.exists(file) && !InputFile.text(file).contains(MARK);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
