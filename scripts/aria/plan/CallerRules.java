package aria.plan;

import aria.finding.Place;
import aria.preset.Preset;
import aria.stack.Edge;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which callers of a server can present a certificate to it once the plan is applied, by what is written of their
 * calls.
 */
final class CallerRules {
    private final Stack stack;
    private final StackOptions options;
    private final Map<String, Set<String>> byProxy;
    private final Map<String, StackService> planned = new HashMap<>();
    /** Each caller's edges, by the server. */
    private final Map<String, Map<String, List<Edge>>> edges = new HashMap<>();

    private final Map<String, ShownSettings> shown = new HashMap<>();
    private final Map<String, List<ConfigTargets.Target>> targets = new HashMap<>();
    private List<StackService> targetsOf = List.of();

    /**
     * @param planned the services that the plan may change; all others stay as they are
     * @param byProxy the callers that can call a server by a proxy beside them, by the server
     */
    CallerRules(Stack stack, List<StackService> planned, StackOptions options, Map<String, Set<String>> byProxy) {
        this.stack = stack;
        this.options = options;
        this.byProxy = byProxy;
        planned.forEach(service -> this.planned.put(service.name(), service));
        stack.edges()
                .forEach(edge -> edges.computeIfAbsent(edge.server(), name -> new LinkedHashMap<>())
                        .computeIfAbsent(edge.caller(), name -> new ArrayList<>())
                        .add(edge));
    }

    /** Returns the callers of a server, each with what is written of its calls. */
    Map<String, List<Edge>> callers(String server) {
        return edges.getOrDefault(server, Map.of());
    }

    /**
     * Returns the callers that a server would shut out, each with what is written of its calls.
     *
     * @param servers the servers that require certificates at that time, this one among them
     */
    Map<String, List<Edge>> shutOut(StackService server, List<StackService> servers) {
        Map<String, List<Edge>> out = unable(server, servers);
        out.keySet().removeAll(byProxy.getOrDefault(server.name(), Set.of()));
        return out;
    }

    /** Returns the callers that are let in only because of a proxy beside them. */
    Set<String> onlyByProxy(StackService server, List<StackService> servers) {
        Set<String> callers = new TreeSet<>(byProxy.getOrDefault(server.name(), Set.of()));
        if (!callers.isEmpty()) {
            callers.retainAll(unable(server, servers).keySet());
        }
        return callers;
    }

    /** The callers that cannot present a certificate themselves. */
    private Map<String, List<Edge>> unable(StackService server, List<StackService> servers) {
        Map<String, List<Edge>> out = new LinkedHashMap<>();
        if (servesPlaintext(server)) {
            return out;
        }
        List<Edge> toItself = toItself(server, servers);
        if (!toItself.isEmpty()) {
            out.put(server.name(), toItself);
        }
        callers(server.name()).forEach((caller, all) -> {
            List<Edge> calls =
                    all.stream().filter(call -> !isUnchanged(call, server)).toList();
            if (!calls.isEmpty() && !follows(caller, server, calls, servers)) {
                out.put(caller, calls);
            }
        });
        return out;
    }

    /** The addresses of its own in its files that cannot be told to use TLS. */
    private List<Edge> toItself(StackService server, List<StackService> servers) {
        List<ConfigTargets.Target> able = targets(server, servers);
        return ConfigTargets.ofItself(server).stream()
                .filter(target -> !able.contains(target))
                .map(target -> new Edge(
                        server.name(),
                        server.name(),
                        Optional.empty(),
                        new Edge.Evidence(
                                Edge.Kind.MOUNTED_FILE,
                                "",
                                new Place(stack.project().files().label(target.file()), target.line(), 0),
                                target.text()),
                        false))
                .toList();
    }

    /** Whether the mode that the user chose lets clients in as they came before. */
    private boolean servesPlaintext(StackService server) {
        return server.preset()
                .map(preset -> preset.modes().getOrDefault(options.mode(server.name()), Map.of()))
                .filter(mode -> "true".equals(mode.get("plaintext")))
                .isPresent();
    }

