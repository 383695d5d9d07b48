package aria.verify;

import aria.docker.Engine;
import aria.docker.Helper;
import aria.docker.RunningService;
import aria.docker.RunningService.Health;
import aria.docker.SocketReader;
import aria.preset.Preset;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.verify.traffic.Call;
import aria.verify.traffic.Connections;
import aria.verify.traffic.DoubtfulCalls;
import aria.verify.traffic.Refusals;
import aria.verify.traffic.StackTraffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The connections and the logs of a running stack.
 *
 * @param stack  what runs
 * @param live   its containers
 * @param engine where they run
 */
record CallEvidence(Stack stack, LiveStack live, Engine engine) {
    /** So long the kernel remembers a connection, and so far back a log is read for what became of it. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** Returns the connections as they are now. */
    Connections read() {
        // Proxies carry the calls of services: without their connections no such call would be seen.
        return Connections.read(
                new SocketReader(engine, Helper.IMAGE),
                live.containers().stream()
                        .filter(container -> stack.service(container.service()).isPresent() || isOurs(container))
                        .toList());
    }

    /** Returns the same as calls of services to services. */
    Connections ofServices(Connections seen) {
        return StackTraffic.byWayOfProxies(stack, live.containers(), seen);
    }

    private boolean isOurs(RunningService container) {
        return container.labels().containsKey(OurServices.ROLE)
                && stack.service(container.labels().getOrDefault(OurServices.SERVICE, ""))
                        .isPresent();
    }

    /** Returns the calls that no connection shows to succeed, and why; it takes a moment where connections are open. */
    Map<Call, String> doubts(Connections first, Refusals logs) {
        Set<Call> silent = first.calls().stream()
                .filter(call -> isSilent(call.caller()) || isSilent(call.server()))
                .collect(Collectors.toSet());
        boolean open = silent.stream().anyMatch(call -> first.seen().get(call).containsValue(Connections.End.OPEN));
        return new DoubtfulCalls(
                        first, open ? later() : first, logs.within(REMEMBERED, servers(silent, Preset::logDenials)))
                .reasons();
    }

    private Connections later() {
        LockSupport.parkNanos(DoubtfulCalls.LASTS.toNanos());
        return ofServices(read());
    }

    /** Of which nothing but its connections tells whether it works. */
    private boolean isSilent(String service) {
        return live.container(service)
                .filter(container -> container.runs() && container.health() == Health.NONE)
                .isPresent();
    }

    /** Returns the running servers of some calls, with what their logs say. */
    List<Refusals.Server> servers(Set<Call> calls, Function<Preset, List<String>> lines) {
        List<Refusals.Server> servers = new ArrayList<>();
        calls.stream()
                .collect(Collectors.groupingBy(Call::server, Collectors.toSet()))
                .forEach((name, its) -> {
                    List<Pattern> patterns = stack.service(name).flatMap(StackService::preset).map(lines).stream()
                            .flatMap(List::stream)
                            .map(Pattern::compile)
                            .toList();
                    live.containers().stream()
                            .filter(container -> container.service().equals(name) && container.runs())
                            .forEach(container -> servers.add(new Refusals.Server(container, patterns, its)));
                });
        return servers;
    }
}
