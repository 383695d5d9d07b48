package aria.apply;

import aria.store.Absent;
import aria.store.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A symbolic link gets a target, in one rename: a reader finds the old file or the new one.
 *
 * @param path   the link; a file that is there is replaced by it
 * @param target what it says, relative to its own folder
 * @param before what the plan saw there, as {@link #at} gives it
 * @param reason why
 */
public record Link(Path path, String target, Optional<String> before, String reason) implements Step {

    private static final String ARROW = "->";

    public Link {
        Objects.requireNonNull(path);
        Objects.requireNonNull(target);
        Objects.requireNonNull(before);
        Objects.requireNonNull(reason);
    }

    /** Over what is there at this moment, if anything. */
    static Link to(Path path, String target, String reason) {
        return new Link(path, target, at(path), reason);
    }

    /** What a link that leads there is written down as. */
    static String leadingTo(String target) {
        return ARROW + target;
    }

    /** What lies there now: where a link leads, the SHA-256 of a file; empty for nothing. */
    static Optional<String> at(Path path) {
        if (Absent.withItsFolder(path)) {
            return Optional.empty();
        }
        if (!Files.isSymbolicLink(path)) {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Digest.ofFile(path) : Optional.empty();
        }
        try {
            return Optional.of(leadingTo(Files.readSymbolicLink(path).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " can't be read: " + e.getMessage(), e);
        }
    }
}
