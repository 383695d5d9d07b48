package aria.verify.traffic;

import aria.docker.Engine;
import aria.docker.Helper;
import aria.docker.RunningService;
import aria.docker.SocketReader;
import aria.proxy.Sidecar;
import aria.proxy.Topology;
import aria.stack.Stack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A caller that a proxy admits, and whether it has called since the proxy was started.
 *
 * @param call   of which service, at which port
 * @param ended  connections in the proxy's log, which it writes when they end
 * @param open   connections that are open now
 * @param since  when the proxy was started
 * @param chosen whether aria.yaml says that it calls, so that the line can go
 */
public record CallerUse(Call call, int ended, int open, Instant since, boolean chosen) {
    /** A connection that was admitted, as the proxy's configuration has it written. */
    private static final Pattern ADMITTED = Pattern.compile("\\bin-(\\d+) \\S+ cn=\"([^\"]*)\"");

    /** Whether it has called. */
    public boolean used() {
        return ended + open > 0;
    }

    /**
     * Returns one for each caller of each server whose proxy runs.
     *
     * @param containers of the stack
     * @throws aria.finding.UnavailableException when the engine does not answer
     */
    public static List<CallerUse> of(Stack stack, Topology proxies, List<RunningService> containers) {
        Map<String, RunningService> running = containers.stream()
                .filter(container -> container.runs() && container.startedAt().isPresent())
                .collect(Collectors.toMap(RunningService::service, container -> container, (one, other) -> one));
        List<Sidecar> servers = proxies.sidecars().stream()
                .filter(sidecar -> sidecar.isServer() && running.containsKey(sidecar.name()))
                .toList();
        if (servers.isEmpty()) {
            return List.of();
        }
        List<CallerUse> all = new ArrayList<>();
        try (Engine engine = Engine.connect()) {
            Map<Call, Integer> open = StackTraffic.of(
                            stack, containers, Connections.read(new SocketReader(engine, Helper.IMAGE), containers))
                    .calls()
                    .stream()
                    .collect(Collectors.toMap(StackTraffic.Seen::call, StackTraffic.Seen::open, Integer::sum));
            for (Sidecar server : servers) {
                RunningService proxy = running.get(server.name());
                Instant since = proxy.startedAt().orElseThrow();
                Map<Call, Integer> ended = ended(server.service(), engine.linesSince(proxy.containerId(), since));
                server.inbound()
                        .forEach(port -> port.callers().stream()
                                .map(caller -> new Call(caller, server.service(), port.port()))
                                .map(call -> new CallerUse(
                                        call,
                                        ended.getOrDefault(call, 0),
                                        open.getOrDefault(call, 0),
                                        since,
                                        chosen(stack, call)))
                                .forEach(all::add));
            }
        }
        return all;
    }

    /** Returns the connections in a proxy's log, by caller and port. */
    static Map<Call, Integer> ended(String server, List<String> log) {
        return log.stream()
                .map(ADMITTED::matcher)
                .filter(Matcher::find)
                .map(found -> new Call(found.group(2), server, Integer.parseInt(found.group(1))))
                .collect(Collectors.toMap(Function.identity(), call -> 1, Integer::sum));
    }

    private static boolean chosen(Stack stack, Call call) {
        return stack.selection().calls().getOrDefault(call.caller(), List.of()).stream()
                .anyMatch(said -> said.equals(call.listener()));
    }
}
