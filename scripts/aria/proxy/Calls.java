package aria.proxy;

import aria.edit.yaml.YamlList;
import aria.stack.Edge;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who calls which port of which server by which names, as far as the files tell; published ports are judged apart. */
final class Calls {
    private static final Pattern HOST = Pattern.compile("(.*?)(?::\\d{1,5})?");

    /** Each server's callers, and what is written of their calls. */
    private final Map<String, Map<String, List<Edge>>> edges = new LinkedHashMap<>();

    private final Map<String, Set<String>> called = new HashMap<>();
    private final Map<List<String>, Set<Integer>> ports = new HashMap<>();
    private final Map<String, Set<Integer>> assumed = new HashMap<>();
    private final ListeningPorts listening = new ListeningPorts();
    private final Stack stack;

    Calls(Stack stack) {
        this.stack = stack;
        stack.edges().stream()
                .filter(edge -> edge.evidence().kind() != Edge.Kind.PORTS)
                .forEach(edge -> {
                    edges.computeIfAbsent(edge.server(), name -> new LinkedHashMap<>())
                            .computeIfAbsent(edge.caller(), name -> new ArrayList<>())
                            .add(edge);
                    called.computeIfAbsent(edge.caller(), name -> new TreeSet<>())
                            .add(edge.server());
                });
    }

    /** Returns the callers of a server, each with what is written of its calls. */
    Map<String, List<Edge>> callers(String server) {
        return edges.getOrDefault(server, Map.of());
    }

    /** Returns the servers that a service calls. */
    List<String> servers(String caller) {
        return List.copyOf(called.getOrDefault(caller, Set.of()));
    }

    /** Returns the ports of a server that a caller calls; empty when they are not known. */
    Set<Integer> ports(String caller, StackService server) {
        return ports.computeIfAbsent(List.of(caller, server.name()), pair -> find(caller, server));
    }

    private Set<Integer> find(String name, StackService server) {
        List<Edge> calls = callers(server.name()).getOrDefault(name, List.of());
        Set<Integer> found = stated(calls);
        List<Edge> unsaid = calls.stream()
                .filter(call -> call.namesAddress() && call.port().isEmpty())
                .toList();
        if (unsaid.isEmpty() && !found.isEmpty()) {
            return found;
        }
        StackService caller = stack.service(name).orElseThrow();
        Set<Integer> told = new TreeSet<>();
        unsaid.forEach(
                call -> ListeningPorts.beside(caller, call.evidence().name()).forEach(told::add));
        if (!unsaid.isEmpty()) {
            told.addAll(listening.ofSchemes(
                    stack.project(), caller, unsaid.stream().map(Calls::host).toList()));
        }
        found.addAll(told.isEmpty() ? known(server, !unsaid.isEmpty()) : told);
        return found;
    }

    /** Returns whether files tell each port at which a caller calls: none is that of the image, or of another caller. */
    boolean tellsPorts(String name, StackService server) {
        List<Edge> calls = callers(server.name()).getOrDefault(name, List.of());
        List<Edge> unsaid = calls.stream()
                .filter(call -> call.namesAddress() && call.port().isEmpty())
                .toList();
        Optional<StackService> caller = stack.service(name);
        return (!unsaid.isEmpty() || !stated(calls).isEmpty())
                && unsaid.stream()
                        .allMatch(call -> call.evidence().http()
                                || caller.stream()
                                        .flatMap(service -> ListeningPorts.beside(
                                                service, call.evidence().name()))
                                        .findAny()
                                        .isPresent());
    }

    /** Returns the ports of a server that no file tells: its image has them. */
    Set<Integer> assumed(StackService server) {
        callers(server.name()).forEach((caller, written) -> {
            if (written.stream().noneMatch(Edge::outside)) {
                ports(caller, server);
            }
        });
        return assumed.getOrDefault(server.name(), Set.of());
    }

    private static Set<Integer> stated(List<Edge> calls) {
        return calls.stream().flatMap(call -> call.port().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param all whether those that the server declares, or usually has, count beside those that others call */
    private Set<Integer> known(StackService server, boolean all) {
        Set<Integer> found = ListeningPorts.ofPreset(server);
        callers(server.name()).values().forEach(calls -> found.addAll(stated(calls)));
        if (all || found.isEmpty()) {
            found.addAll(ListeningPorts.declared(server));
            Set<Integer> usual = new TreeSet<>(listening.usual(stack.project(), server));
            usual.removeAll(found);
            found.addAll(usual);
            if (listening.areOfImage(stack.project(), server)) {
                assumed.put(server.name(), usual);
            }
        }
        return found.isEmpty() ? BuiltPorts.of(stack.project(), server) : found;
    }

    /** Returns whether a caller names one of these hosts in a URL whose scheme is one over TLS. */
    boolean speaksTls(StackService caller, List<String> hosts) {
        return listening.isOverTls(stack.project(), caller, hosts);
    }

    /** Returns whether a service is a server whose ports are known by its image or its health check. */
    boolean isKnownServer(StackService service) {
        return !listening.usual(stack.project(), service).isEmpty();
    }

    /** Returns the ports that a service exposes, as they are written. */
    static Stream<String> exposed(StackService service) {
        return texts(service, "expose");
    }

    private static Stream<String> texts(StackService service, String key) {
        return service.service()
                .raw()
                .get(key)
                .filter(YamlList.class::isInstance)
                .map(list -> ((YamlList) list).items().stream().map(Object::toString))
                .orElse(Stream.empty());
    }

    /** Returns every name that a caller may use for a server: those of the server, and those that the caller writes. */
    List<String> names(String caller, StackService server) {
        Set<String> names = new LinkedHashSet<>();
        server.names().stream()
                .filter(name -> !isAddress(name) && !name.equals("localhost"))
                .forEach(names::add);
        callers(server.name()).getOrDefault(caller, List.of()).forEach(call -> names.add(host(call)));
        stack.service(caller).stream()
                .flatMap(service -> texts(service, "links"))
                .filter(link -> link.startsWith(server.name() + ":"))
                .forEach(link -> names.add(link.substring(server.name().length() + 1)));
        return List.copyOf(names);
    }

    /** Returns the host that a call names. */
    static String host(Edge call) {
        String text = call.evidence().text();
        Matcher matcher = HOST.matcher(text);
        return matcher.matches() && text.indexOf(':') == text.lastIndexOf(':') ? matcher.group(1) : text;
    }

    /** Whether a text is an address, or a name that leads to this machine and not to a service. */
    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0
                || host.matches("[\\d.]+")
                || host.matches("(host|gateway)\\.docker\\.internal|host-gateway|localhost");
    }

    /** Returns another service that answers to one of these names; empty when there is none. */
    Optional<String> alsoCalled(List<String> names, String server) {
        return stack.services().stream()
                .filter(other -> !other.name().equals(server))
                .filter(other ->
                        names.stream().anyMatch(name -> other.names().stream().anyMatch(name::equalsIgnoreCase)))
                .map(StackService::name)
                .findFirst();
    }
}
