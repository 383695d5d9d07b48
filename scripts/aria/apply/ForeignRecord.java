package aria.apply;

import java.nio.file.Path;

/**
 * The notes of an interrupted run are damaged, or were not written in the place where they lie: a cloned or unpacked
 * project must not be able to make a run write files.
 */
public final class ForeignRecord extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param folder the notes
     * @param reason what is wrong with them
     */
    public ForeignRecord(Path folder, String reason) {
        this(folder, reason, null);
    }

    /** As {@link #ForeignRecord(Path, String)}, with what was thrown when reading them. */
    public ForeignRecord(Path folder, String reason, Throwable cause) {
        super(folder + " " + reason + ": look at it, delete it, then run again", cause);
    }
}
