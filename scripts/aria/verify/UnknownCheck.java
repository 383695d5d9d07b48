package aria.verify;

/** A check was asked for that does not exist. The message is one complete line. */
public final class UnknownCheck extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownCheck(String message) {
        super(message);
    }
}
