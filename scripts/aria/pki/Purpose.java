package aria.pki;

/** The purpose of a leaf certificate: its extended key usages (RFC 5280, 4.2.1.12). */
public enum Purpose {
    /** A service of the stack: it serves, and calls others. serverAuth and clientAuth. */
    SERVER_AND_CLIENT(true, true),
    /** A person, or a program that only calls. clientAuth. */
    CLIENT(false, true),
    /** A server that never calls. serverAuth. */
    SERVER(true, false);

    private final boolean server;
    private final boolean client;

    Purpose(boolean server, boolean client) {
        this.server = server;
        this.client = client;
    }

    /** Whether a TLS server may present it. */
    public boolean server() {
        return server;
    }

    /** Whether a TLS client may present it. */
    public boolean client() {
        return client;
    }
}
