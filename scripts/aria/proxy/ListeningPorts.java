package aria.proxy;

import aria.compose.ComposeProject;
import aria.compose.Port;
import aria.compose.SettingText;
import aria.preset.ListenerPorts;
import aria.stack.StackService;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ports that are known although no address has them: of the server, of the scheme of a URL, of another variable. */
final class ListeningPorts {
    private static final Pattern EXPOSED = Pattern.compile("(\\d{1,5})(?:/tcp)?");
    private static final Pattern OWN = Pattern.compile("(?:localhost|127\\.0\\.0\\.1):(\\d{1,5})");
    private static final Pattern HOST_VARIABLE = Pattern.compile("(?i)(.*?)_?(?:HOST(?:_?NAME)?|SERVER|ADDR(?:ESS)?)");

    private final PortRules rules = new PortRules();
    private final ImagePorts images = new ImagePorts(rules);

    /** Returns the ports of a server's preset, as long as that is not applied. */
    static Set<Integer> ofPreset(StackService server) {
        return server.preset().stream()
                .flatMap(preset -> preset.listeners().stream()
                        .filter(listener -> !listener.optional())
                        .map(listener -> ListenerPorts.plain(preset, listener)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the ports that a server's file publishes or exposes. */
    static Set<Integer> declared(StackService server) {
        Set<Integer> ports = new TreeSet<>();
        server.service().ports().stream().map(Port::target).forEach(ports::add);
        Calls.exposed(server)
                .map(EXPOSED::matcher)
                .filter(Matcher::matches)
                .forEach(port -> ports.add(Integer.parseInt(port.group(1))));
        return ports;
    }

    /** Returns the ports that a server's health check calls and its settings name as its own, else those of its image. */
    Set<Integer> usual(ComposeProject project, StackService server) {
        Set<Integer> ports = told(project, server);
        return ports.isEmpty() ? images.ofImage(project, server) : ports;
    }

    /** Returns whether such ports are those of the image, and nothing of the server's tells any. */
    boolean areOfImage(ComposeProject project, StackService server) {
        return told(project, server).isEmpty();
    }

    private Set<Integer> told(ComposeProject project, StackService server) {
        Set<Integer> ports = new TreeSet<>(images.set(project, server));
        Matcher own = OWN.matcher(String.join(" ", server.service().healthcheck()));
        while (own.find()) {
            ports.add(Integer.parseInt(own.group(1)));
        }
        return ports;
    }

    /** Returns the port in the variable beside one that names a host, as {@code DB_PORT} is beside {@code DB_HOST}. */
    static Stream<Integer> beside(StackService caller, String variable) {
        Matcher host = HOST_VARIABLE.matcher(variable);
        if (!host.matches()) {
            return Stream.of();
        }
        String wanted = host.group(1).isEmpty() ? "PORT" : host.group(1) + "_?PORT";
        return caller.service().environment().entrySet().stream()
                .filter(entry -> entry.getKey().matches("(?i)" + wanted)
                        && entry.getValue().matches("\\d{1,5}"))
                .map(entry -> Integer.valueOf(entry.getValue()));
    }

    /** Returns the ports of URLs that name one of these hosts without a port. */
    Set<Integer> ofSchemes(ComposeProject project, StackService caller, List<String> hosts) {
        Set<Integer> ports = new TreeSet<>();
        schemes(project, caller, hosts, "(?![\\w.:-])")
                .forEach(scheme -> rules.matching("scheme", scheme).forEach(rule -> ports.addAll(rule.ports())));
        return ports;
    }

    /** Returns whether one of these hosts is in a URL whose scheme is one over TLS. */
    boolean isOverTls(ComposeProject project, StackService caller, List<String> hosts) {
        return schemes(project, caller, hosts, "(?![\\w.-])")
                .anyMatch(scheme -> rules.matching("tls", scheme).findAny().isPresent());
    }

    private static Stream<String> schemes(
            ComposeProject project, StackService caller, List<String> hosts, String behind) {
        Pattern url = Pattern.compile("(?i)\\b([a-z][a-z0-9+]*)(?:\\+\\w+)?://(?:[^\\s/@]*@)?(?:"
                + hosts.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")" + behind);
        return project.texts(caller.service()).stream()
                .map(SettingText::text)
                .flatMap(text -> url.matcher(text).results().map(found -> found.group(1)));
    }
}
