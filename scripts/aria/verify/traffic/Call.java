package aria.verify.traffic;

import aria.finding.Place;
import aria.stack.Edge;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.Optional;

/**
 * A connection of one service to another.
 *
 * @param caller the service that connected
 * @param server the service that answered
 * @param port   the port in the server's container
 */
public record Call(String caller, String server, int port) {
    /** Returns {@code db:5432}, as {@code calls} in {@code aria.yaml} has it. */
    public String listener() {
        return server + ":" + port;
    }

    /** Returns it as an edge of a stack; empty when one of the two is none of its services. */
    public Optional<Edge> edge(Stack stack) {
        return stack.service(caller)
                .filter(found -> stack.service(server).isPresent())
                .map(found -> edge(stack, found, false));
    }

    /** Returns it as the call of a container of another project; empty when the server is none of its services. */
    Optional<Edge> ofOther(Stack stack) {
        return stack.service(server).map(found -> edge(stack, found, true));
    }

    private Edge edge(Stack stack, StackService at, boolean outside) {
        Place place = new Place(
                stack.project().files().label(at.service().file()), at.service().line(), 0);
        return new Edge(
                caller,
                server,
                Optional.of(port),
                new Edge.Evidence(Edge.Kind.OBSERVED, "", place, listener()),
                outside);
    }
}
