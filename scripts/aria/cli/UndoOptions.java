package aria.cli;

import aria.finding.FindingId;
import aria.finding.UsageException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that take edits back. */
public final class UndoOptions {
    @Option(names = "--undo", description = "Take the edits back; keys and certificates stay.")
    private boolean undo;

    @Option(
            names = "--accept-record",
            paramLabel = "ID",
            description =
                    "Follow a record of another user, machine, checkout or version, once it was shown and agreed to.")
    private String accepted;

    /** Whether edits are to be taken back. */
    public boolean undo() {
        return undo;
    }

    /**
     * Refuses to take edits back together with another option.
     *
     * @param given whether that was given
     * @throws UsageException when both were
     */
    public void requireWithout(String option, boolean given) {
        if (undo && given) {
            throw new UsageException(FindingId.WRONG_USAGE, option + " cannot be combined with --undo");
        }
    }

    /**
     * The id of the records that may be followed although this user did not write them here; empty when none was
     * given.
     */
    public Optional<String> accepted() {
        return Optional.ofNullable(accepted);
    }
}
