package aria.proxy;

import aria.finding.Finding;
import aria.preset.Preset;
import aria.proxy.Sidecar.Direct;
import aria.proxy.Sidecar.Former;
import aria.proxy.Sidecar.Inbound;
import aria.proxy.Sidecar.Outbound;
import aria.proxy.Sidecar.PrivateNetwork;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.stack.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plans the proxies of a stack: those of the servers that were chosen, and of whoever calls them. */
public final class TopologyPlanner {
    /** The first port at which a proxy listens for other proxies. */
    private static final int FIRST_TLS_PORT = 20001;

    private final Stack stack;
    private final Calls calls;
    private final Candidates candidates;
    private final Set<String> servers;
    /** The port of a server's proxy, by the server's own. */
    private final Map<String, Map<Integer, Integer>> tlsPorts = new LinkedHashMap<>();

    private TopologyPlanner(Stack stack, Calls calls, Candidates candidates, Set<String> servers) {
        this.stack = stack;
        this.calls = calls;
        this.candidates = candidates;
        this.servers = servers;
    }

    /**
     * Plans the proxies of a stack. A server is moved with all of its callers, or held back.
     *
     * @param refused servers that cannot be moved for other reasons
     */
    public static Topology plan(Stack stack, Candidates candidates, Map<String, Finding> refused) {
        if (candidates.isEmpty()) {
            return Topology.NONE;
        }
        Calls calls = new Calls(stack);
        MovedServers moved = MovedServers.of(stack, calls, candidates, refused);
        return new TopologyPlanner(stack, calls, candidates, moved.names()).topology(moved.heldBack());
    }

    private Topology topology(Map<String, Finding> heldBack) {
        Map<String, List<Set<String>>> coloured = new LinkedHashMap<>();
        for (StackService service : stack.services()) {
            List<Set<String>> colours = colours(service.name());
            if (!colours.isEmpty() || servers.contains(service.name())) {
                coloured.put(service.name(), colours.isEmpty() ? List.of(Set.of()) : colours);
            }
        }
        coloured.keySet().stream().filter(servers::contains).forEach(server -> tlsPorts.put(server, ports(server)));
        AddressRange range = AddressRange.of(stack.project());
        Map<String, Integer> replicas = new LinkedHashMap<>();
        coloured.forEach((service, colours) -> {
            int containers = stack.service(service).orElseThrow().service().replicas();
            for (int colour = 0; colour < colours.size(); colour++) {
                replicas.put(OurServices.network(service, colour), containers);
            }
        });
        Map<String, Subnet> subnets = range.allocate(replicas);
        return new Topology(
                range.prefix(),
                coloured.entrySet().stream()
                        .map(entry -> sidecar(stack.service(entry.getKey()).orElseThrow(), entry.getValue(), subnets))
                        .toList(),
                heldBack);
    }

    /** Whether a service calls by its proxy a server that stays where it is. */
    private boolean isDirect(String caller, String server) {
        return !servers.contains(server)
                && candidates.natives().contains(server)
                && candidates.reaches(caller, server)
                && (servers.contains(caller) || candidates.needs(caller, server));
    }

    /** Whether a service that leaves its networks calls a server there that no proxy secures. */
    private boolean isPlain(String caller, String server) {
        return servers.contains(caller) && !servers.contains(server) && !isDirect(caller, server);
    }

    private Set<Integer> ports(String caller, StackService server) {
        return isDirect(caller, server.name())
                ? CallerProxies.ports(calls, caller, server)
                : calls.ports(caller, server);
    }

    /** The servers that a service calls by its proxy, in groups of those that share no port. */
    private List<Set<String>> colours(String caller) {
        List<Set<String>> colours = new ArrayList<>();
        List<Set<Integer>> taken = new ArrayList<>();
        for (String called : calls.servers(caller)) {
            if (servers.contains(called) || isDirect(caller, called) || isPlain(caller, called)) {
                Set<Integer> ports = ports(caller, stack.service(called).orElseThrow());
                int colour = 0;
                while (colour < taken.size() && taken.get(colour).stream().anyMatch(ports::contains)) {
                    colour++;
                }
                if (colour == taken.size()) {
                    taken.add(new HashSet<>());
                    colours.add(new TreeSet<>());
                }
                taken.get(colour).addAll(ports);
                colours.get(colour).add(called);
            }
        }
        return colours;
    }

