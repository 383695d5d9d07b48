package aria.plan;

import aria.compose.Port;
import aria.preset.Preset;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An address at which a person can reach the secured stack.
 *
 * @param service the service behind it
 * @param url     what to open in a browser or with curl, once the stack runs
 */
public record Endpoint(String service, String url) {

    /**
     * The entrances of the services that are secured once the plan is applied; empty when none is published for
     * people.
     */
    public static List<Endpoint> of(Stack stack, StackPlan plan) {
        List<Endpoint> entrances = new ArrayList<>();
        for (StackService service : stack.services()) {
            if (plan.secured().contains(service.name())) {
                listener(service)
                        .flatMap(listener -> url(service, listener))
                        .map(url -> new Endpoint(service.name(), url))
                        .ifPresent(entrances::add);
            }
        }
        return entrances;
    }

    private static Optional<Preset.Listener> listener(StackService service) {
        Preset preset = service.preset().orElseThrow();
        return preset.people()
                .flatMap(name -> preset.listeners().stream()
                        .filter(listener -> listener.name().equals(name))
                        .findFirst());
    }

    private static Optional<String> url(StackService service, Preset.Listener listener) {
        return service.service().ports().stream()
                .filter(port -> leadsTo(port, listener.port(), service.preset().orElseThrow()))
                .filter(port -> port.published().matches("\\d+"))
                .findFirst()
                .map(port -> "https://localhost:" + port.published() + listener.path());
    }

    /** True when the published port leads to the listener, now or after the plan has moved it there. */
    private static boolean leadsTo(Port port, int listener, Preset preset) {
        return port.target() == listener
                || preset.compose().ports().stream()
                        .anyMatch(rule ->
                                rule.from() == port.target() && rule.to().equals(Optional.of(listener)));
    }
}
