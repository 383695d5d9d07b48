package aria.ca;

/** There is no CA in the configuration folder yet: init-ca makes one. */
public final class NoCaYet extends RuntimeException {
    public NoCaYet(String message) {
        super(message);
    }

    public NoCaYet(String message, Throwable cause) {
        super(message, cause);
    }
}
