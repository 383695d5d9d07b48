package aria.verify.traffic;

import aria.docker.RunningService;
import aria.docker.RunningService.State;
import aria.stack.Edge;
import aria.stack.Stack;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.Seal;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A running project before it was changed, which tells afterwards whether it still works.
 *
 * @param services by name, those that ran
 * @param calls    who was connected to whom
 * @param habitual those of the calls that are made again and again
 * @param outside  calls of containers of other projects, by their names
 * @param worked   the services that were seen to work after it was changed: what they do later may take the place of this
 * @param failed   the services that had failed already
 */
public record EarlierState(
        Map<String, Service> services,
        Set<Call> calls,
        Set<Call> habitual,
        Set<Call> outside,
        Set<String> worked,
        Set<String> failed) {
    private static final String PROJECTS = "projects";
    private static final long MOST_BYTES = 16 << 20;
    /** Exit codes of a process that ended well or on request: by SIGKILL or SIGTERM. */
    private static final Set<Integer> STOPPED = Set.of(0, 128 + 9, 128 + 15);

    /** Nothing ran. */
    public static final EarlierState NONE = new EarlierState(Map.of(), Set.of(), Set.of(), Set.of(), Set.of());

    /** Keeps unmodifiable copies; null, as in a record without it, is nothing. */
    public EarlierState {
        services = services == null ? Map.of() : Map.copyOf(services);
        calls = calls == null ? Set.of() : Set.copyOf(calls);
        habitual = habitual == null ? Set.of() : Set.copyOf(habitual);
        outside = outside == null ? Set.of() : Set.copyOf(outside);
        worked = worked == null ? Set.of() : Set.copyOf(worked);
        failed = failed == null ? Set.of() : Set.copyOf(failed);
    }

    /** In which nothing had failed. */
    public EarlierState(
            Map<String, Service> services, Set<Call> calls, Set<Call> habitual, Set<Call> outside, Set<String> worked) {
        this(services, calls, habitual, outside, worked, Set.of());
    }

    /** Returns the same without some calls, which are now made by way of a proxy. */
    public EarlierState without(Predicate<Call> carried) {
        return new EarlierState(services, without(calls, carried), without(habitual, carried), outside, worked, failed);
    }

    private static Set<Call> without(Set<Call> calls, Predicate<Call> carried) {
        return calls.stream().filter(carried.negate()).collect(Collectors.toSet());
    }

    /**
     * A service that ran.
     *
     * @param ready    whether its health check had passed, or it had none
     * @param restarts how often the engine had started it again
     */
    public record Service(boolean ready, int restarts) {}

    /** Returns the present state. */
    public static EarlierState of(List<RunningService> containers, Connections seen, Set<Call> outside) {
        Map<String, Service> services = new HashMap<>();
        containers.stream()
                .filter(RunningService::runs)
                .forEach(container ->
                        services.put(container.service(), new Service(container.ready(), container.restarts())));
        return new EarlierState(
                services,
                seen.calls(),
                seen.habitual(),
                outside,
                Set.of(),
                containers.stream()
                        .filter(EarlierState::hasFailed)
                        .map(RunningService::service)
                        .collect(Collectors.toSet()));
    }

    /** Returns whether a container ended by itself and not well, or is started again and again. */
    public static boolean hasFailed(RunningService container) {
        return container.exitCode().filter(code -> !STOPPED.contains(code)).isPresent()
                || container.state() == State.RESTARTING
                || container.state() == State.DEAD;
    }

    /** Whether nothing ran. */
    public boolean isEmpty() {
        return services.isEmpty();
    }

    /** Returns the record of a project; nothing ran when there is none. */
    public static EarlierState recorded(Layout layout, String project) {
        return all(layout).getOrDefault(project, NONE);
    }

    /** Returns the record with this in it, by the project's name; it is to be written to {@link Layout#observed}. */
    public byte[] record(Layout layout, String project) {
        Map<String, EarlierState> all = new TreeMap<>(all(layout));
        all.put(project, this);
        String json = new GsonBuilder().setPrettyPrinting().create().toJson(Map.of(PROJECTS, all)) + "\n";
        return Seal.of(layout).sign(layout.observed(), json).getBytes(StandardCharsets.UTF_8);
    }

    /** One that came with the folder is none: by it, somebody else would decide which servers are left as they are. */
    private static Map<String, EarlierState> all(Layout layout) {
        Path file = layout.observed();
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
                return Map.of();
            }
            String text = new String(InputFile.bytes(file), StandardCharsets.UTF_8);
            return Seal.of(layout).foreign(file, file, text).isPresent()
                    ? Map.of()
                    : new Gson()
                            .fromJson(
                                    JsonParser.parseString(text)
                                            .getAsJsonObject()
                                            .get(PROJECTS),
                                    new TypeToken<Map<String, EarlierState>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(layout.display(file) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the calls among the services of a stack, and those of other projects to them. */
    public List<Edge> edges(Stack stack) {
        return Stream.concat(
                        calls.stream().map(call -> call.edge(stack)),
                        outside.stream().map(call -> call.ofOther(stack)))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Edge::caller)
                        .thenComparing(edge -> edge.evidence().text()))
                .toList();
    }

    /** Returns the same after these services were seen to work. */
    public EarlierState working(Set<String> now) {
        return new EarlierState(services, calls, habitual, outside, now, failed);
    }

    /**
     * Returns what is to be remembered once a project is changed again: this, until it was seen to work, and what is
     * new. A service that was ready and is not now is to come back to that, and what failed since was not so before.
     */
    public EarlierState before(EarlierState now) {
        Map<String, Service> all = new HashMap<>(now.services);
        Set<String> kept = new HashSet<>();
        services.forEach((name, was) -> {
            Service is = now.services.getOrDefault(name, was);
            if (!worked.contains(name) || was.ready() && !is.ready()) {
                kept.add(name);
                all.put(name, new Service(was.ready() || is.ready(), Math.min(was.restarts(), is.restarts())));
            }
        });
        return new EarlierState(
                all,
                union(calls, kept, now.calls),
                union(habitual, kept, now.habitual),
                now.outside,
                Set.of(),
                isEmpty() ? now.failed : failed);
    }

    private static Set<Call> union(Set<Call> before, Set<String> callers, Set<Call> now) {
        return Stream.concat(before.stream().filter(call -> callers.contains(call.caller())), now.stream())
                .collect(Collectors.toSet());
    }
}