    private boolean follows(String name, StackService server, List<Edge> calls, List<StackService> servers) {
        StackService caller = planned.get(name);
        if (caller == null || calls.stream().anyMatch(Edge::outside)) {
            return false;
        }
        if (caller.preset()
                .filter(preset -> preset.id().equals(Selection.MOUNT))
                .isPresent()) {
            return shown(caller).cover(server.name(), calls);
        }
        List<Edge> addresses = calls.stream().filter(Edge::namesAddress).toList();
        return !addresses.isEmpty()
                && addresses.stream()
                        .allMatch(call -> !isClosed(call, server) && hasSettings(caller, server, call, servers));
    }

    private ShownSettings shown(StackService caller) {
        return shown.computeIfAbsent(
                caller.name(),
                name -> new ShownSettings(
                        stack.project().texts(caller.service()),
                        stack.edges().stream()
                                .filter(edge -> edge.caller().equals(name))
                                .toList(),
                        stack.services().stream()
                                .filter(server -> server.preset()
                                        .filter(preset -> !preset.listeners().isEmpty())
                                        .isPresent())
                                .toList()));
    }

    /** Whether the call is to a port that goes on as before. */
    private static boolean isUnchanged(Edge call, StackService server) {
        Map<String, String> environment = server.service().environment();
        return call.port()
                .map(String::valueOf)
                .filter(port -> server.preset().orElseThrow().unchangedPorts().stream()
                        .map(rule -> ":" + environment.getOrDefault(rule, rule))
                        .anyMatch(rule -> rule.endsWith(":" + port)))
                .isPresent();
    }

    /** Whether the call is to a port that the server's preset moves or closes. */
    private static boolean isClosed(Edge call, StackService server) {
        return server.preset().orElseThrow().compose().ports().stream()
                .anyMatch(
                        rule -> call.port().filter(port -> port == rule.from()).isPresent());
    }

    private boolean hasSettings(StackService caller, StackService server, Edge call, List<StackService> servers) {
        return switch (call.evidence().kind()) {
            case ENVIRONMENT, ENV_FILE ->
                caller.calls().stream()
                        .filter(known -> known.service().equals(server.name()))
                        .anyMatch(
                                known -> isOf(known.settings(), call.evidence().name()));
            case COMMAND ->
                caller.calls().stream()
                        .anyMatch(known -> known.service().equals(server.name())
                                && !known.settings().append().isEmpty());
            case MOUNTED_FILE ->
                shown(caller).byHand(call)
                        || targets(caller, servers).stream()
                                .anyMatch(target -> target.line()
                                                == call.evidence().place().line()
                                        && target.text()
                                                .contains(call.evidence().text())
                                        && stack.project()
                                                .files()
                                                .label(target.file())
                                                .equals(call.evidence().place().file()));
            default -> false;
        };
    }

    /** Read once for each set of servers: a file may name thousands. Who is none of them is a client alone. */
    private List<ConfigTargets.Target> targets(StackService caller, List<StackService> servers) {
        if (!servers.equals(targetsOf)) {
            targetsOf = servers;
            targets.clear();
        }
        return targets.computeIfAbsent(
                caller.name(),
                name -> ConfigTargets.overTls(
                        servers.contains(caller) ? caller : caller.asClient(),
                        servers,
                        options.layout().root()));
    }

    /** Whether the plan has something to set for a service as the client of one of these servers. */
    boolean isClientOf(StackService caller, List<StackService> servers) {
        Set<String> names = servers.stream().map(StackService::name).collect(Collectors.toSet());
        return caller.calls().stream().map(StackService.Call::service).anyMatch(names::contains)
                || targets(caller, servers).stream().findAny().isPresent();
    }

    /** Whether a variable is where the call's settings are found, or one of these settings themselves. */
    private static boolean isOf(Preset.Call settings, String variable) {
        return settings.foundIn().contains(variable)
                || settings.environment().stream().map(Preset.Variable::name).anyMatch(variable::equals);
    }
}
