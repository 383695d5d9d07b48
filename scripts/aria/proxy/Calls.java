package aria.proxy;

import aria.compose.Port;
import aria.edit.yaml.YamlList;
import aria.preset.Preset;
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
import java.util.stream.Stream;

/** Who calls which port of which server by which names, as far as the files tell; published ports are judged apart. */
final class Calls {
    private static final Pattern EXPOSED = Pattern.compile("(\\d{1,5})(?:/tcp)?");
    private static final Pattern HOST = Pattern.compile("(.*?)(?::\\d{1,5})?");

    /** Each server's callers, and what is written of their calls. */
    private final Map<String, Map<String, List<Edge>>> edges = new LinkedHashMap<>();

    private final Map<String, Set<String>> called = new HashMap<>();
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
        List<Edge> calls = callers(server.name()).getOrDefault(caller, List.of());
        Set<Integer> ports = new TreeSet<>();
        calls.forEach(call -> call.port().ifPresent(ports::add));
        boolean unsaid = ports.isEmpty()
                || calls.stream()
                        .anyMatch(call -> call.namesAddress() && call.port().isEmpty());
        if (unsaid) {
            ports.addAll(known(server));
        }
        return ports;
    }

    /** The ports that a server is known to listen at in plaintext. */
    private static Set<Integer> known(StackService server) {
        Set<Integer> ports = new TreeSet<>();
        server.preset()
                .ifPresent(preset -> preset.listeners().stream()
                        .filter(listener -> !listener.optional())
                        .forEach(listener -> ports.add(plain(preset, listener.port()))));
        server.service().ports().stream().map(Port::target).forEach(ports::add);
        exposed(server)
                .map(EXPOSED::matcher)
                .filter(Matcher::matches)
                .forEach(port -> ports.add(Integer.parseInt(port.group(1))));
        return ports;
    }

    /** The port at which the server listens while the preset is not applied. */
    private static int plain(Preset preset, int port) {
        return preset.compose().ports().stream()
                .filter(rule -> rule.to().filter(to -> to == port).isPresent())
                .map(Preset.Port::from)
                .findFirst()
                .orElse(port);
    }

    /** Returns the ports that a service exposes, as they are written. */
    static Stream<String> exposed(StackService service) {
        return service.service()
                .raw()
                .get("expose")
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
