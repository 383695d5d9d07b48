package aria.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who calls whom in a stack, as far as the compose files say; made once for all services, so that it stays linear. */
public final class Callers {
    private final Map<String, List<StackService>> naming = new HashMap<>();
    private final Map<String, List<StackService>> waiting = new HashMap<>();
    private final Map<String, List<StackService>> calling = new HashMap<>();

    /** Reads what the services' settings say of each other. */
    public Callers(List<StackService> services) {
        for (StackService service : services) {
            Set<String> hosts = new LinkedHashSet<>();
            service.service().environment().forEach((name, value) -> hosts.addAll(Hosts.in(name, value)));
            hosts.removeAll(Stack.LOOPBACK);
            hosts.forEach(host -> add(naming, host, service));
            service.calls().stream()
                    .map(StackService.Call::service)
                    .distinct()
                    .forEach(name -> add(calling, name, service));
            if (service.preset().isEmpty()) {
                service.service().dependsOn().keySet().forEach(name -> add(waiting, name, service));
            }
        }
    }

    /**
     * Services that name {@code called} in their environment, or wait for it, but are not known to present a certificate to
     * it. Once it requires one they are shut out.
     */
    public List<StackService> unknown(StackService called) {
        Map<String, StackService> callers = new LinkedHashMap<>();
        called.names()
                .forEach(name ->
                        naming.getOrDefault(name, List.of()).forEach(caller -> callers.put(caller.name(), caller)));
        waiting.getOrDefault(called.name(), List.of()).forEach(caller -> callers.put(caller.name(), caller));
        callers.remove(called.name());
        known(called).forEach(caller -> callers.remove(caller.name()));
        return List.copyOf(callers.values());
    }

    /** Services whose calls to {@code called} have settings that a preset knows. */
    public List<StackService> known(StackService called) {
        return calling.getOrDefault(called.name(), List.of());
    }

    private static void add(Map<String, List<StackService>> index, String key, StackService service) {
        index.computeIfAbsent(key, unused -> new ArrayList<>()).add(service);
    }
}
