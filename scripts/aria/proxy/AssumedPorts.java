package aria.proxy;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Ports of servers behind proxies that no file tells. They are known by their images, and a person may know better. */
public final class AssumedPorts {
    private AssumedPorts() {}

    /** Returns what is said about those of these servers whose ports are taken from their images. */
    public static List<Finding> of(Stack stack, Collection<StackService> servers) {
        Calls calls = new Calls(stack);
        return servers.stream()
                .filter(server -> !calls.assumed(server).isEmpty())
                .map(server -> finding(
                        server,
                        calls.assumed(server),
                        calls.callers(server.name()).keySet()))
                .toList();
    }

    private static Finding finding(StackService server, Set<Integer> ports, Set<String> callers) {
        String numbers = ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Finding.note(
                        FindingId.PORT_OF_IMAGE,
                        "no file tells its port, so it is taken to be that of the image "
                                + server.service().shownImage().orElse("") + ": " + numbers)
                .about(server.name())
                .also(List.of(Remedy.advice("if it listens elsewhere, write `services: {"
                        + callers.iterator().next() + ": {calls: [\"" + server.name() + ":PORT\"]}}` into aria.yaml")));
    }
}
