package aria.stack;

import aria.compose.Port;
import aria.compose.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Services with a proxy of ours on a private network, as they were before: who calls whom is the same, so a second plan
 * finds nothing new.
 */
public final class ProxiedServices {
    private static final int HTTP_PORT = 80;

    private ProxiedServices() {}

    /** Returns whether a service of a stack has left its networks for the private one of its proxy. */
    public static boolean isMoved(Stack stack, StackService service) {
        Set<String> now =
                stack.project().services().get(service.name()).networks().keySet();
        return !now.isEmpty()
                && Collections.disjoint(now, service.service().networks().keySet());
    }

    /** Returns a stack with these stages of servers behind proxies. */
    public static Stack staging(Stack stack, Map<String, Stage> stages) {
        Selection selection = stack.selection();
        return new Stack(
                stack.project(),
                stack.services(),
                stack.edges(),
                selection.proxying(selection.proxies().staging(stages)));
    }

    /**
     * Returns the services, each on the networks that it had before it got a proxy; that may bear the name which the
     * service had then, or be the one of a service that it was copied from.
     */
    static Map<String, Service> asBefore(Map<String, Service> services) {
        List<Service> proxies = services.values().stream()
                .filter(service -> service.name().endsWith(Stack.PROXY_SUFFIX)
                        && service.networkMode().isEmpty())
                .toList();
        Map<String, Service> before = new LinkedHashMap<>();
        services.forEach((name, service) -> before.put(
                name,
                withoutAlias(proxies.stream()
                        .filter(proxy -> !proxy.equals(service))
                        .reduce(service, ProxiedServices::asBefore, (one, other) -> other))));
        return before;
    }

    /** Callers' proxies find a server that stays where it is by a name that nobody else uses. */
    private static Service withoutAlias(Service service) {
        if (service.networks().values().stream().flatMap(List::stream).noneMatch(OurServices::isAlias)) {
            return service;
        }
        Map<String, List<String>> networks = new LinkedHashMap<>(service.networks());
        networks.replaceAll((name, aliases) ->
                aliases.stream().filter(alias -> !OurServices.isAlias(alias)).toList());
        return service.on(networks, service.addresses());
    }

    /** A server has left the networks that its proxy is on; its aliases went with it. A caller is on them still. */
    private static Service asBefore(Service service, Service proxy) {
        Predicate<String> ours = name -> OurServices.ownerOfNetwork(name).equals(OurServices.ownerOf(proxy.name()));
        Map<String, List<String>> networks = new LinkedHashMap<>(service.networks());
        networks.keySet().removeIf(ours);
        if (networks.size() == service.networks().size()) {
            return service;
        }
        if (networks.isEmpty()) {
            List<String> aliases = new ArrayList<>();
            service.networks().values().forEach(aliases::addAll);
            proxy.networks().keySet().stream()
                    .filter(ours.negate())
                    .forEach(name -> networks.put(name, List.copyOf(aliases)));
            return service.on(networks, List.of());
        }
        return service.on(networks, service.addresses());
    }

    /**
     * Returns whether a port stays published as it is when its server moves behind a proxy: on this machine alone, for
     * browsers by its preset or by a URL of a caller's, or by the user's choice.
     */
    public static boolean staysPublished(Stack stack, StackService server, Port port) {
        return StackService.isLocal(port) || isForBrowsers(stack, server, port);
    }

    /** Returns whether browsers use a published port: by its preset, by a URL of a caller's, or by the user's choice. */
    public static boolean isForBrowsers(Stack stack, StackService server, Port port) {
        return server.isHttp(port)
                || stack.selection().isOpen(server.name(), port.target())
                || stack.edges().stream()
                        .filter(edge -> edge.server().equals(server.name())
                                && edge.evidence().http())
                        .anyMatch(edge -> edge.port().orElse(HTTP_PORT) == port.target());
    }
}
