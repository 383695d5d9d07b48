package aria.apply;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file goes.
 *
 * @param path           the file
 * @param expectedSha256 the content that the plan saw; a file with another one is not deleted
 * @param reason         why
 */
public record Remove(Path path, String expectedSha256, String reason) implements Step {

    public Remove {
        Objects.requireNonNull(path);
        Objects.requireNonNull(expectedSha256);
        Objects.requireNonNull(reason);
    }
}
