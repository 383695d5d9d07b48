package aria.stack;

/** The command line names a service or a preset that is not there. The message names it and what there is. */
public final class SelectionInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for people */
    public SelectionInvalid(String message) {
        super(message);
    }
}
