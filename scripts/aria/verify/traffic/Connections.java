package aria.verify.traffic;

import aria.docker.RunningService;
import aria.docker.SocketReader;
import aria.docker.SocketTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is connected to whom among the containers of a project, or was within the last minute.
 *
 * @param calls     what was seen
 * @param habitual  those of the calls that are made again and again: open at that time, or several of one minute
 * @param listening the ports that each service answers others at; a service whose sockets cannot be read is missing
 */
public record Connections(Set<Call> calls, Set<Call> habitual, Map<String, Set<Integer>> listening) {
    private static final int SEVERAL = 2;

    /** Keeps unmodifiable copies. */
    public Connections {
        calls = Set.copyOf(calls);
        habitual = Set.copyOf(habitual);
        listening = Map.copyOf(listening);
    }

    /** Reads those of the running containers of one project. */
    public static Connections read(SocketReader reader, List<RunningService> containers) {
        Map<RunningService, SocketTable> tables = new ConcurrentHashMap<>();
        // A container without an address of its own lives in the network of another one, or of the host.
        containers.parallelStream()
                .filter(container -> container.runs() && !container.addresses().isEmpty())
                .forEach(container ->
                        reader.read(container.containerId()).ifPresent(table -> tables.put(container, table)));
        return of(tables);
    }

    /** Returns what these sockets show; the containers are of one project. */
    static Connections of(Map<RunningService, SocketTable> tables) {
        Map<String, String> owners = new HashMap<>();
        Map<String, Set<Integer>> listening = new TreeMap<>();
        tables.forEach((container, table) -> {
            container.addresses().values().forEach(address -> owners.put(address, container.service()));
            listening
                    .computeIfAbsent(container.service(), name -> new HashSet<>())
                    .addAll(table.listening());
        });
        Map<Call, List<SocketTable.State>> seen = new HashMap<>();
        tables.forEach((container, table) -> table.connections().forEach(socket -> {
            String peer = owners.get(socket.peer());
            if (peer == null || peer.equals(container.service())) {
                return;
            }
            Call call = table.listening().contains(socket.port())
                    ? new Call(peer, container.service(), socket.port())
                    : new Call(container.service(), peer, socket.peerPort());
            // An address may have been another container's a moment ago.
            if (!listening.containsKey(call.server())
                    || listening.get(call.server()).contains(call.port())) {
                seen.computeIfAbsent(call, first -> new ArrayList<>()).add(socket.state());
            }
        }));
        Set<Call> habitual = new HashSet<>(seen.keySet());
        habitual.removeIf(
                call -> seen.get(call).size() < SEVERAL && !seen.get(call).contains(SocketTable.State.ESTABLISHED));
        return new Connections(seen.keySet(), habitual, listening);
    }
}
