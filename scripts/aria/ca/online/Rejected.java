package aria.ca.online;

import aria.ca.CaRefused;

/** The CA answered, and the answer is no. */
public final class Rejected extends CaRefused {

    private final int status;

    /** @param status of HTTP */
    Rejected(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }
}
