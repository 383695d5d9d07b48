package aria.ca.config;

import aria.pki.Printable;

/** The CA's files are there but can't be used, or would be overwritten. The message is one complete line: what, where, what to do. */
public class CaRefused extends RuntimeException {
    public CaRefused(String message) {
        super(Printable.oneLine(message));
    }

    public CaRefused(String message, Throwable cause) {
        super(Printable.oneLine(message), cause);
    }
}
