package aria.cli;

import aria.apply.Recovery;
import aria.apply.Transaction;
import aria.finding.FindingId;
import aria.finding.PartialFailureException;
import aria.store.Layout;

/** What every command does first about a run that was interrupted before it. */
public final class Recover {
    private Recover() {}

    /**
     * Finishes or takes back an interrupted run, and says so. A command that only shows what it would do says that there is
     * one, and leaves it as it is.
     *
     * @throws PartialFailureException       when nothing can be shown because that run stopped half-way
     * @throws RuntimeException as {@link Transaction#recover}
     */
    public static void first(Layout layout, Console console, boolean showsOnly) {
        if (showsOnly) {
            String unfinished = Transaction.unfinished(layout).orElse("");
            if (Transaction.halfDone(layout)) {
                throw new PartialFailureException(FindingId.PARTLY_DONE, unfinished);
            }
            if (!unfinished.isEmpty()) {
                console.warning(unfinished);
            }
            return;
        }
        Recovery recovery = Transaction.recover(layout);
        switch (recovery.action()) {
            case NOTHING -> {}
            case ROLLED_BACK -> console.message("An interrupted run had changed nothing yet; its notes were removed.");
            case ROLLED_FORWARD ->
                console.message(
                        "An interrupted run was finished: " + recovery.files().size() + " files.");
        }
    }
}
