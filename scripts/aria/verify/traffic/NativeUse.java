package aria.verify.traffic;

import aria.docker.Engine;
import aria.docker.Helper;
import aria.docker.RunningService;
import aria.docker.SocketReader;
import aria.stack.Edge;
import aria.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A caller of a server that requires certificates itself, and so counts nobody.
 *
 * @param server    called
 * @param caller    calling
 * @param connected whether it is connected now, or was within a minute
 * @param known     whether a file or aria.yaml says that it calls
 */
public record NativeUse(String server, String caller, boolean connected, boolean known) {

    /**
     * Returns one for each caller of these servers, as far as the files and the sockets of the containers tell.
     *
     * @param containers of the stack
     * @throws aria.finding.UnavailableException when the engine does not answer
     */
    public static List<NativeUse> of(Stack stack, List<String> servers, List<RunningService> containers) {
        if (servers.isEmpty() || containers.stream().noneMatch(RunningService::runs)) {
            return of(stack, servers, containers, Connections.NONE);
        }
        try (Engine engine = Engine.connect()) {
            return of(stack, servers, containers, Connections.read(new SocketReader(engine, Helper.IMAGE), containers));
        }
    }

    /** Returns the same for these connections; one of a caller's proxy is the caller's. */
    static List<NativeUse> of(
            Stack stack, List<String> servers, List<RunningService> containers, Connections connections) {
        Set<Call> seen =
                StackTraffic.byWayOfProxies(stack, containers, connections).calls();
        List<NativeUse> all = new ArrayList<>();
        for (String server : servers) {
            Set<String> known = stack.edges().stream()
                    .filter(edge -> edge.server().equals(server) && !edge.outside())
                    .map(Edge::caller)
                    .filter(caller -> !caller.equals(server))
                    .collect(Collectors.toSet());
            Set<String> connected = seen.stream()
                    .filter(call -> call.server().equals(server))
                    .map(Call::caller)
                    .collect(Collectors.toSet());
            Set<String> callers = new TreeSet<>(known);
            callers.addAll(connected);
            callers.forEach(caller ->
                    all.add(new NativeUse(server, caller, connected.contains(caller), known.contains(caller))));
        }
        return all;
    }
}
