package aria.plan;

import aria.preset.Preset;
import aria.proxy.Topology;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of proxies in the networks of services whose presets ask for one. */
public final class FrontProxies {
    private FrontProxies() {}

    /**
     * Returns these services, each followed by the proxy in its own network, if its preset asks for one.
     *
     * @param stack   before the plan is applied
     * @param proxies those of the plan that stand beside services
     */
    public static List<String> with(Stack stack, Topology proxies, Collection<String> services) {
        return services.stream()
                .flatMap(name -> stack.service(name)
                                .flatMap(StackService::preset)
                                .flatMap(Preset::sidecar)
                                .isPresent()
                        ? Stream.of(name, name(stack, proxies, name))
                        : Stream.of(name))
                .toList();
    }

    /** The one beside a service, if there is one, bears the usual name. */
    static String name(Stack stack, Topology proxies, String service) {
        String usual = Stack.proxyName(service);
        Optional<String> there = OurServices.front(stack.project(), service);
        boolean taken = proxies.of(service).isPresent()
                || there.isEmpty() && stack.project().services().containsKey(usual);
        return taken ? OurServices.frontName(service) : there.orElse(usual);
    }
}
