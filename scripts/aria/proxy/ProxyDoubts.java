package aria.proxy;

import aria.compose.Service;
import aria.preset.Preset;
import aria.stack.Edge;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Signs that a server may have callers, or call servers, that no file tells of. It would lose them behind a proxy, so it
 * is left as it is unless a person decides.
 */
final class ProxyDoubts {
    private final Stack stack;
    private final Calls calls;
    private final Announcing announcing = new Announcing();
    /** By server: each of its callers asks, and the answer reads all its settings. */
    private final Map<String, Optional<String>> announced = new HashMap<>();

    ProxyDoubts(Stack stack, Calls calls) {
        this.stack = stack;
        this.calls = calls;
    }

    /** Returns a clause; empty when there is no doubt. */
    Optional<String> about(StackService server) {
        return announces(server)
                .or(() -> mereOrder(server))
                .or(() -> hiddenCaller(server))
                .or(() -> hiddenServer(server));
    }

    /** Returns why a server is called by other addresses than the files name; empty for all others. */
    Optional<String> announces(StackService server) {
        return announced.computeIfAbsent(server.name(), name -> findAnnounced(server));
    }

    private Optional<String> findAnnounced(StackService server) {
        List<Set<Integer>> called = calls.callers(server.name()).keySet().stream()
                .filter(caller -> stack.service(caller).isPresent())
                .map(caller -> calls.ports(caller, server))
                .toList();
        return announcing.reason(stack.project(), server, called).or(() -> tellsOfOthers(server));
    }

    /** The nodes of one cluster tell their callers of each other. */
    private Optional<String> tellsOfOthers(StackService server) {
        if (!announcing.tells(stack.project(), server)) {
            return Optional.empty();
        }
        Set<String> callers = calls.callers(server.name()).keySet();
        return stack.services().stream()
                .filter(node -> meet(server, node)
                        && Announcing.image(node).equals(Announcing.image(server))
                        && announcing.tells(stack.project(), node))
                .filter(node -> callers.stream()
                        .anyMatch(caller -> !caller.equals(node.name())
                                && !calls.callers(node.name()).containsKey(caller)))
                .findFirst()
                .map(node -> "it tells callers the address of " + node.name() + ", which not all of them name");
    }

    /** An order does not tell that a service listens; its kind may. */
    private Optional<String> mereOrder(StackService server) {
        boolean known = server.preset().isPresent()
                || calls.callers(server.name()).values().stream()
                        .flatMap(List::stream)
                        .anyMatch(call -> call.namesAddress() || call.evidence().kind() == Edge.Kind.CHOICE)
                || calls.isKnownServer(server);
        return known ? Optional.empty() : Optional.of("no file names an address of it");
    }

    /** Its source may name anybody. */
    Optional<String> hiddenCaller(StackService server) {
        return stack.services().stream()
                .filter(other -> meet(server, other)
                        && other.service().raw().get("build").isPresent()
                        && !other.oneShot()
                        && !calls.callers(server.name()).containsKey(other.name())
                        && calls.servers(other.name()).isEmpty())
                .findFirst()
                .map(other -> "no file tells whom " + other.name() + " calls, which is built here");
    }

    /** Nobody is seen calling it, so it may be this server that does. */
    private Optional<String> hiddenServer(StackService server) {
        if (server.preset().filter(preset -> !mayCall(preset)).isPresent()) {
            return Optional.empty();
        }
        return stack.services().stream()
                .filter(other -> meet(server, other)
                        && listens(other)
                        && calls.callers(other.name()).isEmpty())
                .findFirst()
                .map(other -> "no file tells who calls " + other.name() + ", and it may be this server");
    }

    private static boolean mayCall(Preset preset) {
        return !preset.calls().isEmpty() || !preset.configs().isEmpty();
    }

    /** A page has callers outside. */
    private static boolean listens(StackService service) {
        if (service.oneShot()) {
            return false;
        }
        boolean page = service.service().ports().stream()
                .anyMatch(port -> service.preset().isEmpty() || service.isHttp(port));
        return !page
                && (Calls.exposed(service).findAny().isPresent()
                        || service.preset()
                                .filter(preset ->
                                        preset.listeners().stream().anyMatch(listener -> !listener.optional()))
                                .isPresent());
    }

    private static boolean meet(StackService one, StackService other) {
        Service first = one.service();
        return !one.name().equals(other.name())
                && (other.service().networkMode().isPresent()
                        || !Collections.disjoint(
                                first.networks().keySet(),
                                other.service().networks().keySet()));
    }
}
