package aria.proxy;

import aria.preset.ListenerPorts;
import aria.preset.Preset;
import aria.stack.Edge;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Callers in plaintext that can call a server with TLS of its own by a proxy beside them alone. The server stays where
 * it is.
 */
public final class CallerProxies {
    private final Stack stack;
    private final Calls calls;
    private final ProxyRules rules;
    private final ProxyDoubts doubts;

    private CallerProxies(Stack stack) {
        this.stack = stack;
        this.calls = new Calls(stack);
        this.rules = new ProxyRules(stack, calls, Candidates.chosen(Set.of()));
        this.doubts = new ProxyDoubts(stack, calls);
    }

    /** Returns them by their server; a server without any is not in it. */
    public static Map<String, Set<String>> of(Stack stack) {
        CallerProxies proxies = new CallerProxies(stack);
        Map<String, Set<String>> all = new LinkedHashMap<>();
        for (StackService server : stack.services()) {
            Set<String> callers = listeners(server).isEmpty() ? Set.of() : proxies.callers(server);
            if (!callers.isEmpty() && proxies.rules.soleMember(server).isEmpty() && proxies.isCertain(server)) {
                all.put(server.name(), callers);
            }
        }
        return all;
    }

    /** A caller that no file tells of would be locked out. One that is secured goes on to be. */
    private boolean isCertain(StackService server) {
        return stack.project().services().containsKey(Stack.initName(server.name()))
                || stack.selection().proxies().natives().contains(server.name())
                || doubts.hiddenCaller(server).isEmpty();
    }

    private Set<String> callers(StackService server) {
        Set<String> callers = new LinkedHashSet<>();
        calls.callers(server.name()).forEach((name, written) -> {
            if (isAble(server, name, written)) {
                callers.add(name);
            }
        });
        return callers;
    }

    private boolean isAble(StackService server, String name, List<Edge> written) {
        if (rules.caller(server, name, written, Set.of()).isPresent()) {
            return false;
        }
        StackService caller = stack.service(name).orElseThrow();
        Set<Integer> plain = listeners(server).keySet();
        List<String> names = calls.names(name, server);
        return leadOnlyHere(caller, names)
                && written.stream().flatMap(call -> call.port().stream()).allMatch(plain::contains)
                && !ports(calls, name, server).isEmpty()
                && !calls.speaksTls(caller, names);
    }

    /** A table of hosts of the user's own decides otherwise. */
    private static boolean leadOnlyHere(StackService caller, List<String> names) {
        Set<String> ours = OurServices.hosts(caller.service());
        return names.stream()
                .allMatch(
                        name -> ours.contains(name) || !caller.service().hosts().containsKey(name));
    }

    /** Returns the ports of such a server that a caller calls. */
    static Set<Integer> ports(Calls calls, String caller, StackService server) {
        Set<Integer> ports = new TreeSet<>(calls.ports(caller, server));
        ports.retainAll(listeners(server).keySet());
        return ports;
    }

    /** Returns the listeners of a server that such proxies can call, by the ports at which they are called in plaintext. */
    static Map<Integer, Preset.Listener> listeners(StackService server) {
        Map<Integer, Preset.Listener> listeners = new LinkedHashMap<>();
        Optional<Preset> preset = server.preset().filter(kind -> kind.sidecar().isEmpty());
        preset.ifPresent(kind -> kind.listeners().stream()
                .filter(listener -> listener.callerProxy().isPresent())
                .forEach(listener -> listeners.put(ListenerPorts.plain(kind, listener), listener)));
        return listeners;
    }
}
