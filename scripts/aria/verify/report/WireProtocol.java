package aria.verify.report;

/** The protocol between a caller and a service. */
public enum WireProtocol {
    /** TLS, and a client without a certificate is refused. */
    MUTUAL_TLS("mTLS"),
    /** TLS, open to clients without a certificate. */
    TLS("TLS"),
    /** Anybody on the network can read it. */
    PLAINTEXT("plaintext"),
    /** Nothing is known. */
    UNKNOWN("unknown");

    private final String label;

    WireProtocol(String label) {
        this.label = label;
    }

    /** As people call it. */
    public String label() {
        return label;
    }
}
