package aria.plan;

import aria.preset.Preset;
import aria.proxy.Sidecar;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A service that gets a certificate, for a line of the plan.
 *
 * @param name    in the compose files
 * @param title   of its kind; its image where no kind is known
 * @param way     how its connections are secured
 * @param because why that way; empty for a service that its preset secures
 * @param callers the services that call it, as far as is known; empty for a client alone
 * @param servers the servers to which it presents its certificate
 */
public record PlannedService(
        String name, String title, Way way, String because, List<String> callers, List<String> servers) {

    /** How a service's connections are secured. */
    public enum Way {
        /** It asks for certificates itself. */
        NATIVE("requires certificates"),
        /** A proxy beside it asks for them. */
        PROXY("a proxy beside it requires certificates"),
        /** It asks for them without insisting ({@code mode: request}). */
        REQUEST("asks for certificates without insisting"),
        /** No setting of the server insists on certificates: that is up to its accounts. */
        ACCOUNTS("requires TLS, and a certificate of those accounts that say so"),
        /** It has a certificate for its calls alone. */
        CLIENT("has a certificate for its calls"),
        /** A proxy beside it shows its certificate. */
        CALLER("a proxy beside it has a certificate for its calls"),
        /** It gets certificate, key and CA, and no settings. */
        MOUNT("gets certificate, key and CA, no settings");

        private final String text;

        Way(String text) {
            this.text = text;
        }

        /** Returns it as the predicate of a sentence about the service. */
        public String text() {
            return text;
        }
    }

    /** Keeps unmodifiable copies. */
    public PlannedService {
        callers = List.copyOf(callers);
        servers = List.copyOf(servers);
    }

    /** Returns the services that a plan gives certificates. */
    static List<PlannedService> of(Stack stack, SecuredServices secured, StackOptions options) {
        Map<String, Set<String>> callers = new HashMap<>();
        stack.edges().stream()
                .filter(edge -> !edge.outside())
                .forEach(edge -> put(callers, edge.server(), edge.caller()));
        Map<String, Set<String>> servers = new HashMap<>();
        secured.following().forEach((server, following) -> following.forEach(name -> put(servers, name, server)));
        Map<String, PlannedService> planned = new HashMap<>();
        for (Sidecar sidecar : secured.proxies().topology().sidecars()) {
            String name = sidecar.service();
            sidecar.called(false).forEach(server -> put(servers, name, server));
            String because = secured.proxies().reasons().getOrDefault(name, "");
            planned.put(name, of(stack.service(name).orElseThrow(), wayOf(sidecar), because, callers, servers));
        }
        secured.services()
                .forEach(service ->
                        planned.put(service.name(), of(service, way(service, secured, options), "", callers, servers)));
        return stack.services().stream()
                .flatMap(service -> Optional.ofNullable(planned.get(service.name())).stream())
                .toList();
    }

    private static PlannedService of(
            StackService service,
            Way way,
            String because,
            Map<String, Set<String>> callers,
            Map<String, Set<String>> servers) {
        boolean serves = way != Way.CLIENT && way != Way.CALLER;
        return new PlannedService(
                service.name(),
                service.preset().map(Preset::title).or(service.service()::image).orElse("built here"),
                way,
                because,
                serves ? List.copyOf(callers.getOrDefault(service.name(), Set.of())) : List.of(),
                List.copyOf(servers.getOrDefault(service.name(), Set.of())));
    }

    private static void put(Map<String, Set<String>> byName, String name, String other) {
        byName.computeIfAbsent(name, key -> new TreeSet<>()).add(other);
    }

    private static Way wayOf(Sidecar sidecar) {
        return sidecar.isServer() ? Way.PROXY : Way.CALLER;
    }

    private static Way way(StackService service, SecuredServices secured, StackOptions options) {
        Preset preset = service.preset().orElseThrow();
        if (preset.listeners().isEmpty() || secured.clients().contains(service.name())) {
            return preset.calls().isEmpty() && preset.configs().isEmpty() ? Way.MOUNT : Way.CLIENT;
        }
        if (options.mode(service.name()).equals(StackOptions.REQUEST)) {
            return Way.REQUEST;
        }
        if (preset.listeners().stream()
                .allMatch(listener -> listener.clientAuth().equals(StackOptions.REQUEST))) {
            return Way.ACCOUNTS;
        }
        return preset.sidecar().isPresent() ? Way.PROXY : Way.NATIVE;
    }
}
