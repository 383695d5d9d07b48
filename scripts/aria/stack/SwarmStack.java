package aria.stack;

import aria.compose.ComposeProject;
import aria.compose.Service;
import aria.edit.SourceText;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.Place;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells a project that is deployed to a swarm from one that Docker Compose runs. Both read the same files, but a swarm
 * starts no service after another one has completed, and has no folders of this machine.
 */
public final class SwarmStack {
    /** What Compose rejects, and a swarm has. */
    private static final List<String> STORED_IN_SWARM = List.of("secrets", "configs");
    /** What Compose passes over. */
    private static final List<String> SCHEDULED =
            List.of("placement", "update_config", "rollback_config", "endpoint_mode");
    /** What a swarm passes over. */
    private static final List<String> OF_COMPOSE =
            List.of("build", "container_name", "restart", "scale", "network_mode", "links", "privileged", "devices");

    private SwarmStack() {}

    /**
     * What shows that it is one.
     *
     * @param place where it is written
     * @param text  a few words for people
     */
    public record Sign(Place place, String text) {}

    /** Returns the first sign in a project's files; empty for a project that Docker Compose runs. */
    public static Optional<Sign> of(ComposeProject project) {
        Stream<Sign> top = project.sources().entrySet().stream().flatMap(file -> inFile(project, file));
        Stream<Sign> services = project.services().values().stream().flatMap(service -> inService(project, service));
        return Stream.concat(top, services).findFirst();
    }

    private static Stream<Sign> inFile(ComposeProject project, Map.Entry<Path, SourceText> file) {
        YamlMap root = YamlDocument.parse(file.getValue()).root();
        String label = project.files().label(file.getKey());
        Stream<Sign> stored = STORED_IN_SWARM.stream()
                .flatMap(section -> entries(root, section)
                        .filter(entry -> isExternal(entry.getValue()))
                        .map(entry -> sign(label, entry.getValue(), section + "." + entry.getKey() + " is external")));
        Stream<Sign> overlays = entries(root, "networks")
                .filter(entry -> text(entry.getValue(), "driver").equals("overlay"))
                .map(entry -> sign(label, entry.getValue(), "the network " + entry.getKey() + " is an overlay"));
        return Stream.concat(stored, overlays);
    }

    private static Stream<Sign> inService(ComposeProject project, Service service) {
        String label = project.files().label(service.file());
        Collection<Service> all = project.services().values();
        boolean forCompose = all.stream()
                .anyMatch(one ->
                        OF_COMPOSE.stream().anyMatch(key -> one.raw().get(key).isPresent()));
        return service
                .raw()
                .get("deploy")
                .filter(YamlMap.class::isInstance)
                .map(YamlMap.class::cast)
                .flatMap(deploy -> deploy.get("mode")
                        .filter(mode -> !text(deploy, "mode").equals("replicated"))
                        .or(() -> forCompose
                                ? Optional.empty()
                                : SCHEDULED.stream()
                                        .flatMap(key -> deploy.get(key).stream())
                                        .findFirst()))
                .map(value -> sign(label, value, service.name() + " is deployed as only a swarm can"))
                .stream();
    }

    private static boolean isExternal(YamlValue value) {
        return value instanceof YamlMap map
                && map.get("external")
                        .filter(external -> external instanceof YamlMap
                                || text(map, "external").equals("true"))
                        .isPresent();
    }

    private static Stream<Map.Entry<String, YamlValue>> entries(YamlMap root, String section) {
        return root.get(section)
                .filter(YamlMap.class::isInstance)
                .map(map -> ((YamlMap) map).entries().entrySet().stream())
                .orElse(Stream.empty());
    }

    private static String text(YamlValue map, String key) {
        return map instanceof YamlMap entries
                ? entries.get(key)
                        .filter(YamlScalar.class::isInstance)
                        .map(value -> ((YamlScalar) value).text())
                        .orElse("")
                : "";
    }

    private static Sign sign(String file, YamlValue value, String text) {
        return new Sign(new Place(file, value.position().line(), 0), text);
    }
}
