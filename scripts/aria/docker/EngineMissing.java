package aria.docker;

/** There is no Docker engine to talk to. The message is one complete line: where it was looked for, and what to do. */
public final class EngineMissing extends RuntimeException {
    public EngineMissing(String message) {
        super(message);
    }

    public EngineMissing(String message, Throwable cause) {
        super(message, cause);
    }
}
