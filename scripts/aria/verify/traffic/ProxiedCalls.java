package aria.verify.traffic;

import aria.proxy.HaproxyConfig;
import aria.verify.traffic.Connections.End;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Calls that go by way of our proxies, as calls of the services that the proxies stand beside. A call from one service
 * to another is three connections then: to the caller's proxy, on to the server's, and from that one to the server.
 *
 * @param seen   the connections
 * @param owners the services that our own ones stand beside, by the names of these
 */
record ProxiedCalls(Connections seen, Map<String, String> owners) {

    /** Returns the calls of the services, those that a proxy carries with the port that the server listens at. */
    Map<Call, Map<String, End>> calls() {
        return calls(call -> true);
    }

    private Map<Call, Map<String, End>> calls(Predicate<Call> wanted) {
        Map<Call, Map<String, End>> calls = new HashMap<>();
        seen.seen().forEach((call, ends) -> {
            String caller = owner(call.caller());
            String server = owner(call.server());
            boolean reads = call.port() == HaproxyConfig.METRICS_PORT && owners.containsKey(call.server());
            if (!caller.equals(server) && !reads && wanted.test(call)) {
                ports(call, caller, server)
                        .forEach(port -> Connections.add(
                                calls, Map.of(new Call(caller, server, port), telling(call, caller, port, ends))));
            }
        });
        return calls;
    }

    /** Returns which of these calls the caller's own proxy carries; a server's proxy may accept others, in plaintext. */
    Set<Call> carried() {
        Set<Call> carried = new HashSet<>(calls().keySet());
        carried.removeAll(calls(call -> !owners.containsKey(call.caller())).keySet());
        return carried;
    }

    /** Proxies end theirs in any order: who ended a connection first is told by the one that the service made itself. */
    private Map<String, End> telling(Call call, String caller, int port, Map<String, End> ends) {
        Map<String, End> own = seen.seen().get(new Call(caller, call.caller(), port));
        if (own == null) {
            return ends;
        }
        Map<String, End> telling = new HashMap<>(ends);
        telling.values().retainAll(Set.of(End.OPEN));
        own.entrySet().stream()
                .filter(end -> end.getValue() != End.OPEN)
                .forEach(end -> telling.put(end.getKey(), end.getValue()));
        return telling;
    }

    /**
     * The server's proxy answers at a port of its own: which one of the server it stands for is told by the
     * connections at both ends. None when they do not tell.
     */
    private Set<Integer> ports(Call call, String caller, String server) {
        if (server.equals(call.server())) {
            return Set.of(call.port());
        }
        Set<Integer> asked = called(caller, call.caller());
        Set<Integer> served = called(call.server(), server);
        if (served.isEmpty()) {
            return asked.size() == 1 ? asked : Set.of();
        }
        Set<Integer> both = new TreeSet<>(asked);
        both.retainAll(served);
        return both.isEmpty() ? served : both;
    }

    private Set<Integer> called(String caller, String server) {
        return seen.calls().stream()
                .filter(call -> call.caller().equals(caller) && call.server().equals(server))
                .map(Call::port)
                .collect(Collectors.toSet());
    }

    private String owner(String service) {
        return owners.getOrDefault(service, service);
    }
}
