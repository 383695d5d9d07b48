package aria.proxy;

import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.Stage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The proxy at the side of one service. It shows the service's certificate to the servers that the service calls, and
 * asks for one from whoever calls the service.
 *
 * @param service  the service it stands beside
 * @param shared   the networks of the service where proxies meet
 * @param networks the service's private networks, which it shares with the proxy alone; the first one always there
 * @param inbound  the ports of the service that it answers for; empty for a service that only calls
 * @param outbound the ports at which it takes calls of the service
 * @param former   how it answers where the server answered before; empty when it does not
 * @param ipv6     whether one of the shared networks has IPv6, too
 * @param several  whether several containers of the service run: they have no fixed address, the proxy finds them by name
 */
public record Sidecar(
        String service,
        List<String> shared,
        List<PrivateNetwork> networks,
        List<Inbound> inbound,
        List<Outbound> outbound,
        Optional<Former> former,
        boolean ipv6,
        boolean several) {

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
     * @param tlsPort the port of the server's proxy; the server's own where it speaks TLS itself
     * @param hosts   names of the server that others answer to on the service's other networks, so that only the
     *                service's own table of hosts leads to its proxy
     * @param direct  how a server is called that speaks TLS itself; empty for one behind a proxy
     * @param plain   whether the server is neither: what is sent passes as it is
     */
    public record Outbound(
            String network,
            String server,
            int port,
            int tlsPort,
            List<String> hosts,
            Optional<Direct> direct,
            boolean plain) {
        /** Makes a call that is secured. */
        public Outbound(
                String network, String server, int port, int tlsPort, List<String> hosts, Optional<Direct> direct) {
            this(network, server, port, tlsPort, hosts, direct, false);
        }

        /** Keeps an unmodifiable copy. */
        public Outbound {
            hosts = List.copyOf(hosts);
        }

        /** Returns the name at which the proxy calls; never one that it answers to itself. */
        public String host() {
            String proxy = plain ? server : Stack.proxyName(server);
            return direct.isPresent() ? OurServices.alias(server) : proxy;
        }
    }

    /**
     * How a server is called that speaks TLS itself.
     *
     * @param alpn the protocol that the proxy names in the handshake; empty for none
     */
    public record Direct(Optional<String> alpn) {}

    /**
     * How a proxy answers on the networks that its server has left.
     *
     * @param names of the server there
     * @param stage whether it accepts plaintext at the server's own ports
     */
    public record Former(List<String> names, Stage stage) {
        /** Keeps an unmodifiable copy. */
        public Former {
            names = List.copyOf(names);
        }
    }

    /** Returns the ports at which it accepts plaintext for the server, at least for a time. */
    public List<Integer> open() {
        return former.filter(way -> way.stage().open()).isEmpty()
                ? List.of()
                : inbound.stream().map(Inbound::port).toList();
    }

    /** Returns the names of the servers to which it shows the certificate, or those to which calls pass as they are. */
    public Set<String> called(boolean plain) {
        return outbound.stream()
                .filter(call -> call.plain() == plain)
                .map(Outbound::server)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the name of the proxy's service. */
    public String name() {
        return Stack.proxyName(service);
    }

    /**
     * Returns the names of servers that lead to the proxy by the service's own table of hosts alone, each with what
     * follows the first two parts in the proxy's address.
     */
    public Map<String, String> hosts() {
        Map<String, String> hosts = new TreeMap<>();
        outbound.forEach(call -> call.hosts()
                .forEach(
                        name -> hosts.put(name, network(call.network()).subnet().proxy())));
        return hosts;
    }

    /** Whether the service is a server that leaves its networks for the private ones. */
    public boolean isServer() {
        return !inbound.isEmpty();
    }

    /** Returns the same without its calls to other servers. */
    Sidecar onlyCalling(String server) {
        return new Sidecar(
                service,
                shared,
                networks,
                inbound,
                outbound.stream().filter(call -> call.server().equals(server)).toList(),
                former,
                ipv6,
                several);
    }

    /** Returns one of the private networks. */
    PrivateNetwork network(String name) {
        return networks.stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
