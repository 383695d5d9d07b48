package aria.proxy;

import aria.stack.Edge;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The ports at which services of a stack are called by others of it.
 *
 * @param byServer by the called service's name; an empty set for one that is called at ports that no file tells
 */
public record CalledPorts(Map<String, Set<Integer>> byServer) {
    /** Keeps an unmodifiable copy. */
    public CalledPorts {
        byServer = Map.copyOf(byServer);
    }

    /** Finds them; a mere order of starts is no call. */
    public static CalledPorts of(Stack stack) {
        Calls calls = new Calls(stack);
        Map<String, Set<Integer>> ports = new TreeMap<>();
        for (StackService server : stack.services()) {
            calls.callers(server.name()).forEach((caller, written) -> {
                if (written.stream().anyMatch(CalledPorts::isCall)) {
                    ports.computeIfAbsent(server.name(), name -> new TreeSet<>())
                            .addAll(calls.ports(caller, server));
                }
            });
        }
        return new CalledPorts(ports);
    }

    private static boolean isCall(Edge edge) {
        return !edge.outside()
                && (edge.namesAddress()
                        || edge.evidence().kind() == Edge.Kind.CHOICE
                        || edge.evidence().kind() == Edge.Kind.OBSERVED);
    }
}
