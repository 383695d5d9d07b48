package aria.proxy;

import aria.finding.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The proxies of a stack and their networks.
 *
 * @param prefix   the first two parts of every private address, by default
 * @param sidecars one a service, in the order of the services
 * @param heldBack the servers that were to have a proxy and keep what they have, each with the reason
 */
public record Topology(String prefix, List<Sidecar> sidecars, Map<String, Finding> heldBack) {
    /** No proxies. */
    public static final Topology NONE = new Topology("", List.of(), Map.of());

    /** Keeps unmodifiable copies. */
    public Topology {
        sidecars = List.copyOf(sidecars);
        heldBack = Map.copyOf(new LinkedHashMap<>(heldBack));
    }

    /** Returns the same with only these servers held back. */
    public Topology holdingBack(Set<String> servers) {
        Map<String, Finding> held = new LinkedHashMap<>(heldBack);
        held.keySet().retainAll(servers);
        return new Topology(prefix, sidecars, held);
    }

    /** Returns the proxy of a service; empty when it has none. */
    public Optional<Sidecar> of(String service) {
        return sidecars.stream()
                .filter(sidecar -> sidecar.service().equals(service))
                .findFirst();
    }

    /** Returns the names of the servers behind a proxy. */
    public Set<String> servers() {
        return sidecars.stream().filter(Sidecar::isServer).map(Sidecar::service).collect(Collectors.toSet());
    }

    /** Returns whether a service calls a server by way of its own proxy. */
    public boolean carries(String caller, String server) {
        return of(caller).stream()
                .flatMap(sidecar -> sidecar.outbound().stream())
                .anyMatch(call -> call.server().equals(server));
    }

    /** Returns the callers whose own proxies show their certificates to a server that speaks TLS itself, by the server. */
    public Map<String, Set<String>> direct() {
        Map<String, Set<String>> direct = new TreeMap<>();
        sidecars.forEach(sidecar -> sidecar.outbound().stream()
                .filter(call -> call.direct().isPresent())
                .forEach(call -> direct.computeIfAbsent(call.server(), name -> new TreeSet<>())
                        .add(sidecar.service())));
        return direct;
    }

    /** Returns the proxies of callers alone that call this server, as if they called no other. */
    public Topology onlyCalling(String server) {
        return new Topology(
                prefix,
                sidecars.stream()
                        .filter(sidecar -> !sidecar.isServer())
                        .map(sidecar -> sidecar.onlyCalling(server))
                        .filter(sidecar -> !sidecar.outbound().isEmpty())
                        .toList(),
                Map.of());
    }

    /** Returns the names of all services with a proxy. */
    public Set<String> members() {
        return sidecars.stream().map(Sidecar::service).collect(Collectors.toSet());
    }
}
