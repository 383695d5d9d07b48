package aria.verify.traffic;

import static aria.verify.traffic.PlaintextUse.atMost;

import aria.docker.ContainerAnswer;
import aria.docker.Engine;
import aria.docker.RunningService;
import aria.proxy.Sidecar;
import aria.proxy.Topology;
import aria.stack.Stack;
import aria.verify.ProxySocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A caller that a proxy admits, and whether it has called since the proxy was started.
 *
 * @param call   of which service, at which port
 * @param ended  connections that are over, and those from before the proxy last read its configuration
 * @param open   connections that are open now
 * @param since  when the proxy was started
 * @param chosen whether aria.yaml says that it calls, so that the line can go
 */
public record CallerUse(Call call, int ended, int open, Instant since, boolean chosen) {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Pattern TABLE = Pattern.compile("# table: in-(\\d{1,5}), .*");
    private static final Pattern COUNTS =
            Pattern.compile("\\S+ key=([^\\s/]+)/(\\S+) .*\\bconn_cnt=(\\d{1,18}) conn_cur=(\\d{1,18})\\b.*");

    /**
     * The connections of one caller.
     *
     * @param all  since the proxy was started
     * @param open of these, now
     */
    record Counts(int all, int open) {
        private static final Counts NONE = new Counts(0, 0);

        private Counts and(Counts other) {
            return new Counts(atMost((long) all + other.all), atMost((long) open + other.open));
        }
    }

    /** Whether it has called. */
    public boolean used() {
        return ended + open > 0;
    }

    /**
     * Returns one for each caller of each server whose proxy runs.
     *
     * @param containers of the stack
     * @throws aria.finding.UnavailableException when the engine or a proxy does not answer
     */
    public static List<CallerUse> of(Stack stack, Topology proxies, List<RunningService> containers) {
        Map<String, List<RunningService>> running = containers.stream()
                .filter(container -> container.runs() && container.startedAt().isPresent())
                .collect(Collectors.groupingBy(RunningService::service));
        List<Sidecar> servers = proxies.sidecars().stream()
                .filter(sidecar -> sidecar.isServer() && running.containsKey(sidecar.name()))
                .toList();
        if (servers.isEmpty()) {
            return List.of();
        }
        Map<String, Sidecar> byName = servers.stream().collect(Collectors.toMap(Sidecar::name, server -> server));
        Map<String, List<Map<Call, Counts>>> counted = new HashMap<>();
        try (Engine engine = Engine.connect()) {
            ContainerAnswer.all(
                            servers.stream()
                                    .flatMap(server -> running.get(server.name()).stream())
                                    .toList(),
                            LIMIT,
                            proxy -> counts(byName.get(proxy.service()), proxy, engine))
                    .forEach(
                            answer -> counted.computeIfAbsent(answer.container().service(), first -> new ArrayList<>())
                                    .add(answer.get()));
        }
        return servers.stream()
                .flatMap(server -> of(stack, server, running.get(server.name()), counted.get(server.name())).stream())
                .toList();
    }

    private static Map<Call, Counts> counts(Sidecar server, RunningService proxy, Engine engine) {
        String tables = server.inbound().stream()
                .map(port -> "show table in-" + port.port())
                .collect(Collectors.joining(";"));
        return counts(server.service(), ProxySocket.ask(engine, proxy, tables), engine.ownSources(proxy.containerId()));
    }

    private static List<CallerUse> of(
            Stack stack, Sidecar server, List<RunningService> replicas, List<Map<Call, Counts>> counted) {
        Instant since = replicas.stream()
                .map(proxy -> proxy.startedAt().orElseThrow())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<CallerUse> all = new ArrayList<>();
        server.inbound()
                .forEach(port -> port.callers().forEach(caller -> {
                    Call call = new Call(caller, server.service(), port.port());
                    Counts counts = counted.stream()
                            .map(each -> each.getOrDefault(call, Counts.NONE))
                            .reduce(Counts.NONE, Counts::and);
                    all.add(new CallerUse(
                            call, counts.all() - counts.open(), counts.open(), since, chosen(stack, call)));
                }));
        return all;
    }

    /**
     * Returns the connections in a proxy's tables, by caller and port.
     *
     * @param own sources of which none is a caller: this machine shows callers' certificates when it verifies
     */
    static Map<Call, Counts> counts(String server, List<String> answer, Set<String> own) {
        Map<Call, Counts> all = new HashMap<>();
        int port = 0;
        for (String line : answer) {
            Matcher table = TABLE.matcher(line);
            Matcher counts = COUNTS.matcher(line);
            if (table.matches()) {
                port = Integer.parseInt(table.group(1));
            } else if (counts.matches() && !own.contains(counts.group(2))) {
                all.merge(
                        new Call(counts.group(1), server, port),
                        new Counts(atMost(Long.parseLong(counts.group(3))), atMost(Long.parseLong(counts.group(4)))),
                        Counts::and);
            }
        }
        return all;
    }

    private static boolean chosen(Stack stack, Call call) {
        return stack.selection().calls().getOrDefault(call.caller(), List.of()).stream()
                .anyMatch(said -> said.equals(call.listener()));
    }
}
