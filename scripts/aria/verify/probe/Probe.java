package aria.verify.probe;

/** The clients that a listener is tried with: one right, the others wrong. */
public enum Probe {
    VALID("handshake.valid"),
    NONE("handshake.none"),
    FOREIGN_CA("handshake.foreign-ca"),
    EXPIRED("handshake.expired"),
    SERVER_ONLY("handshake.server-only"),
    WRONG_NAME("handshake.wrong-name"),
    PLAINTEXT("handshake.plaintext"),
    /** Only where a listener tells clients apart by their names. */
    NOT_A_CALLER("handshake.not-a-caller");

    private final String checkId;

    Probe(String checkId) {
        this.checkId = checkId;
    }

    /** Whether a listener is tried with it. */
    public boolean concerns(Listener listener) {
        return this != NOT_A_CALLER || listener.behind().isPresent();
    }

    /** The check whose result this probe gives. */
    public String checkId() {
        return checkId;
    }
}
