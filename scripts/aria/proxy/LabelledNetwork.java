package aria.proxy;

import aria.compose.Service;
import aria.compose.SettingText;
import aria.finding.Finding;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.stack.Edge;
import aria.stack.LabelReaders;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The network at which a proxy such as Traefik, which reads addresses from the engine, is to call a service. It would
 * take any of the service's networks, the private one too.
 *
 * @param reader the proxy
 * @param place  the label by which it calls the service
 * @param label  the label that names the network
 * @param name   the network's name at the engine, in Compose's own syntax; empty when the files do not tell which it is
 */
public record LabelledNetwork(String reader, Place place, String label, Optional<String> name) {

    /** Returns it for a service; empty when no such proxy calls it, or when its labels name a network already. */
    public static Optional<LabelledNetwork> of(Stack stack, StackService service) {
        LabelReaders readers = new LabelReaders();
        return stack.edges().stream()
                .filter(call -> call.server().equals(service.name()))
                .filter(call -> readers.networkLabel(call).isPresent())
                .map(call -> of(stack, service, call, readers.networkLabel(call).orElseThrow()))
                .findFirst()
                .filter(network -> !isGiven(stack, service, network.label()));
    }

    /** Returns why a caller cannot have a private network: no file tells which of its others is meant. */
    static Optional<Finding> unclear(Stack stack, StackService caller) {
        return of(stack, caller)
                .filter(network -> network.name().isEmpty())
                .map(network -> Finding.heldBack(
                        network.reader() + " calls " + caller.name() + " (" + network.place()
                                + "), and may take its private network for the one where it is called",
                        Remedy.advice("name that network at " + caller.name() + " with the label " + network.label())));
    }

    private static LabelledNetwork of(Stack stack, StackService service, Edge call, String label) {
        Optional<String> network = network(stack, service.service(), call);
        return new LabelledNetwork(
                call.caller(),
                call.evidence().place(),
                label,
                network.map(name -> SharedNetwork.of(stack.project(), name).engineName(name)));
    }

    private static boolean isGiven(Stack stack, StackService service, String label) {
        return stack.project().texts(service.service()).stream()
                .anyMatch(text -> text.source() == SettingText.Source.LABELS
                        && text.name().equals(label));
    }

    /** One of the stack is met on any network that both are on; one of another project on one that both can be on. */
    private static Optional<String> network(Stack stack, Service service, Edge call) {
        Set<String> own = new LinkedHashSet<>(service.networks().keySet());
        if (!call.outside()) {
            own.retainAll(stack.service(call.caller())
                    .orElseThrow()
                    .service()
                    .networks()
                    .keySet());
            return own.stream().findFirst();
        }
        List<String> external = new ArrayList<>(own);
        external.removeIf(name -> !SharedNetwork.of(stack.project(), name).external());
        List<String> candidates = external.isEmpty() ? List.copyOf(own) : external;
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }
}
