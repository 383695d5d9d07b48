package aria.verify.probe;

import java.util.EnumSet;
import java.util.Set;

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
    NOT_A_CALLER("handshake.not-a-caller"),
    /** Only where a listener has a list of those that are revoked. */
    REVOKED("handshake.revoked");

    private static final Set<Probe> OF_PROXIES = EnumSet.of(NOT_A_CALLER, REVOKED);

    private final String checkId;

    Probe(String checkId) {
        this.checkId = checkId;
    }

    /** Whether a listener is tried with it. */
    public boolean concerns(Listener listener) {
        return !ofProxies() || listener.behind().isPresent() || this == REVOKED && listener.readsLists();
    }

    /** Whether most servers do not tell such clients from the right one, as proxies do. */
    public boolean ofProxies() {
        return OF_PROXIES.contains(this);
    }

    /** The check whose result this probe gives. */
    public String checkId() {
        return checkId;
    }
}
