package aria.docker;

import com.github.dockerjava.api.DockerClient;
import java.util.List;
import java.util.Objects;

/** Questions about the engine's volumes. */
final class EngineVolumes {
    private EngineVolumes() {}

    /** Returns those of a project, by the names that its files give them. */
    static List<String> of(DockerClient client, String composeProject) {
        return EngineCalls.ask(
                        "list the volumes of " + composeProject,
                        () -> client.listVolumesCmd()
                                .withFilter("label", List.of(ComposeLabels.PROJECT + "=" + composeProject))
                                .exec())
                .getVolumes()
                .stream()
                .map(volume -> volume.getLabels().get(ComposeLabels.VOLUME))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    /** Returns the names of the containers, running or not, that have a volume. */
    static List<String> users(DockerClient client, String name) {
        return EngineCalls.ask(
                        "list the containers with " + name,
                        () -> client.listContainersCmd()
                                .withShowAll(true)
                                .withVolumeFilter(List.of(name))
                                .exec())
                .stream()
                .map(container -> container.getNames()[0].substring(1))
                .sorted()
                .toList();
    }
}
