package aria.cli;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** How far a run has come: the last line when Ctrl-C or SIGTERM ends the process. */
final class Interruption {
    /** Before a run has written anything. */
    static final String NOTHING = "nothing was written";

    /** What other programs say of the same Ctrl-C comes first. */
    private static final long SETTLING_NANOS = 300_000_000;

    private volatile Optional<Finding> reached = Optional.empty();

    /**
     * From now on, this is how things are.
     *
     * @param state a clause
     * @param next  how to go on, or back
     */
    void reached(String state, Remedy... next) {
        reached = Optional.of(Finding.error(FindingId.INTERRUPTED, "interrupted; " + state, next));
    }

    /** From now on, files are written. */
    void writing() {
        reached(
                "files were being written",
                Remedy.advice(
                        "run the same command again: it finishes that, or takes it back where nothing was changed"));
    }

    /** What was to be written is, if there was anything. */
    void wrote(boolean any) {
        reached(any ? "the files are written, none of them in part" : NOTHING);
    }

    /** Has a command tell it when the process is ended while it runs. */
    void during(Console console, Runnable command) {
        Thread last = new Thread(() -> tell(console), "aria-interrupted");
        Runtime.getRuntime().addShutdownHook(last);
        try {
            command.run();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(last);
            } catch (IllegalStateException endsAlready) {
                // It is being told.
            }
        }
    }

    private void tell(Console console) {
        reached.ifPresent(state -> {
            LockSupport.parkNanos(SETTLING_NANOS);
            console.error(state);
        });
    }
}
