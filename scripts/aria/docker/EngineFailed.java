package aria.docker;

/**
 * The engine, or Docker Compose, did not do what it was asked for: an unknown container, a time limit that passed, an
 * answer that cannot be read. The message is one complete line.
 */
public final class EngineFailed extends RuntimeException {
    public EngineFailed(String message) {
        super(message);
    }

    public EngineFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
