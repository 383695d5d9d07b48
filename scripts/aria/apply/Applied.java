package aria.apply;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a transaction did.
 *
 * @param id    its name in the audit log; empty when there was nothing to do and nothing was written
 * @param files the files written, moved or deleted, in that order
 */
public record Applied(Optional<String> id, List<Path> files) {

    /** Everything was already as it should be. */
    public static final Applied NOTHING = new Applied(Optional.empty(), List.of());

    public Applied {
        files = List.copyOf(files);
    }

    /** A part of it: these of its files. */
    public Applied of(List<Path> some) {
        return new Applied(id, some);
    }
}
