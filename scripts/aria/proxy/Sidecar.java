package aria.proxy;

import aria.stack.Stack;
import java.util.List;

/**
 * The proxy at the side of one service. It shows the service's certificate to the servers that the service calls, and
 * asks for one from whoever calls the service.
 *
 * @param service  the service it stands beside
 * @param shared   the networks of the service where proxies meet
 * @param networks the service's private networks, which it shares with the proxy alone; the first one always there
 * @param inbound  the ports of the service that it answers for; empty for a service that only calls
 * @param outbound the ports at which it takes calls of the service
 */
public record Sidecar(
        String service,
        List<String> shared,
        List<PrivateNetwork> networks,
        List<Inbound> inbound,
        List<Outbound> outbound) {

    /** Keeps unmodifiable copies. */
    public Sidecar {
        shared = List.copyOf(shared);
        networks = List.copyOf(networks);
        inbound = List.copyOf(inbound);
        outbound = List.copyOf(outbound);
    }

    /**
     * A network of a service and its proxy. A service that calls two servers at the same port needs two: the proxy tells
     * the calls apart by its own address.
     *
     * @param subnet   its addresses
     * @param names    the names of the called servers, which the proxy answers to there
     * @param internal whether it leads nowhere else, like all networks that the service had
     */
    public record PrivateNetwork(String name, Subnet subnet, List<String> names, boolean internal) {
        /** Keeps an unmodifiable copy. */
        public PrivateNetwork {
            names = List.copyOf(names);
        }
    }

    /**
     * A port of the service.
     *
     * @param port    the one that the service listens at
     * @param tlsPort the one of the proxy on the shared networks
     * @param callers the services that are admitted, by the common names of their certificates
     */
    public record Inbound(int port, int tlsPort, List<String> callers) {
        /** Keeps an unmodifiable copy. */
        public Inbound {
            callers = List.copyOf(callers);
        }
    }

    /**
     * A port of a called server.
     *
     * @param network the private network where the service calls it
     * @param server  the called service
     * @param port    the port that the service calls
     * @param tlsPort the port of the server's proxy
     */
    public record Outbound(String network, String server, int port, int tlsPort) {}

    /** Returns the name of the proxy's service. */
    public String name() {
        return Stack.proxyName(service);
    }

    /** Whether the service is a server that leaves its networks for the private ones. */
    public boolean isServer() {
        return !inbound.isEmpty();
    }

    /** Returns one of the private networks. */
    PrivateNetwork network(String name) {
        return networks.stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
