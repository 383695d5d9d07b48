package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.pki.Printable;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import aria.stack.Callers;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The services that a secured one will refuse, because they are not known to present a certificate to it. */
final class UnknownCallers {
    /** @param without what the caller lacks */
    private record Refused(String caller, String without) {}

    private final Callers callers;
    private final Set<String> secured;
    private final StackOptions options;
    private final Map<Refused, List<String>> refused = new LinkedHashMap<>();

    private UnknownCallers(Callers callers, Set<String> secured, StackOptions options) {
        this.callers = callers;
        this.secured = secured;
        this.options = options;
    }

    /**
     * Returns a warning for each of them.
     *
     * @param secured the services that have certificates once the plan is applied
     */
    static List<Finding> findings(Stack stack, SecuredServices secured, StackOptions options) {
        UnknownCallers callers = new UnknownCallers(new Callers(stack.services()), secured.names(), options);
        secured.services().forEach(callers::of);
        return callers.findings();
    }

    /** Looks who calls a service that is to be secured. */
    private void of(StackService service) {
        List<Preset.Listener> listeners =
                service.preset().map(Preset::listeners).orElse(List.of());
        if (listeners.isEmpty()) {
            return;
        }
        TemplateVariables variables = ServicePlan.variables(service, options);
        boolean insists = listeners.stream()
                .anyMatch(listener -> variables.fill(listener.clientAuth()).equals("required"));
        List<StackService> all = new ArrayList<>(callers.unknown(service));
        callers.known(service).stream()
                .filter(caller -> !secured.contains(caller.name()))
                .forEach(all::add);
        all.forEach(caller -> refused.computeIfAbsent(
                        new Refused(caller.name(), insists ? "a certificate" : "TLS"), key -> new ArrayList<>())
                .add(service.name()));
    }

    private List<Finding> findings() {
        return refused.entrySet().stream()
                .map(entry -> {
                    String caller = entry.getKey().caller();
                    String called = Printable.some(entry.getValue());
                    return Finding.warning(
                                    FindingId.UNKNOWN_CALLER,
                                    "it depends on " + called + ", which will refuse it without "
                                            + entry.getKey().without(),
                                    Remedy.inOrder(
                                            Remedy.setting("--preset", caller + "=mount"),
                                            Remedy.advice("name /etc/certs in its settings")),
                                    Remedy.advice("leave " + called + " out with --only"))
                            .about(caller);
                })
                .toList();
    }
}
