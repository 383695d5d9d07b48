package aria.plan;

import aria.store.Digest;
import aria.store.FileWrite;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that is written as a whole.
 *
 * @param write  where and what
 * @param before SHA-256 of the content that is there while planning; empty when there is no file
 * @param reason why, in a few words for people
 */
public record PlannedFile(FileWrite write, Optional<String> before, String reason) {

    /**
     * Looks at what is there now.
     *
     * @throws java.io.UncheckedIOException when it can't be read
     */
    public static PlannedFile of(FileWrite write, String reason) {
        return new PlannedFile(write, Digest.ofFile(write.path()), reason);
    }

    /** The file; absolute. */
    public Path path() {
        return write.path().toAbsolutePath();
    }

    /** Whether another plan wants the same content for the same file. */
    boolean isSameAs(PlannedFile other) {
        return path().equals(other.path())
                && Arrays.equals(write.content(), other.write().content());
    }

    /** False when the file is as it should be already. */
    boolean isNeeded() {
        return !before.equals(Optional.of(Digest.sha256(write.content())));
    }
}
