package aria.verify.traffic;

import aria.docker.Engine;
import aria.docker.RunningService;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Watches the logs of servers for clients that they refuse.
 *
 * @param owners services by the addresses of their containers
 */
public record Refusals(Engine engine, Map<String, String> owners) {
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** What was tried just before may still be on its way into the log. */
    private static final Duration SETTLE = Duration.ofMillis(300);

    /**
     * A server whose log is read.
     *
     * @param container it runs in
     * @param patterns  what the log says of a refusal; the group {@code address} is the client's
     * @param suspects  calls of which it is not known whether they are refused
     */
    public record Server(RunningService container, List<Pattern> patterns, Set<Call> suspects) {}

    /**
     * Returns the suspects that are refused from now on; who made a call of which the log gives no address is taken to
     * be every suspect.
     *
     * @param limit how long to wait for those that are not
     */
    public Set<Call> watch(List<Server> servers, Duration limit) {
        LockSupport.parkNanos(SETTLE.toNanos());
        Instant start = Instant.now();
        Set<Call> refused = new HashSet<>();
        Set<Call> suspects = servers.stream()
                .filter(server -> !server.patterns().isEmpty())
                .flatMap(server -> server.suspects().stream())
                .collect(Collectors.toSet());
        while (!refused.containsAll(suspects) && Instant.now().isBefore(start.plus(limit))) {
            LockSupport.parkNanos(PAUSE.toNanos());
            servers.stream()
                    .filter(server -> !server.patterns().isEmpty())
                    .forEach(server -> refused.addAll(
                            refused(server, engine.linesSince(server.container().containerId(), start))));
        }
        return refused;
    }

    /** Returns the suspects of a server that these lines of its log tell of. */
    Set<Call> refused(Server server, List<String> lines) {
        return lines.stream()
                .flatMap(line -> server.patterns().stream().map(pattern -> pattern.matcher(line)))
                .filter(Matcher::find)
                .flatMap(found -> server.suspects().stream()
                        .filter(call ->
                                client(found).equals("") || call.caller().equals(owners.get(client(found)))))
                .collect(Collectors.toSet());
    }

    private static String client(Matcher found) {
        return found.pattern().pattern().contains("(?<address>") ? found.group("address") : "";
    }
}
