package aria.cli;

import aria.apply.Recovery;
import aria.apply.Transaction;
import aria.store.Layout;

/** What every command does first about a run that was interrupted before it. */
public final class Recover {
    private Recover() {}

    /** Finishes or takes back an interrupted run, and says so. @throws RuntimeException as {@link Transaction#recover} */
    public static void beforeWriting(Layout layout, Console console) {
        Recovery recovery = Transaction.recover(layout);
        switch (recovery.outcome()) {
            case NOTHING -> { }
            case ROLLED_BACK -> console.message("An interrupted run had changed nothing yet; its notes were removed.");
            case ROLLED_FORWARD -> console.message("An interrupted run was finished: " + recovery.files().size() + " files.");
        }
    }

    /** Reports an unfinished run and leaves it as it is. */
    public static void report(Layout layout, Console console) {
        Transaction.unfinished(layout).ifPresent(console::warning);
    }
}
