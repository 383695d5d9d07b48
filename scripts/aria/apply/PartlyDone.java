package aria.apply;

/** Some of a transaction is done and the rest is not; running again is safe and goes on from there. */
public final class PartlyDone extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message which file is not done, and why */
    public PartlyDone(String message) {
        super(message);
    }

    /** @param message which file is not done, and why */
    public PartlyDone(String message, Throwable cause) {
        super(message, cause);
    }
}
