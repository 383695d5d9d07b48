package aria.verify;

import aria.stack.Edge;
import aria.stack.Stack;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The calls of a service that are written, and those that a running stack showed alone. Which connections were open when
 * somebody looked is chance, so they do not decide whether a page is there for the public.
 *
 * @param written whether a file or {@code aria.yaml} says that a service of the stack calls it
 * @param seen    the calls by others
 */
record SeenCalls(boolean written, List<Edge> seen) {

    static SeenCalls of(Stack stack, String server) {
        List<Edge> calls = stack.edges().stream()
                .filter(edge -> edge.server().equals(server) && !edge.outside())
                .toList();
        List<Edge> seen = calls.stream()
                .filter(call -> call.evidence().kind() == Edge.Kind.OBSERVED)
                .toList();
        return new SeenCalls(seen.size() < calls.size(), seen);
    }

    /** Returns the same for a port inside the stack, with the callers that no file names. */
    ListenerClaim named(ListenerClaim claim) {
        Set<String> callers = seen.stream()
                .filter(call -> call.port()
                        .map(String::valueOf)
                        .filter(claim.listener()::equals)
                        .isPresent())
                .map(Edge::caller)
                .collect(Collectors.toCollection(TreeSet::new));
        return callers.isEmpty() || claim.state() != ListenerState.NOT_UNDER_MTLS
                ? claim
                : new ListenerClaim(
                        claim.service(),
                        claim.listener(),
                        claim.state(),
                        claim.why() + ", called by " + String.join(", ", callers) + " on the running stack",
                        claim.place());
    }
}
