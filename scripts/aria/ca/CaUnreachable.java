package aria.ca;

/** A CA that answers over the network was asked for and does not answer. The message names its address and what to do. */
public final class CaUnreachable extends RuntimeException {
    public CaUnreachable(String message) {
        super(message);
    }

    public CaUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
