package aria.pki;

/** A key, certificate, PEM file or password that can't be used. The message is one complete line: what is wrong, where, what to do. */
public final class PkiRefused extends RuntimeException {
    public PkiRefused(String message) {
        super(Printable.oneLine(message));
    }

    public PkiRefused(String message, Throwable cause) {
        super(Printable.oneLine(message), cause);
    }
}
