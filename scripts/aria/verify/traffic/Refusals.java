package aria.verify.traffic;

import aria.docker.Engine;
import aria.docker.RunningService;
import aria.finding.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the logs of servers for clients that they refuse.
 *
 * @param owners running containers by their addresses
 */
public record Refusals(Engine engine, Map<String, RunningService> owners) {
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** What was tried just before may still be on its way into the log. */
    private static final Duration SETTLE = Duration.ofMillis(300);
    /** So much of a log is read for what has been; a server may write one line for each request. */
    private static final int MOST_LINES = 2_000;

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

    /**
     * Returns when the suspects were last refused since both containers were started. A line without an address tells of
     * nobody: it may be about a client from outside, or about one that this program tried.
     */
    public Map<Call, Instant> earlier(List<Server> servers) {
        Map<Call, Instant> last = new HashMap<>();
        for (Server server : servers) {
            if (server.patterns().stream().anyMatch(Refusals::namesClient)
                    && !server.suspects().isEmpty()) {
                earlier(server, written(server.container(), server.container().startedAt()))
                        .forEach((call, time) -> last.merge(call, time, Refusals::later));
            }
        }
        return last;
    }

    /** Returns the suspects that the logs of so long ago tell of. */
    public Set<Call> within(Duration time, List<Server> servers) {
        Instant since = Instant.now().minus(time);
        return servers.stream()
                .filter(server -> !server.patterns().isEmpty())
                .flatMap(server -> refused(server, written(server.container(), Optional.of(since))).stream())
                .collect(Collectors.toSet());
    }

    /** Not every logging driver lets its lines be read. */
    private List<String> written(RunningService container, Optional<Instant> since) {
        try {
            return since.map(start -> engine.linesSince(container.containerId(), start, MOST_LINES))
                    .orElse(List.of());
        } catch (UnavailableException unreadable) {
            return List.of();
        }
    }

    /**
     * Returns when these lines of a server's log, each behind its time, tell of its suspects last. An address may have been
     * another container's before the one that has it was started.
     */
    Map<Call, Instant> earlier(Server server, List<String> lines) {
        Map<Call, Instant> last = new HashMap<>();
        for (String line : lines) {
            for (Pattern pattern : server.patterns()) {
                Matcher found = pattern.matcher(line);
                if (!namesClient(pattern) || !found.find()) {
                    continue;
                }
                Optional<RunningService> client = Optional.ofNullable(owners.get(client(found)));
                Optional<Instant> time = time(line);
                if (time.isPresent()
                        && client.filter(owner -> isSince(owner, time.get())).isPresent()) {
                    server.suspects().stream()
                            .filter(call -> call.caller().equals(client.get().service()))
                            .forEach(call -> last.merge(call, time.get(), Refusals::later));
                }
            }
        }
        return last;
    }

    private static boolean isSince(RunningService container, Instant time) {
        return container.startedAt().filter(start -> !start.isAfter(time)).isPresent();
    }

    private static Optional<Instant> time(String line) {
        try {
            return Optional.of(Instant.parse(line.substring(0, Math.max(0, line.indexOf(' ')))));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Returns the suspects of a server that these lines of its log tell of. */
    Set<Call> refused(Server server, List<String> lines) {
        return lines.stream()
                .flatMap(line -> server.patterns().stream().map(pattern -> pattern.matcher(line)))
                .filter(Matcher::find)
                .flatMap(found -> server.suspects().stream()
                        .filter(call -> client(found).equals("") || isOf(call.caller(), client(found))))
                .collect(Collectors.toSet());
    }

    private boolean isOf(String service, String address) {
        return Optional.ofNullable(owners.get(address))
                .filter(owner -> owner.service().equals(service))
                .isPresent();
    }

    private static String client(Matcher found) {
        return namesClient(found.pattern()) ? found.group("address") : "";
    }

    private static boolean namesClient(Pattern pattern) {
        return pattern.pattern().contains("(?<address>");
    }
}
