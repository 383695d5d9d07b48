package aria.verify.probe;

/** The seven clients that every listener is tried with: one right, six wrong. */
public enum Probe {
    VALID("handshake.valid"),
    NONE("handshake.none"),
    FOREIGN_CA("handshake.foreign-ca"),
    EXPIRED("handshake.expired"),
    SERVER_ONLY("handshake.server-only"),
    WRONG_NAME("handshake.wrong-name"),
    PLAINTEXT("handshake.plaintext");

    private final String checkId;

    Probe(String checkId) {
        this.checkId = checkId;
    }

    /** The check whose result this probe gives. */
    public String checkId() {
        return checkId;
    }
}
