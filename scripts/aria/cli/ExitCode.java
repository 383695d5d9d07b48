package aria.cli;

import aria.finding.ConsentException;
import aria.finding.MissingCaException;
import aria.finding.PartialFailureException;
import aria.finding.RefusedException;
import aria.finding.UnavailableException;
import aria.finding.UsageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The exit codes, on which scripts rely, and the failures that lead to them. */
public enum ExitCode {
    OK(0, "Done, or nothing to do."),
    FAILED(1, "A check failed, --check found changes, or there is no CA yet."),
    USAGE(2, "Wrong usage."),
    REFUSED(3, "Some input was refused, and that input is untouched."),
    UNAVAILABLE(4, "Something needed is not there: CA unreachable, Docker not running, disk full. Nothing was done."),
    CONSENT(5, "Consent is missing, overwriting was refused, or another run holds the lock."),
    PARTLY(6, "Partly done: something was held back, refused or failed, and the rest is complete and safe."),
    BUG(70, "A bug."),
    /** The number a shell gives for Ctrl-C. */
    INTERRUPTED(130, "Interrupted.");

    /** The rule for a failure and its subclasses. */
    private record Rule(Class<? extends Throwable> failure, ExitCode code) {}

    private final int number;
    private final String about;

    ExitCode(int number, String about) {
        this.number = number;
        this.about = about;
    }

    /** When a command ends so; a sentence. */
    String about() {
        return about;
    }

    /** What the process ends with. */
    public int number() {
        return number;
    }

    /**
     * The one of two that matters more when a command does several things: a refusal before a failed check before
     * what was held back before success.
     */
    public ExitCode worse(ExitCode other) {
        if (this == PARTLY || other == PARTLY) {
            ExitCode one = this == PARTLY ? other : this;
            return one == OK ? PARTLY : one;
        }
        return number >= other.number ? this : other;
    }

    /**
     * Whether, of many files, another one may fare better; nobody who was not asked agrees for the next, and a lock
     * stays held.
     */
    public boolean mayBeAboutOneFile() {
        return this == REFUSED || this == USAGE || this == UNAVAILABLE || this == BUG;
    }

    /** The code for a failure; {@link #BUG} for one that nobody foresaw. */
    public static ExitCode of(Throwable failure) {
        Throwable cause = unwrap(failure);
        return Rules.ALL.stream()
                .filter(rule -> rule.failure().isInstance(cause))
                .findFirst()
                .map(Rule::code)
                .orElse(BUG);
    }

    /** The failure itself, without the wrappers that threads and unchecked code put around it. */
    static Throwable unwrap(Throwable failure) {
        boolean wrapper = failure instanceof CompletionException
                || failure instanceof ExecutionException
                || failure instanceof UncheckedIOException && isInterruption(failure.getCause());
        return wrapper && failure.getCause() != null ? unwrap(failure.getCause()) : failure;
    }

    private static boolean isInterruption(Throwable cause) {
        return cause instanceof ClosedByInterruptException || cause instanceof InterruptedIOException;
    }

    /** The rules, in a class of their own, so that a run without a failure does not load them. */
    private static final class Rules {
        /** The first that fits counts. */
        static final List<Rule> ALL = List.of(
                new Rule(InterruptedException.class, INTERRUPTED),
                new Rule(ClosedByInterruptException.class, INTERRUPTED),
                new Rule(InterruptedIOException.class, INTERRUPTED),
                new Rule(MissingCaException.class, FAILED),
                new Rule(UsageException.class, USAGE),
                new Rule(RefusedException.class, REFUSED),
                new Rule(UnavailableException.class, UNAVAILABLE),
                new Rule(ConsentException.class, CONSENT),
                new Rule(PartialFailureException.class, PARTLY),
                new Rule(MissingCaException.class, FAILED),
                new Rule(UsageException.class, USAGE),
                new Rule(RefusedException.class, REFUSED),
                new Rule(UnavailableException.class, UNAVAILABLE),
                new Rule(TimeoutException.class, UNAVAILABLE),
                new Rule(UncheckedIOException.class, UNAVAILABLE),
                new Rule(IOException.class, UNAVAILABLE));
    }
}
