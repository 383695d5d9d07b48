package aria.store;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Another run is writing to the same project. */
public final class LockHeld extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param lock the lock file
     * @param pid  the process that holds it; empty when it has not written its number yet
     */
    public LockHeld(Path lock, OptionalLong pid) {
        super("another run" + (pid.isPresent() ? " (process " + pid.getAsLong() + ")" : "")
                + " is writing to this project: wait for it to end, then run again (" + lock + ")");
    }
}
