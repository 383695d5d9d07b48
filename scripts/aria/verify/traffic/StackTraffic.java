package aria.verify.traffic;

import aria.docker.RunningService;
import aria.stack.Edge;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a running stack does, beside what its files and choices say.
 *
 * @param listeners the ports that each of the user's services answers others at, by its name
 * @param calls     among the user's services, by caller and server
 * @param strangers the peers that are none of the project
 * @param unread    services of the user's whose sockets were not read, because they do not run or for other reasons
 * @param silent    containers that did not answer in time, by name
 */
public record StackTraffic(
        Map<String, Set<Integer>> listeners,
        List<Seen> calls,
        List<Connections.Stranger> strangers,
        List<String> unread,
        List<String> silent) {

    /** Keeps unmodifiable copies. */
    public StackTraffic {
        calls = List.copyOf(calls);
        strangers = List.copyOf(strangers);
        unread = List.copyOf(unread);
        silent = List.copyOf(silent);
    }

    /** Where a call is known from. */
    public enum Source {
        /** It is written in a file of the stack. */
        FILES("in the files"),
        /** The user has confirmed it. */
        CHOICES("in aria.yaml"),
        /** It goes by way of our proxies, which carry what was planned. */
        PROXY("by way of its proxy"),
        /** Several services share the caller's network namespace, so which of them calls is not known. */
        SHARED("in no file; several services share the caller's network"),
        /** Nobody has said so. */
        NOWHERE("in no file");

        private final String title;

        Source(String title) {
            this.title = title;
        }

        /** Returns it for people, behind what was seen. */
        public String title() {
            return title;
        }

        /** Returns it for scripts. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A call, with the evidence.
     *
     * @param open   connections of it that were established
     * @param ended  others, seen in TIME_WAIT
     * @param source where it is known from
     */
    public record Seen(Call call, int open, int ended, Source source) {}

    /** Returns the calls that nobody has said: they may become choices. */
    public List<Call> proposed() {
        return calls.stream()
                .filter(seen -> seen.source() == Source.NOWHERE)
                .map(Seen::call)
                .toList();
    }

    /** Returns connections in which a call that proxies carry is the call of one service to another. */
    public static Connections byWayOfProxies(Stack stack, List<RunningService> containers, Connections seen) {
        return new Connections(
                new ProxiedCalls(seen, owners(stack, containers)).calls(),
                seen.listening(),
                seen.strangers(),
                seen.silent());
    }

    /** Returns what these connections show of a stack. */
    public static StackTraffic of(Stack stack, List<RunningService> containers, Connections seen) {
        Map<String, String> owners = owners(stack, containers);
        ProxiedCalls proxied = new ProxiedCalls(seen, owners);
        Set<Call> carried = proxied.carried();
        List<Seen> calls = new ArrayList<>();
        Set<Connections.Stranger> strangers = new HashSet<>(seen.strangers());
        strangers.removeIf(stranger -> owners.containsKey(stranger.service()));
        proxied.calls().forEach((call, ends) -> {
            if (call.edge(stack).isPresent()) {
                int open = (int) ends.values().stream()
                        .filter(Connections.End.OPEN::equals)
                        .count();
                calls.add(new Seen(
                        call, open, ends.size() - open, carried.contains(call) ? Source.PROXY : source(stack, call)));
            } else if (stack.service(call.server()).isPresent()) {
                strangers.add(new Connections.Stranger(call.server(), call.caller(), call.port(), true));
            } else if (stack.service(call.caller()).isPresent()) {
                strangers.add(new Connections.Stranger(call.caller(), call.server(), call.port(), false));
            }
        });
        calls.sort(Comparator.comparing((Seen each) -> each.call().caller())
                .thenComparing(each -> each.call().server())
                .thenComparingInt(each -> each.call().port()));
        Map<String, Set<Integer>> listeners = new TreeMap<>();
        seen.listening().forEach((service, ports) -> {
            if (stack.service(service).isPresent()) {
                listeners.put(service, new TreeSet<>(ports));
            }
        });
        return new StackTraffic(
                listeners,
                calls,
                strangers.stream()
                        .sorted(Comparator.comparing(Connections.Stranger::service)
                                .thenComparing(Connections.Stranger::address)
                                .thenComparingInt(Connections.Stranger::port))
                        .toList(),
                stack.services().stream()
                        .filter(service -> !service.oneShot())
                        .map(StackService::name)
                        .filter(service -> !seen.listening().containsKey(service)
                                && host(stack, service).isEmpty())
                        .toList(),
                seen.silent().stream().sorted().toList());
    }

    /** The services that ours stand beside, also after the files were taken back and while the containers still run. */
    private static Map<String, String> owners(Stack stack, List<RunningService> containers) {
        Map<String, String> owners = new HashMap<>();
        for (RunningService container : containers) {
            String owner = container.labels().containsKey(OurServices.ROLE)
                    ? container.labels().getOrDefault(OurServices.SERVICE, "")
                    : stack.service(container.service()).isPresent() ? "" : OurServices.ownerOf(container.service());
            if (!owner.isEmpty()) {
                owners.put(container.service(), owner);
            }
        }
        return owners;
    }

    private static Source source(Stack stack, Call call) {
        Set<String> callers = stack.services().stream()
                .map(StackService::name)
                .filter(name -> host(stack, name).filter(call.caller()::equals).isPresent())
                .collect(Collectors.toSet());
        boolean shared = !callers.isEmpty();
        callers.add(call.caller());
        List<Edge.Kind> known = stack.edges().stream()
                .filter(edge -> callers.contains(edge.caller()) && edge.server().equals(call.server()))
                .filter(edge -> says(stack, edge, call.port()))
                .map(edge -> edge.evidence().kind())
                .filter(kind -> kind != Edge.Kind.OBSERVED)
                .toList();
        if (known.isEmpty()) {
            return shared ? Source.SHARED : Source.NOWHERE;
        }
        return known.stream().allMatch(Edge.Kind.CHOICE::equals) ? Source.CHOICES : Source.FILES;
    }

    /** A call without a port means those of the server, which its preset knows. */
    private static boolean says(Stack stack, Edge edge, int port) {
        return edge.port()
                .map(known -> known == port)
                .orElseGet(() -> stack.service(edge.server())
                        .flatMap(StackService::preset)
                        .isPresent());
    }

    /** The service whose network namespace another one shares. */
    private static Optional<String> host(Stack stack, String service) {
        return stack.service(service)
                .flatMap(found -> found.service().networkMode())
                .filter(mode -> mode.startsWith("service:"))
                .map(mode -> mode.substring("service:".length()));
    }
}
