package aria.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Network;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network of a Compose project as the engine has it.
 *
 * @param name    the engine's name of it
 * @param key     its name in the compose files
 * @param members the names of the running containers that are connected to it, by their ids; also of those that belong
 *                to no project
 * @param ipv6    the IPv6 addresses of those of them that have one there, by their ids
 */
public record RunningNetwork(String name, String key, Map<String, String> members, Map<String, String> ipv6) {
    /** Keeps unmodifiable copies. */
    public RunningNetwork {
        members = Map.copyOf(members);
        ipv6 = Map.copyOf(ipv6);
    }

    /** Only the engine's answer about a single network tells who is connected. */
    static List<RunningNetwork> of(DockerClient client, String composeProject) {
        return EngineCalls.ask(
                "list the networks of " + composeProject,
                () -> client
                        .listNetworksCmd()
                        .withFilter("label", List.of(ComposeLabels.PROJECT + "=" + composeProject))
                        .exec()
                        .stream()
                        .map(found -> client.inspectNetworkCmd()
                                .withNetworkId(found.getId())
                                .exec())
                        .filter(network -> network.getLabels().containsKey(ComposeLabels.NETWORK))
                        .map(RunningNetwork::of)
                        .sorted(Comparator.comparing(RunningNetwork::name))
                        .toList());
    }

    /** Returns the names of the running containers on a network. */
    static List<String> members(DockerClient client, String name) {
        Network network = EngineCalls.ask(
                "look at the network " + name,
                () -> client.inspectNetworkCmd().withNetworkId(name).exec());
        return members(network).values().stream().sorted().toList();
    }

    private static RunningNetwork of(Network network) {
        return new RunningNetwork(
                network.getName(), network.getLabels().get(ComposeLabels.NETWORK), members(network), ipv6(network));
    }

    private static Map<String, String> ipv6(Network network) {
        Map<String, String> addresses = new LinkedHashMap<>();
        Optional.ofNullable(network.getContainers()).orElse(Map.of()).forEach((id, connected) -> {
            String address = Optional.ofNullable(connected.getIpv6Address()).orElse("");
            if (!address.isBlank()) {
                addresses.put(id, address.replaceFirst("/.*", ""));
            }
        });
        return addresses;
    }

    private static Map<String, String> members(Network network) {
        Map<String, String> members = new LinkedHashMap<>();
        Optional.ofNullable(network.getContainers())
                .orElse(Map.of())
                .forEach((id, connected) -> members.put(id, connected.getName()));
        return members;
    }
}
