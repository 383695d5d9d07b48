package aria.proxy;

import aria.stack.Edge;
import aria.stack.LabelReaders;
import aria.stack.StackService;
import java.util.List;

/** Callers that find a server's address through the container engine, and not by a name. */
final class EngineCallers {
    private static final String SOCKET = "docker.sock";

    private EngineCallers() {}

    /**
     * Returns whether a caller may be one. Whoever mounts the engine's socket for another purpose names its servers with
     * their ports, as everybody does; one that is known to read labels may reach the engine by other ways.
     */
    static boolean mayAsk(StackService caller, List<Edge> written) {
        if (written.stream().anyMatch(new LabelReaders()::isOfWebProxy)) {
            return true;
        }
        return caller.service().mounts().stream()
                        .anyMatch(mount -> mount.source().endsWith(SOCKET))
                && (written.stream().noneMatch(call -> call.port().isPresent())
                        || written.stream()
                                .anyMatch(call ->
                                        call.namesAddress() && call.port().isEmpty())
                        || LabelReaders.isReader(caller));
    }
}