    /** A port for other proxies for each that the server listens at, none of those at which it calls. */
    private Map<Integer, Integer> ports(String server) {
        Set<Integer> called = calls.servers(server).stream()
                .flatMap(other -> calls.ports(server, stack.service(other).orElseThrow()).stream())
                .collect(Collectors.toSet());
        Map<Integer, Integer> ports = new TreeMap<>();
        StackService service = stack.service(server).orElseThrow();
        calls.callers(server)
                .keySet()
                .forEach(caller -> calls.ports(caller, service).forEach(port -> ports.put(port, 0)));
        int next = FIRST_TLS_PORT;
        for (Map.Entry<Integer, Integer> port : ports.entrySet()) {
            while (called.contains(next)) {
                next++;
            }
            port.setValue(next++);
        }
        return ports;
    }

    private Sidecar sidecar(StackService service, List<Set<String>> colours, Map<String, Subnet> subnets) {
        List<PrivateNetwork> networks = new ArrayList<>();
        List<Outbound> outbound = new ArrayList<>();
        boolean internal = service.service().networks().keySet().stream()
                .allMatch(network -> SharedNetwork.of(stack.project(), network).internal());
        for (int colour = 0; colour < colours.size(); colour++) {
            String network = OurServices.network(service.name(), colour);
            Set<String> names = new LinkedHashSet<>();
            for (String called : colours.get(colour)) {
                StackService server = stack.service(called).orElseThrow();
                List<String> carried = calls.names(service.name(), server);
                boolean direct = isDirect(service.name(), called);
                boolean leaves = servers.contains(service.name());
                boolean plain = isPlain(service.name(), called);
                if (!plain && (!direct || leaves)) {
                    names.addAll(carried);
                }
                List<String> hosts = plain || !leaves ? carried : List.of();
                for (int port : ports(service.name(), server)) {
                    int tlsPort = plain || direct ? port : tlsPorts.get(called).get(port);
                    outbound.add(
                            direct
                                    ? direct(network, server, port, hosts)
                                    : new Outbound(network, called, port, tlsPort, hosts, Optional.empty(), plain));
                }
            }
            networks.add(new PrivateNetwork(network, subnets.get(network), List.copyOf(names), internal));
        }
        List<String> shared = shared(service, colours);
        boolean ipv6 = shared.stream()
                .anyMatch(network -> SharedNetwork.of(stack.project(), network).ipv6());
        boolean several = service.service().replicas() > 1;
        return new Sidecar(
                service.name(), shared, networks, inbound(service), outbound, former(service), ipv6, several);
    }

    /**
     * Names that clients may still use for a server; those in its certificate may be others. They lead to its proxy
     * whether that accepts plaintext or not, so that a reload alone decides.
     */
    private Optional<Former> former(StackService service) {
        if (!servers.contains(service.name())) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>(List.of(service.name()));
        service.service().containerName().ifPresent(names::add);
        service.service().networks().values().forEach(names::addAll);
        Stage stage = stack.selection().proxies().stages().getOrDefault(service.name(), Stage.ENFORCE);
        return Optional.of(new Former(List.copyOf(names), stage));
    }

    private static Outbound direct(String network, StackService server, int port, List<String> hosts) {
        Preset.Listener listener = CallerProxies.listeners(server).get(port);
        Optional<String> alpn = listener.callerProxy().orElseThrow().alpn();
        return new Outbound(network, server.name(), port, listener.port(), hosts, Optional.of(new Direct(alpn)));
    }

    /** A server's proxy is on all networks that the server was on, a caller's on those where it meets other proxies. */
    private List<String> shared(StackService service, List<Set<String>> colours) {
        Set<String> all = service.service().networks().keySet();
        if (servers.contains(service.name())) {
            return List.copyOf(all);
        }
        Set<String> met = colours.stream()
                .flatMap(Set::stream)
                .flatMap(called -> stack.service(called).orElseThrow().service().networks().keySet().stream())
                .collect(Collectors.toSet());
        return all.stream().filter(met::contains).toList();
    }

    private List<Inbound> inbound(StackService service) {
        return tlsPorts.getOrDefault(service.name(), Map.of()).entrySet().stream()
                .map(port -> new Inbound(
                        port.getKey(),
                        port.getValue(),
                        calls.callers(service.name()).keySet().stream()
                                .filter(caller -> calls.ports(caller, service).contains(port.getKey()))
                                .sorted()
                                .toList()))
                .toList();
    }
}
