package aria.apply;

import java.nio.file.Path;
import java.util.List;

/**
 * The outcome of recovering an interrupted run.
 *
 * @param action what was done about it
 * @param files  the files that were finished; empty unless rolled forward
 */
public record Recovery(Action action, List<Path> files) {

    /** There was no interrupted run. */
    public static final Recovery NOTHING = new Recovery(Action.NOTHING, List.of());

    /** The way an interrupted run was recovered. */
    public enum Action {
        /** No interrupted run was found; nothing was written. */
        NOTHING,
        /** It had not changed anything yet; its notes were deleted. */
        ROLLED_BACK,
        /** It had begun; what was missing was done. */
        ROLLED_FORWARD
    }

    public Recovery {
        files = List.copyOf(files);
    }
}
