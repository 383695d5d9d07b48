package aria.verify.traffic;

import aria.docker.ContainerAnswer;
import aria.docker.RunningService;
import aria.docker.SocketReader;
import aria.docker.SocketTable;
import aria.docker.SocketTable.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who is connected to whom among the containers of a project, or was within the last minute.
 *
 * @param seen      the connections of each call, by address and port of the calling end
 * @param listening the ports that each service answers others at; a service whose sockets cannot be read is missing
 * @param strangers the peers that are none of these containers
 * @param silent    the containers that did not answer in time, by name
 */
public record Connections(
        Map<Call, Map<String, End>> seen,
        Map<String, Set<Integer>> listening,
        Set<Stranger> strangers,
        Set<String> silent) {
    /** Nothing was seen. */
    public static final Connections NONE = new Connections(Map.of(), Map.of(), Set.of());

    /** For all containers together. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /**
     * How much is remembered of what one container says: of strangers, of calls that it answers, and of the ends of one
     * call. Its sockets are read in it, so it can show others each time, and must not hide those that others show.
     */
    static final int MOST = 5_000;

    private static final int SEVERAL = 2;

    /** Keeps unmodifiable copies. */
    public Connections {
        seen = Map.copyOf(seen);
        listening = Map.copyOf(listening);
        strangers = Set.copyOf(strangers);
        silent = Set.copyOf(silent);
    }

    /** Of containers that have all answered. */
    public Connections(Map<Call, Map<String, End>> seen, Map<String, Set<Integer>> listening, Set<Stranger> strangers) {
        this(seen, listening, strangers, Set.of());
    }

    /** What has become of a connection; the first is kept where several were seen. */
    public enum End {
        /** It is established. */
        OPEN,
        /** The server closed it first: the kernel remembers a closed connection on that side. */
        BY_SERVER,
        /** The caller closed it first. */
        BY_CALLER;

        private static End of(State state, boolean answers) {
            return state == State.ESTABLISHED ? OPEN : answers ? BY_SERVER : BY_CALLER;
        }

        private End and(End other) {
            return compareTo(other) < 0 ? this : other;
        }
    }

    /**
     * An end of a connection that is no container of the project.
     *
     * @param service that it is connected to
     * @param address its own
     * @param port    the one that is called: of the service when {@code calls}, else of the stranger
     * @param calls   whether the stranger is the caller
     */
    public record Stranger(String service, String address, int port, boolean calls) {}

    /** Returns who calls whom. */
    public Set<Call> calls() {
        return seen.keySet();
    }

    /** Returns those of the calls that are made again and again: open at that time, or several of one minute. */
    public Set<Call> habitual() {
        return seen.entrySet().stream()
                .filter(call ->
                        call.getValue().size() >= SEVERAL || call.getValue().containsValue(End.OPEN))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Reads those of the running containers of one project. */
    public static Connections read(SocketReader reader, List<RunningService> containers) {
        // A container without an address of its own lives in the network of another one, or of the host.
        List<RunningService> asked = containers.stream()
                .filter(container -> container.runs() && !container.addresses().isEmpty())
                .toList();
        Map<RunningService, SocketTable> tables = new HashMap<>();
        Set<String> silent = new HashSet<>();
        for (ContainerAnswer<Optional<SocketTable>> answer :
                ContainerAnswer.all(asked, LIMIT, container -> reader.read(container.containerId()))) {
            answer.value()
                    .ifPresentOrElse(
                            read -> read.ifPresent(table -> tables.put(answer.container(), table)),
                            () -> silent.add(answer.container().name()));
        }
        Connections shown = of(tables);
        return new Connections(shown.seen, shown.listening, shown.strangers, silent);
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
        Map<Call, Map<String, End>> seen = new HashMap<>();
        Set<Stranger> strangers = new HashSet<>();
        tables.forEach((container, table) -> {
            // Asked once: a container may show as many sockets as it likes.
            Set<Integer> answered = table.listening();
            table.connections().forEach(socket -> {
                String service = container.service();
                String peer = owners.get(socket.peer());
                boolean answers = answered.contains(socket.port());
                if (peer == null && !socket.isLoopback()) {
                    strangers.add(
                            new Stranger(service, socket.peer(), answers ? socket.port() : socket.peerPort(), answers));
                }
                if (peer == null || peer.equals(service)) {
                    return;
                }
                Call call =
                        answers ? new Call(peer, service, socket.port()) : new Call(service, peer, socket.peerPort());
                // An address may have been another container's a moment ago.
                if (!listening.containsKey(call.server())
                        || listening.get(call.server()).contains(call.port())) {
                    String caller =
                            answers ? socket.peer() + ":" + socket.peerPort() : socket.address() + ":" + socket.port();
                    seen.computeIfAbsent(call, first -> new HashMap<>())
                            .merge(caller, End.of(socket.state(), answers), End::and);
                }
            });
        });
        return new Connections(seen, listening, strangers);
    }

    /** Returns what was seen at either time. */
    public Connections and(Connections later) {
        Map<Call, Map<String, End>> both = new HashMap<>();
        add(both, seen);
        add(both, later.seen);
        Map<String, Set<Integer>> ports = new HashMap<>();
        List.of(listening, later.listening)
                .forEach(some -> some.forEach((service, open) ->
                        ports.computeIfAbsent(service, first -> new HashSet<>()).addAll(open)));
        Set<String> never = new HashSet<>(silent);
        never.addAll(later.silent);
        return new Connections(both, ports, bounded(strangers, later.strangers), never);
    }

    private static Set<Stranger> bounded(Set<Stranger> some, Set<Stranger> more) {
        Set<Stranger> all = new HashSet<>(some);
        Map<String, Long> counts =
                some.stream().collect(Collectors.groupingBy(Stranger::service, Collectors.counting()));
        more.stream()
                .filter(stranger -> !some.contains(stranger))
                .filter(stranger -> counts.merge(stranger.service(), 1L, Long::sum) <= MOST)
                .forEach(all::add);
        return all;
    }

    static void add(Map<Call, Map<String, End>> to, Map<Call, Map<String, End>> more) {
        Map<String, Long> counts =
                to.keySet().stream().collect(Collectors.groupingBy(Call::server, Collectors.counting()));
        more.forEach((call, ends) -> {
            if (to.containsKey(call) || counts.merge(call.server(), 1L, Long::sum) <= MOST) {
                Map<String, End> known = to.computeIfAbsent(call, first -> new HashMap<>());
                ends.forEach((end, seen) -> {
                    if (known.size() < MOST || known.containsKey(end)) {
                        known.merge(end, seen, End::and);
                    }
                });
            }
        });
    }
}
