package aria.verify.probe;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;

/**
 * A port of a service that must use TLS.
 *
 * @param service                   Compose service name
 * @param name                      which of the service's listeners, for example {@code main}
 * @param port                      port in the container; 0 when it is not known, so that only the certificate can be
 *                                  tried
 * @param protocol                  a protocol that {@link Protocols} knows
 * @param clientCertificateRequired whether a client without a certificate has to be refused
 * @param serverNames               names its certificate has to be good for, the best known first; never empty
 * @param path                      what an HTTPS probe asks for, {@code /} for other protocols
 * @param optional                  not every such server opens it, so that nobody need be there
 * @param behind                    the proxy that listens in its place; empty for a server that listens itself
 * @param readsLists                whether a server that listens itself reads revocation lists
 */
public record Listener(
        String service,
        String name,
        int port,
        String protocol,
        boolean clientCertificateRequired,
        List<String> serverNames,
        String path,
        boolean optional,
        Optional<Proxy> behind,
        boolean readsLists) {

    /**
     * A proxy that stands before a server.
     *
     * @param service its Compose service
     * @param callers the services that it admits, by the names in their certificates; never empty
     */
    public record Proxy(String service, List<String> callers) {
        /** Keeps an unmodifiable copy. */
        public Proxy {
            callers = List.copyOf(callers);
        }
    }

    private static final int UNKNOWN_PORT = 0;

    public Listener {
        serverNames = List.copyOf(serverNames);
        if (serverNames.isEmpty()) {
            throw new IllegalArgumentException("the listener " + name + " of " + service + " has no server name");
        }
    }

    /** One of a server that listens itself. */
    public Listener(
            String service,
            String name,
            int port,
            String protocol,
            boolean clientCertificateRequired,
            List<String> serverNames,
            String path,
            boolean optional) {
        this(
                service,
                name,
                port,
                protocol,
                clientCertificateRequired,
                serverNames,
                path,
                optional,
                Optional.empty(),
                false);
    }

    /** One that every such server opens. */
    public Listener(
            String service,
            String name,
            int port,
            String protocol,
            boolean clientCertificateRequired,
            List<String> serverNames,
            String path) {
        this(service, name, port, protocol, clientCertificateRequired, serverNames, path, false);
    }

    /** What is known of a service that no preset fits: its certificate has to do for a server that requires one. */
    public static Listener unknown(String service, List<String> serverNames) {
        return new Listener(service, "certificate", UNKNOWN_PORT, "https", true, serverNames, "/");
    }

    /** Returns the Compose service whose container listens. */
    public String container() {
        return behind.map(Proxy::service).orElse(service);
    }

    /** Whether its port is known. */
    public boolean portKnown() {
        return port != UNKNOWN_PORT;
    }

    /**
     * The name that a probe sends (RFC 6066, part 3) and checks the certificate for: the first that Java takes for a
     * host name, for it refuses one with an underscore.
     */
    public String verifiedName() {
        return serverNames.stream().filter(Listener::isHostName).findFirst().orElse(serverNames.get(0));
    }

    static boolean isHostName(String name) {
        try {
            return !new SNIHostName(name).getAsciiName().matches("[0-9.]+");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
