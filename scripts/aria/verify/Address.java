package aria.verify;

/**
 * Where to connect to, which is seldom the name that the server is known by.
 *
 * @param host IP literal or name that this machine resolves
 * @param port 1 to 65535
 * @param via  what kind of address this is
 */
public record Address(String host, int port, Via via) {
    /** For example {@code published 127.0.0.1:8443}. */
    @Override
    public String toString() {
        return via.label() + " " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
