package aria.compose;

import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The expected service after the changes. It follows the plan step by step, and the proof compares the result with
 * it.
 */
final class ExpectedService {
    static final String LABELS = "labels";

    /** What is compared, by name. */
    private static final Map<String, Function<ExpectedService, Object>> FACTS =
            Collections.unmodifiableMap(new TreeMap<>(Map.ofEntries(
                    Map.entry("environment", service -> service.environment),
                    Map.entry("volumes", ExpectedService::mounts),
                    Map.entry(
                            "ports",
                            service ->
                                    service.ports.stream().map(Port::shortForm).collect(Collectors.toSet())),
                    Map.entry("networks", service -> service.networks),
                    Map.entry(LABELS, service -> service.labels),
                    Map.entry(HostEditor.KEY, service -> service.hosts),
                    Map.entry("depends_on", service -> service.dependsOn),
                    Map.entry("command", service -> service.command),
                    Map.entry("healthcheck", service -> service.healthcheck),
                    Map.entry("entrypoint", service -> service.entrypoint),
                    Map.entry("image", service -> service.image),
                    Map.entry("user", service -> service.before.user()),
                    Map.entry("container_name", service -> service.before.containerName()),
                    Map.entry("hostname", service -> service.before.hostname()),
                    Map.entry("network_mode", service -> service.before.networkMode()))));

    final Service before;
    final Map<String, String> environment;
    final Map<String, Mount> mounts = new LinkedHashMap<>();
    final List<Port> ports;
    final Map<String, String> dependsOn;
    final Map<String, List<String>> networks;
    final Map<String, String> hosts;
    Map<String, String> labels;
    Optional<String> image;
    List<String> command;
    List<String> entrypoint;
    List<String> healthcheck;

    ExpectedService(Service service) {
        before = service;
        environment = new LinkedHashMap<>(service.environment());
        service.mounts().forEach(mount -> mounts.put(mount.target(), mount));
        ports = new ArrayList<>(service.ports());
        dependsOn = new LinkedHashMap<>(service.dependsOn());
        networks = new LinkedHashMap<>(service.networks());
        hosts = new LinkedHashMap<>(service.hosts());
        labels = labels(service.raw());
        image = service.image();
        command = service.command();
        entrypoint = service.entrypoint();
        healthcheck = service.healthcheck();
    }

    /**
     * What is to become of a service it extends reaches this one too, where it says nothing of its own.
     *
     * @param base what that service is to become
     */
    void inherit(ExpectedService base) {
        base.environment.forEach(environment::putIfAbsent);
        base.mounts.forEach((target, mount) -> mounts.putIfAbsent(target, base.resolved(mount)));
        if (base.before.profiles().isEmpty() || base.before.profiles().equals(before.profiles())) {
            base.dependsOn.forEach(dependsOn::putIfAbsent);
        }
        image = image.equals(base.before.image()) ? base.image : image;
        command = command.equals(base.before.command()) ? base.command : command;
        healthcheck = healthcheck.equals(base.before.healthcheck()) ? base.healthcheck : healthcheck;
    }

    /** The name of the first thing in which the service is not as expected; empty when it is. */
    Optional<String> difference(Service after) {
        ExpectedService found = new ExpectedService(after);
        return FACTS.entrySet().stream()
                .filter(fact ->
                        !fact.getValue().apply(this).equals(fact.getValue().apply(found)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The labels that a file gives a service, as they are written. */
    static Map<String, String> labels(YamlMap service) {
        Map<String, String> labels = new LinkedHashMap<>();
        YamlValue value = service.get(LABELS).orElse(null);
        if (value instanceof YamlMap map) {
            map.entries().forEach((name, text) -> labels.put(name, text.toString()));
        } else if (value instanceof YamlList list) {
            list.items().stream().map(YamlValue::toString).forEach(item -> {
                int end = item.indexOf('=');
                labels.put(end < 0 ? item : item.substring(0, end), end < 0 ? "" : item.substring(end + 1));
            });
        }
        return labels;
    }

    private static Map<String, Mount> mounts(ExpectedService service) {
        Map<String, Mount> resolved = new HashMap<>();
        service.mounts.forEach((target, mount) -> resolved.put(target, service.resolved(mount)));
        return resolved;
    }

    /** The mount with a host path spelled out, so that {@code ./a} and {@code a/../a} are the same. */
    Mount resolved(Mount mount) {
        if (!mount.type().equals("bind") || mount.source().startsWith("~")) {
            return mount;
        }
        Path source = before.hostPath(mount);
        return new Mount("bind", source.toString(), mount.target(), mount.readOnly());
    }
}
