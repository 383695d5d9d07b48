package aria.verify.report;

import aria.compose.Port;
import aria.preset.Preset;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.verify.ComposeFacts;
import aria.verify.Subject;
import aria.verify.probe.Listener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stack as a picture shows it: its services and their calls, as far as the files tell.
 *
 * @param services in the order of the files
 * @param calls    each pair once; both ends are among the services
 */
public record StackMap(List<Node> services, List<Call> calls) {
    public StackMap {
        services = List.copyOf(services);
        calls = List.copyOf(calls);
    }

    /**
     * A service.
     *
     * @param name       its name
     * @param kind       what it is, for people: its preset's title, else its image; empty when neither is known
     * @param server     false for a job that ends, or a kind that only calls others
     * @param configured what it is set to speak by the files, whether or not it runs
     * @param published  the host's ports that lead to it, as Compose writes them
     */
    public record Node(String name, String kind, boolean server, WireProtocol configured, List<String> published) {}

    /**
     * A call.
     *
     * @param from     the client
     * @param to       the server
     * @param presents whether the client is known to be set up for mutual TLS with that server
     */
    public record Call(String from, String to, boolean presents) {}

    /** That of the projects that could be read. */
    static StackMap of(Subject subject) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        List<Call> calls = new ArrayList<>();
        for (ComposeFacts.PlannedStack planned : subject.compose().stacks()) {
            Set<String> pending = planned.pending(subject.layout());
            for (StackService service : planned.stack().services()) {
                nodes.putIfAbsent(service.name(), node(service, planned, pending, subject));
            }
            calls.addAll(calls(planned, pending));
        }
        return new StackMap(
                List.copyOf(nodes.values()), calls.stream().distinct().toList());
    }

    private static Node node(
            StackService service, ComposeFacts.PlannedStack planned, Set<String> pending, Subject subject) {
        String kind = service.preset()
                .map(Preset::title)
                .or(() -> service.service().shownImage())
                .orElse("");
        List<String> published = service.service().ports().stream()
                .map(Port::published)
                .filter(port -> !port.isEmpty())
                .distinct()
                .toList();
        boolean client = service.oneShot()
                || service.preset()
                        .filter(preset -> preset.listeners().isEmpty()
                                && !preset.images().isEmpty()
                                && !subject.compose().stepCaServices().contains(service.name()))
                        .isPresent();
        return new Node(service.name(), kind, !client, configured(service, planned, pending, subject), published);
    }

    private static WireProtocol configured(
            StackService service, ComposeFacts.PlannedStack planned, Set<String> pending, Subject subject) {
        if (subject.compose().stepCaServices().contains(service.name())) {
            return WireProtocol.TLS;
        }
        List<Listener> listeners = subject.listeners().stream()
                .filter(listener -> listener.service().equals(service.name()) && listener.portKnown())
                .toList();
        if (!planned.plan().secured().contains(service.name()) || listeners.isEmpty()) {
            return WireProtocol.UNKNOWN;
        }
        if (pending.contains(service.name())) {
            String volume = Stack.volumeName(service.name());
            boolean delivered = service.service().mounts().stream()
                    .anyMatch(mount -> mount.source().equals(volume));
            return delivered ? WireProtocol.UNKNOWN : WireProtocol.PLAINTEXT;
        }
        return listeners.stream().allMatch(Listener::clientCertificateRequired)
                ? WireProtocol.MUTUAL_TLS
                : WireProtocol.TLS;
    }

    private static List<Call> calls(ComposeFacts.PlannedStack planned, Set<String> pending) {
        return planned.stack().edges().stream()
                .filter(edge -> !edge.outside())
                .map(edge -> new Call(
                        edge.caller(),
                        edge.server(),
                        !pending.contains(edge.caller()) && planned.plan().follows(edge.caller(), edge.server())))
                .distinct()
                .toList();
    }
}
