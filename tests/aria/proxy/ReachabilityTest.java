package aria.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import aria.stack.StackService;
import aria.stack.Stage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the stack, a proxied server is reached by its callers at the ports that they call, and by nobody else. So is
 * one that speaks TLS itself, by proxies.
 */
class ReachabilityTest {
    private static final int STACKS = 100;
    private static final List<Integer> PORTS = List.of(80, 5432, 8080, 20001);

    @TempDir
    Path folder;

    @Test
    void calls_reach_their_servers_and_nothing_else_does() {
        int moved = 0;
        int coloured = 0;
        int direct = 0;
        int plain = 0;
        for (int seed = 0; seed < STACKS; seed++) {
            RandomStack drawn = new RandomStack(folder, seed);
            Topology topology = drawn.topology();
            NetworkModel model = new NetworkModel(drawn, topology);
            Set<String> split = new HashSet<>(topology.servers());
            split.addAll(topology.heldBack().keySet());
            assertThat(split)
                    .as("every server is moved or held back, seed %s", seed)
                    .isEqualTo(drawn.proxied);
            assertThat(Collections.disjoint(
                            topology.servers(), topology.heldBack().keySet()))
                    .isTrue();
            topology.sidecars()
                    .forEach(proxy -> assertThat(model.frontends(proxy.name()))
                            .isEqualTo(proxy.inbound().size() + proxy.outbound().size()));
            reachability(drawn, topology, model, seed);
            plain += plainCalls(drawn, topology, model, seed);
            moved += topology.servers().size();
            direct += topology.direct().size();
            coloured += topology.sidecars().stream()
                            .anyMatch(proxy -> proxy.networks().size() > 1)
                    ? 1
                    : 0;
        }
        assertThat(moved).as("servers that were moved").isGreaterThan(STACKS / 4);
        assertThat(direct).as("servers that stay").isGreaterThan(STACKS / 10);
        assertThat(coloured).as("stacks with a second private network").isPositive();
        assertThat(plain).as("calls that pass as they are").isGreaterThan(STACKS / 10);
    }

    @Test
    void in_stage_open_neighbours_that_call_no_proxy_reach_servers_as_well() {
        int strangers = 0;
        for (int seed = 0; seed < STACKS; seed++) {
            RandomStack open = new RandomStack(folder, seed, Optional.of(Stage.OPEN));
            Topology topology = open.topology();
            NetworkModel model = new NetworkModel(open, topology);
            for (String server : topology.servers()) {
                Sidecar proxy = topology.of(server).orElseThrow();
                for (StackService caller : open.stack.services()) {
                    boolean stays = !topology.servers().contains(caller.name());
                    boolean meets = !Collections.disjoint(
                            proxy.shared(), caller.service().networks().keySet());
                    boolean calls = topology.carries(caller.name(), server);
                    if (stays && meets && !calls) {
                        proxy.inbound()
                                .forEach(port -> assertThat(model.connect(caller.name(), server, port.port()))
                                        .contains(server + ":" + port.port()));
                        strangers++;
                    }
                }
            }
        }
        assertThat(strangers).isPositive();
    }

    /** A server that leaves its networks reaches those that stay there, at the ports that it calls and at no others. */
    private static int plainCalls(RandomStack drawn, Topology topology, NetworkModel model, int seed) {
        int passed = 0;
        for (String caller : topology.servers()) {
            for (String server : topology.of(caller).orElseThrow().called(true)) {
                assertThat(topology.of(server).filter(Sidecar::isServer)).isEmpty();
                for (int port : PORTS) {
                    boolean calls = drawn.calls.get(server).contains(new RandomStack.Call(caller, server, port));
                    assertThat(model.connect(caller, server, port)
                                    .filter((server + ":" + port)::equals)
                                    .isPresent())
                            .as("%s calls %s:%s, seed %s", caller, server, port, seed)
                            .isEqualTo(calls);
                    passed += calls ? 1 : 0;
                }
            }
        }
        return passed;
    }

    private static void reachability(RandomStack drawn, Topology topology, NetworkModel model, int seed) {
        Set<String> called = new HashSet<>(topology.servers());
        called.addAll(topology.direct().keySet());
        for (String server : called) {
            for (String caller : drawn.stack.services().stream()
                    .map(service -> service.name())
                    .toList()) {
                for (int port : PORTS) {
                    boolean calls = drawn.calls
                            .getOrDefault(server, Set.of())
                            .contains(new RandomStack.Call(caller, server, port));
                    for (String name : List.of(server, server + "-alias")) {
                        Optional<String> end =
                                caller.equals(server) ? Optional.empty() : model.connect(caller, name, port);
                        assertThat(end.filter(to -> !isCall(drawn, caller, to)))
                                .as("%s calls %s:%s, seed %s", caller, name, port, seed)
                                .isEmpty();
                        assertThat(end.equals(Optional.of(server + ":" + port)))
                                .as("%s calls %s:%s, seed %s, gets to %s", caller, name, port, seed, end)
                                .isEqualTo(calls);
                    }
                }
            }
        }
        topology.servers().forEach(server -> byCertificate(drawn, topology, model, server));
    }

    /** Two servers may share an address, each at ports of its own. */
    private static boolean isCall(RandomStack drawn, String caller, String end) {
        String[] server = end.split(":");
        return drawn.calls
                .getOrDefault(server[0], Set.of())
                .contains(new RandomStack.Call(caller, server[0], Integer.parseInt(server[1])));
    }

    /** A proxy's own port admits exactly the callers of the port behind it, whatever route they take to it. */
    private static void byCertificate(RandomStack drawn, Topology topology, NetworkModel model, String server) {
        Sidecar proxy = topology.of(server).orElseThrow();
        for (Sidecar.Inbound port : proxy.inbound()) {
            Set<String> admitted = drawn.stack.services().stream()
                    .map(service -> service.name())
                    .filter(name -> model.inbound(proxy.name(), "" + port.tlsPort(), name)
                            .isPresent())
                    .collect(Collectors.toSet());
            assertThat(admitted)
                    .isEqualTo(drawn.calls.get(server).stream()
                            .filter(call -> call.port() == port.port())
                            .map(RandomStack.Call::caller)
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void no_two_networks_and_no_two_listeners_have_the_same_address() {
        for (int seed = 0; seed < STACKS; seed++) {
            Topology topology = new RandomStack(folder, seed).topology();
            List<Subnet> subnets = topology.sidecars().stream()
                    .flatMap(proxy -> proxy.networks().stream())
                    .map(Sidecar.PrivateNetwork::subnet)
                    .toList();
            assertThat(subnets).doesNotHaveDuplicates();
            topology.sidecars().forEach(proxy -> {
                assertThat(proxy.outbound().stream()
                                .map(call -> call.network() + ":" + call.port())
                                .toList())
                        .doesNotHaveDuplicates();
                assertThat(Collections.disjoint(
                                proxy.outbound().stream()
                                        .map(Sidecar.Outbound::port)
                                        .toList(),
                                proxy.inbound().stream()
                                        .map(Sidecar.Inbound::tlsPort)
                                        .toList()))
                        .isTrue();
            });
        }
    }

    @Test
    void the_same_files_give_the_same_topology() {
        assertThat(new RandomStack(folder, 7).topology()).isEqualTo(new RandomStack(folder, 7).topology());
    }
}
