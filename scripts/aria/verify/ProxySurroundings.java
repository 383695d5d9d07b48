package aria.verify;

import aria.docker.Engine;
import aria.docker.Helper;
import aria.docker.RunningNetwork;
import aria.docker.RunningService;
import aria.finding.UnavailableException;
import aria.proxy.Sidecar;
import aria.proxy.Topology;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.store.Layout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the engine shows of the networks of running proxies, and what a container beside them reaches.
 *
 * @param strangers containers on a private network that are neither the service nor its proxy
 * @param elsewhere servers behind a proxy that are on a further network
 * @param twice     services that get the answer of one proxy or another's by the same name
 * @param identities what running proxies show and trust, compared with the files
 * @param ways      attempts to reach a service past its proxy, from the networks where proxies meet
 */
public record ProxySurroundings(
        List<Connected> strangers,
        List<Connected> elsewhere,
        List<Twice> twice,
        List<Observation> identities,
        List<Way> ways) {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Prints each of its arguments, {@code host:port}, to which a connection is made. */
    private static final String TRY = "for at; do"
            + " (nc -w 2 \"${at%:*}\" \"${at##*:}\" -e true </dev/null >/dev/null 2>&1 && echo \"$at\") & done; wait";

    /** Keeps unmodifiable copies. */
    public ProxySurroundings {
        strangers = List.copyOf(strangers);
        elsewhere = List.copyOf(elsewhere);
        twice = List.copyOf(twice);
        identities = List.copyOf(identities);
        ways = List.copyOf(ways);
    }

    /**
     * A container that is connected to a network.
     *
     * @param service   the service that it concerns
     * @param network   the engine's name of the network
     * @param container its name
     */
    public record Connected(String service, String network, String container) {}

    /**
     * A name that several proxies answer to one container.
     *
     * @param at    the service that asks, on the network of a proxy that is not its own
     * @param name  it asks for
     * @param proxy that answers there
     */
    public record Twice(Connected at, String name, String proxy) {}

    /**
     * An attempt to connect to a service or to the private side of its proxy.
     *
     * @param service the service
     * @param network where the attempt was made, by the engine's name
     * @param address {@code host:port}
     * @param reached whether a connection was made; empty when it could not be tried
     */
    public record Way(String service, String network, String address, Optional<Boolean> reached) {}

    /**
     * Looks at the running containers of these stacks; empty when no proxy runs.
     *
     * @throws UnavailableException when the engine does not answer
     */
    static Optional<ProxySurroundings> of(List<ComposeFacts.PlannedStack> stacks, LiveStack live, Layout layout) {
        List<ComposeFacts.PlannedStack> proxied = stacks.stream()
                .filter(planned -> planned.plan().proxies().sidecars().stream()
                        .anyMatch(sidecar -> live.container(sidecar.name())
                                .filter(RunningService::runs)
                                .isPresent()))
                .toList();
        if (proxied.isEmpty()) {
            return Optional.empty();
        }
        List<Connected> strangers = new ArrayList<>();
        List<Connected> elsewhere = new ArrayList<>();
        List<Way> ways = new ArrayList<>();
        List<Observation> identities = new ArrayList<>();
        List<Twice> twice = twice(live.containers()).stream()
                .filter(one -> proxied.stream().noneMatch(planned -> isPinned(planned, one)))
                .toList();
        try (Engine engine = Engine.connect()) {
            for (ComposeFacts.PlannedStack planned : proxied) {
                Look look = new Look(
                        engine,
                        planned.plan().proxies(),
                        live,
                        engine.networks(planned.stack().project().name()).stream()
                                .collect(Collectors.toMap(
                                        RunningNetwork::key, network -> network, (one, other) -> one)));
                strangers.addAll(look.strangers());
                elsewhere.addAll(look.elsewhere());
                identities.addAll(look.identities(layout));
                ways.addAll(look.ways());
            }
        }
        return Optional.of(new ProxySurroundings(strangers, elsewhere, twice, identities, ways));
    }

    /** Its table of hosts decides, which it reads before it asks the engine. */
    private static boolean isPinned(ComposeFacts.PlannedStack planned, Twice one) {
        return planned.stack()
                .service(one.at().service())
                .filter(asking -> OurServices.hosts(asking.service()).contains(one.name()))
                .isPresent();
    }

    /** Returns the names that proxies on several networks of a container answer, but for the answers of its own proxy. */
    static List<Twice> twice(List<RunningService> containers) {
        Map<Boolean, List<RunningService>> ours = containers.stream()
                .filter(RunningService::runs)
                .collect(Collectors.partitioningBy(
                        container -> container.labels().containsKey(OurServices.ROLE)));
        List<Twice> twice = new ArrayList<>();
        for (RunningService asking : ours.get(false)) {
            Map<String, Map<String, String>> answers = new TreeMap<>();
            ours.get(true)
                    .forEach(proxy -> asking.addresses().keySet().stream()
                            .sorted()
                            .forEach(network -> proxy.aliases()
                                    .getOrDefault(network, List.of())
                                    .forEach(name -> answers.computeIfAbsent(name, first -> new TreeMap<>())
                                            .putIfAbsent(proxy.service(), network))));
            answers.forEach((name, proxies) -> {
                if (proxies.size() > 1) {
                    proxies.remove(Stack.proxyName(asking.service()));
                    proxies.forEach((proxy, network) ->
                            twice.add(new Twice(new Connected(asking.service(), network, asking.name()), name, proxy)));
                }
            });
        }
        return twice;
    }

    /** One project. */
    private record Look(Engine engine, Topology proxies, LiveStack live, Map<String, RunningNetwork> networks) {

        List<Connected> strangers() {
            return proxies.sidecars().stream()
                    .flatMap(sidecar -> on(sidecar)
                            .flatMap(network -> network.members().entrySet().stream()
                                    .filter(member -> !belongs(sidecar, member.getKey()))
                                    .map(member ->
                                            new Connected(sidecar.service(), network.name(), member.getValue()))))
                    .toList();
        }

        /** A container that {@code docker compose run} made of the service belongs to it, too. */
        private boolean belongs(Sidecar sidecar, String containerId) {
            return live.containers().stream()
                    .filter(container -> container.containerId().equals(containerId))
                    .findFirst()
                    .or(() -> engine.service(containerId))
                    .map(RunningService::service)
                    .filter(service -> service.equals(sidecar.service()) || service.equals(sidecar.name()))
                    .isPresent();
        }

        List<Observation> identities(Layout layout) {
            List<RunningService> running = proxies.sidecars().stream()
                    .flatMap(sidecar -> running(sidecar.name()))
                    .toList();
            return ProxyStates.of(engine, layout, running, LIMIT);
        }

        List<Connected> elsewhere() {
            return servers()
                    .flatMap(sidecar -> {
                        Set<String> own = on(sidecar).map(RunningNetwork::name).collect(Collectors.toSet());
                        return running(sidecar.service())
                                .flatMap(container -> container.addresses().keySet().stream()
                                        .filter(network -> !own.contains(network))
                                        .sorted()
                                        .map(network -> new Connected(sidecar.service(), network, container.name())));
                    })
                    .toList();
        }

        List<Way> ways() {
            Set<String> shared = proxies.sidecars().stream()
                    .filter(sidecar ->
                            sidecar.isServer() || direct(sidecar).findAny().isPresent())
                    .flatMap(sidecar -> sidecar.shared().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            return shared.stream()
                    .flatMap(key -> Stream.ofNullable(networks.get(key)))
                    .flatMap(network -> from(network).stream())
                    .toList();
        }

        /** The servers that speak TLS themselves, as the proxy of a caller finds them. */
        private static Stream<String> direct(Sidecar sidecar) {
            return sidecar.outbound().stream()
                    .filter(call -> call.direct().isPresent())
                    .map(call -> call.host() + ":" + call.tlsPort());
        }

        /** A helper that reaches neither a proxy nor a server tells nothing of what else it does not reach. */
        private List<Way> from(RunningNetwork network) {
            Map<String, String> wanted = new LinkedHashMap<>();
            proxies.sidecars().forEach(sidecar -> inner(sidecar).forEach(at -> wanted.put(at, sidecar.service())));
            Set<String> open = new LinkedHashSet<>();
            servers()
                    .filter(sidecar -> sidecar.shared().contains(network.key()))
                    .forEach(sidecar ->
                            sidecar.inbound().forEach(port -> open.add(sidecar.name() + ":" + port.tlsPort())));
            proxies.sidecars().stream()
                    .filter(sidecar -> sidecar.shared().contains(network.key()))
                    .forEach(sidecar -> direct(sidecar).forEach(open::add));
            Set<String> reached = reached(network, Stream.concat(wanted.keySet().stream(), open.stream()));
            boolean tried = open.stream().anyMatch(reached::contains);
            return wanted.entrySet().stream()
                    .map(at -> new Way(
                            at.getValue(),
                            network.name(),
                            at.getKey(),
                            tried || reached.contains(at.getKey())
                                    ? Optional.of(reached.contains(at.getKey()))
                                    : Optional.empty()))
                    .toList();
        }

        /** The server's own, on whatever network, and those at which its proxy takes its calls. */
        private Set<String> inner(Sidecar sidecar) {
            Stream<String> server = running(sidecar.service())
                    .flatMap(container -> container.addresses().values().stream())
                    .flatMap(address -> sidecar.inbound().stream().map(port -> address + ":" + port.port()));
            Stream<String> calls = running(sidecar.name())
                    .flatMap(container -> sidecar.outbound().stream()
                            .flatMap(call -> Stream.ofNullable(networks.get(call.network()))
                                    .flatMap(network -> Stream.ofNullable(
                                            container.addresses().get(network.name())))
                                    .map(address -> address + ":" + call.port())));
            return Stream.concat(server, calls).collect(Collectors.toCollection(TreeSet::new));
        }

        private Set<String> reached(RunningNetwork network, Stream<String> addresses) {
            List<String> command =
                    Stream.concat(Stream.of("sh", "-c", TRY, "sh"), addresses).toList();
            try {
                return Helper.in(engine, Helper.IMAGE, network.name(), id -> engine.exec(id, command, LIMIT))
                        .stdout()
                        .lines()
                        .collect(Collectors.toSet());
            } catch (UnavailableException noSuchImage) {
                return Set.of(); // each way then stands as not tried
            }
        }

        private Stream<Sidecar> servers() {
            return proxies.sidecars().stream().filter(Sidecar::isServer);
        }

        private Stream<RunningNetwork> on(Sidecar sidecar) {
            return sidecar.networks().stream().flatMap(network -> Stream.ofNullable(networks.get(network.name())));
        }

        private Stream<RunningService> running(String service) {
            return live.containers().stream()
                    .filter(container -> container.service().equals(service) && container.runs());
        }
    }
}
