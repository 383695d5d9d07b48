package aria.apply;

/** A change was not agreed to, or nobody could be asked; nothing was written. */
public final class ConsentMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message what was not agreed to and which option agrees to it */
    public ConsentMissing(String message) {
        super(message);
    }
}
