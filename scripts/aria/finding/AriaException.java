package aria.finding;

/**
 * A failure that a person can do something about, as a finding. Its subtypes differ by what the caller can do.
 * Anything that is not one of them, nor an {@link java.io.IOException}, is a bug. Its message is the finding in one
 * line, for a reader in the checkout's root.
 */
public abstract class AriaException extends RuntimeException {
    private final transient Finding finding;

    /**
     * Keeps the finding.
     *
     * @param cause what led to it; null when nothing was thrown before
     */
    protected AriaException(Finding finding, Throwable cause) {
        super(oneLine(FindingText.IN_CHECKOUT.line(finding)), cause);
        this.finding = finding;
    }

    /** A file's name may hold a line end. */
    private static String oneLine(String text) {
        return text.replaceAll("\\R+", " ");
    }

    /** Returns what is wrong, where, and what to do. */
    public final Finding finding() {
        return finding;
    }

    /** Whether the finding has this id. */
    public final boolean is(FindingId id) {
        return finding.is(id);
    }
}
