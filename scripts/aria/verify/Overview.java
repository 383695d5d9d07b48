package aria.verify;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a report tells beside the results.
 *
 * @param root         the project's folder, absolute
 * @param at           when it was verified
 * @param live         whether the running stack was looked at
 * @param composeFiles the compose files that were read, as people write them; empty without any
 */
public record Overview(Path root, Instant at, boolean live, List<String> composeFiles) {
    public Overview {
        composeFiles = List.copyOf(composeFiles);
    }

    /** That of a project. */
    public static Overview of(Subject subject) {
        return new Overview(subject.layout().root(), subject.now(), subject.live().asked(), subject.compose().files());
    }
}
