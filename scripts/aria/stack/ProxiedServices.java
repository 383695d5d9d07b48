package aria.stack;

import aria.compose.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Services with a proxy of ours on a private network, as they were before: who calls whom is the same, so a second plan
 * finds nothing new.
 */
final class ProxiedServices {
    private ProxiedServices() {}

    /** Returns the services, each on the networks that it had before it got a proxy. */
    static Map<String, Service> asBefore(Map<String, Service> services) {
        Map<String, Service> before = new LinkedHashMap<>();
        services.forEach((name, service) -> before.put(
                name,
                Optional.ofNullable(services.get(Stack.proxyName(name)))
                        .filter(proxy -> proxy.networkMode().isEmpty())
                        .map(proxy -> asBefore(service, proxy))
                        .orElse(service)));
        return before;
    }

    /** A server has left the networks that its proxy is on; its aliases went with it. A caller is on them still. */
    private static Service asBefore(Service service, Service proxy) {
        Predicate<String> ours = name -> OurServices.ownerOfNetwork(name).equals(service.name());
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
}
