package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.proxy.CallerProxies;
import aria.proxy.Candidates;
import aria.proxy.Topology;
import aria.stack.Edge;
import aria.stack.ProxiedServices;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a stack's presets can secure without a proxy, and so who needs one.
 *
 * @param candidates who may get a proxy
 * @param reasons    why its preset cannot secure it, by the candidate's name
 */
record NativeWay(Candidates candidates, Map<String, String> reasons) {
    /** Keeps an unmodifiable copy. */
    NativeWay {
        reasons = Map.copyOf(reasons);
    }

    /** Returns that nobody gets a proxy unless it was chosen, or is there. */
    static NativeWay withoutProxies(Stack stack) {
        Set<String> chosen = new HashSet<>(stack.selection().proxies().servers());
        stack.services().stream()
                .filter(service -> ProxiedServices.isMoved(stack, service))
                .map(StackService::name)
                .forEach(chosen::add);
        return new NativeWay(Candidates.chosen(chosen), Map.of());
    }

    /**
     * Decides for every service of a stack as if there were no proxies but those of callers.
     *
     * @param refused services that cannot be edited, each with the reason
     * @param without servers that callers' proxies cannot call
     */
    static NativeWay of(Stack stack, StackOptions options, Map<String, Finding> refused, Set<String> without) {
        NativeWay chosen = withoutProxies(stack);
        boolean automatic = stack.selection().proxies().automatic();
        Map<String, Set<String>> direct = new HashMap<>(CallerProxies.of(stack));
        direct.keySet().removeAll(without);
        if (!automatic) {
            direct.values().forEach(callers -> callers.removeIf(caller -> !hasProxy(stack, caller)));
            if (direct.values().stream().allMatch(Set::isEmpty)) {
                return chosen;
            }
        }
        SecuredServices alone = SecuredServices.of(stack, options, refused, ProxyPlan.none(options), direct);
        Set<String> natives = alone.services().stream()
                .filter(service -> !alone.clients().contains(service.name())
                        && !service.preset().orElseThrow().listeners().isEmpty())
                .map(StackService::name)
                .collect(Collectors.toSet());
        natives.removeAll(chosen.candidates().chosen());
        if (!automatic) {
            return new NativeWay(
                    new Candidates(chosen.candidates().chosen(), Set.of(), natives, direct, needed(alone, natives)),
                    Map.of());
        }
        Map<String, Finding> why = new HashMap<>();
        alone.findings().forEach(finding -> finding.service().ifPresent(name -> why.putIfAbsent(name, finding)));
        Map<String, List<Edge>> called = stack.edges().stream().collect(Collectors.groupingBy(Edge::server));
        Set<String> unable = stack.services().stream()
                .filter(service -> !natives.contains(service.name())
                        && isOpen(service, stack)
                        && needsIt(service, called.getOrDefault(service.name(), List.of()))
                        && why.containsKey(service.name())
                        && !isSettled(why.get(service.name())))
                .map(StackService::name)
                .collect(Collectors.toSet());
        unable.removeAll(chosen.candidates().chosen());
        return new NativeWay(
                new Candidates(chosen.candidates().chosen(), unable, natives, direct, needed(alone, natives)),
                unable.stream().collect(Collectors.toMap(name -> name, name -> reason(why.get(name)))));
    }

    private static Map<String, Set<String>> needed(SecuredServices alone, Set<String> natives) {
        Map<String, Set<String>> needed = new HashMap<>(alone.byProxy());
        needed.keySet().retainAll(natives);
        needed.values().removeIf(Set::isEmpty);
        return needed;
    }

    private static boolean hasProxy(Stack stack, String caller) {
        return stack.project().services().containsKey(caller + Stack.PROXY_INIT_SUFFIX);
    }

    /** Returns why each server of a topology has a proxy, and each caller of a server that has none. */
    Map<String, String> reasons(Topology topology, Set<String> chosen) {
        Map<String, String> all = new HashMap<>();
        topology.servers().forEach(name -> all.put(name, reason(name, chosen)));
        topology.direct()
                .forEach((server, callers) -> callers.forEach(caller -> all.putIfAbsent(
                        caller, server + " requires certificates, and " + caller + " has no settings to show one")));
        return all;
    }

    private String reason(String server, Set<String> chosen) {
        if (reasons.containsKey(server)) {
            return reasons.get(server);
        }
        return candidates.natives().contains(server)
                ? "it is called by a service behind a proxy"
                : chosen.contains(server) ? "it was chosen" : "it has had one before";
    }

    private static String reason(Finding why) {
        return why.is(FindingId.NO_PRESET) || why.is(FindingId.VARIANT) ? "no preset is made for it" : why.clause();
    }

    /** Whether nobody has decided about it, and nothing was done to it before. */
    private static boolean isOpen(StackService service, Stack stack) {
        String name = service.name();
        Selection selection = stack.selection();
        return service.selected()
                && !service.oneShot()
                && !selection.proxies().natives().contains(name)
                && !selection.always().contains(name)
                && service.preset()
                        .filter(preset -> preset.id().equals(Selection.MOUNT))
                        .isEmpty()
                && !stack.project().services().containsKey(Stack.initName(name));
    }

    /** A server that nobody calls is named as well: its callers may be unknown. */
    private static boolean needsIt(StackService service, List<Edge> calls) {
        return calls.isEmpty()
                ? service.secured()
                : calls.stream().anyMatch(call -> call.evidence().kind() != Edge.Kind.PORTS);
    }

    private static boolean isSettled(Finding why) {
        return why.is(FindingId.PUBLIC_ENTRANCE) || why.is(FindingId.LEFT_ALONE) || why.is(FindingId.OTHER_FOLDER);
    }
}
