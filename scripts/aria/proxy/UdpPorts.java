package aria.proxy;

import aria.compose.Port;
import aria.stack.Edge;
import aria.stack.StackService;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * UDP ports of servers, which a proxy does not carry. A published one keeps nobody out where the others of the stack call
 * the server at TCP ports alone: whoever is outside calls it as before. One that is exposed is there for the others.
 */
final class UdpPorts {
    private static final String UDP = "udp";

    /** Such a server may pass on to others what it is sent, as a VPN does. */
    private static final Pattern ROUTER = Pattern.compile("(?i)NET_ADMIN|\\bALL\\b|/dev/net/tun");

    private final Calls calls;

    UdpPorts(Calls calls) {
        this.calls = calls;
    }

    /** Returns why such a port keeps a server from being moved; empty when none does. */
    Optional<String> against(StackService server) {
        String what = "it listens at a UDP port, which a proxy does not carry";
        if (exposes(server)) {
            return Optional.of(what);
        }
        if (published(server).isEmpty()) {
            return Optional.empty();
        }
        return routes(server)
                ? Optional.of(what + ", and may pass on what arrives there")
                : calls.callers(server.name()).entrySet().stream()
                        .filter(caller ->
                                caller.getValue().stream().noneMatch(Edge::outside) && mayCall(caller.getKey(), server))
                        .findFirst()
                        .map(caller -> what + ", and " + caller.getKey() + " may call it there ("
                                + caller.getValue().get(0).evidence().place() + ")");
    }

    /** Returns whether a caller may call a server at such a port: its files do not tell ports, or one of the same number. */
    boolean mayCall(String caller, StackService server) {
        Set<Integer> ports = published(server);
        return exposes(server)
                || !ports.isEmpty()
                        && (!Collections.disjoint(calls.ports(caller, server), ports)
                                || !calls.tellsPorts(caller, server));
    }

    private static boolean exposes(StackService server) {
        return Calls.exposed(server).anyMatch(port -> port.endsWith(UDP));
    }

    private static Set<Integer> published(StackService server) {
        return server.service().ports().stream()
                .filter(port -> port.protocol().equals(UDP))
                .map(Port::target)
                .collect(Collectors.toSet());
    }

    private static boolean routes(StackService server) {
        boolean privileged = server.service()
                .raw()
                .get("privileged")
                .filter(value -> value.toString().equals("true"))
                .isPresent();
        return privileged
                || List.of("cap_add", "devices").stream()
                        .flatMap(key -> server.service().raw().get(key).stream())
                        .anyMatch(value -> ROUTER.matcher(value.toString()).find());
    }
}
