package aria.apply;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a transaction.
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

    /** What this transaction and the next one did, under the name of the last that did something. */
    public Applied and(Applied next) {
        return new Applied(
                next.id.or(() -> id),
                Stream.concat(files.stream(), next.files.stream()).toList());
    }
}
