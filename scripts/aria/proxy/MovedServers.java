package aria.proxy;

import aria.finding.Finding;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The servers of a stack that move behind proxies.
 *
 * @param names    in the order of the services
 * @param heldBack the candidates that keep what they have, each with the reason
 */
record MovedServers(Set<String> names, Map<String, Finding> heldBack) {

    /**
     * Moves as many as possible. One behind a proxy meets nobody but by way of proxies, so the servers that it calls
     * move with it; where one of them cannot, it stays as well.
     *
     * @param refused servers that cannot be moved for other reasons
     */
    static MovedServers of(Stack stack, Calls calls, Candidates candidates, Map<String, Finding> refused) {
        ProxyRules rules = new ProxyRules(stack, calls, candidates);
        Map<String, Finding> heldBack = new LinkedHashMap<>(refused);
        Set<String> moved = withCalled(calls, candidates);
        moved.removeAll(refused.keySet());
        int before;
        do {
            before = moved.size();
            for (StackService server : stack.services()) {
                if (moved.contains(server.name())) {
                    rules.against(server, moved).ifPresent(reason -> {
                        moved.remove(server.name());
                        heldBack.put(server.name(), reason);
                    });
                }
            }
        } while (moved.size() < before);
        while (moved.removeIf(
                server -> candidates.natives().contains(server) && !isCalled(calls, candidates, server, moved))) {
            // One that called nobody else may have been the only caller of the next.
        }
        heldBack.keySet().removeAll(candidates.natives());
        return new MovedServers(moved, heldBack);
    }

    private static Set<String> withCalled(Calls calls, Candidates candidates) {
        Set<String> all = new LinkedHashSet<>(candidates.chosen());
        all.addAll(candidates.automatic());
        Set<String> next = all;
        while (!next.isEmpty()) {
            Set<String> called = new LinkedHashSet<>();
            next.forEach(server -> calls.servers(server).stream()
                    .filter(other -> candidates.natives().contains(other) && !candidates.reaches(server, other))
                    .forEach(called::add));
            called.removeAll(all);
            all.addAll(called);
            next = called;
        }
        return all;
    }

    private static boolean isCalled(Calls calls, Candidates candidates, String server, Set<String> moved) {
        return calls.callers(server).keySet().stream()
                .anyMatch(caller -> moved.contains(caller) && !candidates.reaches(caller, server));
    }
}
