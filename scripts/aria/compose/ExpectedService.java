package aria.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a service should be once changes are made: it follows the plan step by step, and is the proof's measure at the end. */
final class ExpectedService {
    final Service before;
    final Map<String, String> environment;
    final Map<String, Mount> mounts = new LinkedHashMap<>();
    final List<Port> ports;
    final Map<String, List<String>> networks;
    final Map<String, String> dependsOn;
    List<String> command;
    List<String> healthcheck;

    ExpectedService(Service service) {
        before = service;
        environment = new LinkedHashMap<>(service.environment());
        service.mounts().forEach(mount -> mounts.put(mount.target(), mount));
        ports = new ArrayList<>(service.ports());
        networks = new LinkedHashMap<>(service.networks());
        dependsOn = new LinkedHashMap<>(service.dependsOn());
        command = service.command();
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
        command = command.equals(base.before.command()) ? base.command : command;
        healthcheck = healthcheck.equals(base.before.healthcheck()) ? base.healthcheck : healthcheck;
    }

    /** The name of the first thing in which the service is not as expected; empty when it is. */
    Optional<String> difference(Service after) {
        Map<String, Object> wanted = facts(this);
        Map<String, Object> found = facts(new ExpectedService(after));
        return wanted.keySet().stream().filter(key -> !wanted.get(key).equals(found.get(key))).findFirst();
    }

    private static Map<String, Object> facts(ExpectedService service) {
        Service before = service.before;
        Map<String, Object> facts = new TreeMap<>();
        facts.put("environment", service.environment);
        facts.put("volumes", mounts(service));
        facts.put("ports", new TreeSet<>(service.ports.stream().map(Port::shortForm).toList()));
        facts.put("networks", service.networks);
        facts.put("depends_on", service.dependsOn);
        facts.put("command", service.command);
        facts.put("healthcheck", service.healthcheck);
        facts.put("entrypoint", before.entrypoint());
        facts.put("image", before.image());
        facts.put("user", before.user());
        facts.put("container_name", before.containerName());
        facts.put("hostname", before.hostname());
        facts.put("network_mode", before.networkMode());
        return facts;
    }

    private static Map<String, Mount> mounts(ExpectedService service) {
        Map<String, Mount> resolved = new TreeMap<>();
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
