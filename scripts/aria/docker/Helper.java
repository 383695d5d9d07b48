package aria.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.VolumesFrom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A temporary container beside a project's own, which belongs to no Compose project. Its only privilege is to open
 * ports below 1024. Its root file system is read-only, and it is removed when it ends.
 *
 * @param image   has to be on the engine already
 * @param command program and arguments
 * @param network the network it joins, or {@link #inside(String)}
 * @param aliases names under which the others in that network find it; empty when it joins a container
 * @param writes  an empty folder that it may write to
 * @param shares  the container whose folders it sees as well, in place of one of its own; empty for none
 */
public record Helper(
        String image,
        List<String> command,
        String network,
        List<String> aliases,
        String writes,
        Optional<String> shares) {
    /** An image with a shell that the key delivery of every secured service uses, too. */
    public static final String IMAGE = "busybox:1.37";

    private static final String LABEL = "aria.helper";
    /** Ends by itself, should nobody remove it. */
    private static final List<String> WAIT = List.of("sleep", "30");

    public Helper {
        command = List.copyOf(command);
        aliases = List.copyOf(aliases);
    }

    /**
     * Runs something beside the containers of a network, in a helper that is removed afterwards.
     *
     * @param network the network it joins, or {@link #inside(String)}
     * @param use     gets the helper's id, and has half a minute
     * @throws aria.finding.UnavailableException also when the image is not on the engine
     */
    public static <T> T in(Engine engine, String image, String network, Function<String, T> use) {
        String id = engine.start(new Helper(image, WAIT, network, List.of(), "/nothing", Optional.empty()));
        try {
            return use.apply(id);
        } finally {
            engine.remove(id);
        }
    }

    /** The network of a container, its loopback included, for {@link #network}. */
    public static String inside(String containerId) {
        return "container:" + containerId;
    }

    CreateContainerCmd create(DockerClient client) {
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode(network)
                .withAutoRemove(true)
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withCapAdd(Capability.NET_BIND_SERVICE)
                .withSecurityOpts(List.of("no-new-privileges"));
        CreateContainerCmd create = client.createContainerCmd(image)
                .withEntrypoint(List.of())
                .withCmd(command)
                .withLabels(Map.of(LABEL, "true"));
        if (shares.isPresent()) {
            host.withVolumesFrom(new VolumesFrom(shares.get()));
        } else {
            create.withVolumes(new Volume(writes));
        }
        return (aliases.isEmpty() ? create : create.withAliases(aliases)).withHostConfig(host);
    }
}
