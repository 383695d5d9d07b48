package aria.verify.probe;

/**
 * The network address of a listener, which is seldom the name by which the server is known.
 *
 * @param host IP literal or name that this machine resolves
 * @param port 1 to 65535
 * @param via  what kind of address this is
 * @param shown how it is called for people
 */
public record Address(String host, int port, Via via, String shown) {
    /** An address that is called what it is. */
    public Address(String host, int port, Via via) {
        this(host, port, via, (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** For example {@code published 127.0.0.1:8443}. */
    @Override
    public String toString() {
        return via.label() + " " + shown;
    }
}
