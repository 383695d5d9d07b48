package aria.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The content of a file that an option names. */
final class OptionFile {

    private OptionFile() {}

    /**
     * @param option as it is typed, for the message
     * @throws UncheckedIOException when it can't be read
     */
    static byte[] read(CommonOptions common, String option, Path file) {
        try {
            return Files.readAllBytes(common.directory().resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    option + " " + file + " can't be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
