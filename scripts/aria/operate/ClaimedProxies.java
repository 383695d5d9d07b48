package aria.operate;

import aria.docker.RunningService;
import aria.stack.Stack;
import java.util.Collection;
import java.util.List;

/** Running containers that are, or claim to be, the proxies beside services. */
final class ClaimedProxies {
    private ClaimedProxies() {}

    /** Returns those of these services. */
    static List<RunningService> of(Collection<String> services, List<RunningService> containers) {
        return containers.stream()
                .filter(container ->
                        container.runs() && services.stream().anyMatch(service -> isOf(container, service)))
                .toList();
    }

    /** Returns which of these services a container claims to be the proxy of; it is of one of them. */
    static String owner(RunningService proxy, Collection<String> services) {
        return services.stream()
                .filter(service -> isOf(proxy, service))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a container claims to be the proxy of a service. */
    static boolean isOf(RunningService container, String service) {
        return Stack.proxyName(service).equals(container.service());
    }
}
