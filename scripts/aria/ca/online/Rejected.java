package aria.ca.online;

import aria.ca.config.CaRefused;

/** The CA answered, and the answer is no. */
public final class Rejected extends CaRefused {

    private final int status;

    /** @param status of HTTP */
    Rejected(int status, String message) {
        super(message);
        this.status = status;
    }

    /** @param status of HTTP, or the nearest to it */
    Rejected(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }
}
