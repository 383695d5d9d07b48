package aria.apply;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file or a folder gets another name in the same file system, as backups do. Later steps see it gone.
 *
 * @param from   must exist
 * @param to     must not exist; its folder must
 * @param reason why
 */
public record Move(Path from, Path to, String reason) implements Step {

    public Move {
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        Objects.requireNonNull(reason);
    }

    @Override
    public Path path() {
        return from;
    }
}
