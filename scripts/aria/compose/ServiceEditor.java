package aria.compose;

import aria.edit.YamlChange;
import aria.edit.YamlMap;
import aria.edit.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates the changes of one service into changes of its files. A change goes to the file that defines the service, or,
 * where another of its files has the final say about the same thing, to that one.
 */
final class ServiceEditor {
    private final ComposeProject project;
    private final EditPlan plan;
    private final ExpectedService expected;
    private final ServiceParts parts;
    private final EnvironmentEditor environment;
    private final CommandEditor command;
    private final PortEditor ports;

    ServiceEditor(ComposeProject project, Service service, EditPlan plan) {
        this.project = project;
        this.plan = plan;
        this.expected = new ExpectedService(service);
        this.parts = new ServiceParts(project, service.name());
        this.environment = new EnvironmentEditor(parts, expected, plan);
        this.ports = new PortEditor(parts, expected);
        this.command = new CommandEditor(service.name(), Part.last(parts.all(), "command"), parts, expected);
    }

    ExpectedService expected() {
        return expected;
    }

    void add(ComposeChange.OfService change) {
        if (change instanceof ComposeChange.AddMount mount) {
            addMount(mount);
        } else if (change instanceof ComposeChange.PutEnvironment put) {
            environment.put(put);
        } else if (change instanceof ComposeChange.RemoveEnvironment remove) {
            environment.remove(remove);
        } else if (change instanceof ComposeChange.AppendCommand append) {
            command.append(append);
        } else if (change instanceof ComposeChange.ReplaceCommandWord replace) {
            command.replace(replace);
        } else if (change instanceof ComposeChange.PutHealthcheck put) {
            putHealthcheck(put);
        } else if (change instanceof ComposeChange.DependsOn depends) {
            dependsOn(depends);
        } else if (change instanceof ComposeChange.AddNetworks networks) {
            addNetworks(networks);
        } else if (change instanceof ComposeChange.ReplacePort replace) {
            ports.replace(replace);
        } else if (change instanceof ComposeChange.RemovePort remove) {
            ports.remove(remove);
        } else {
            throw new IllegalArgumentException("no translation of " + change);
        }
    }

    void finish() {
        environment.finish();
        command.finish(plan);
        ports.finish(plan);
    }

    private void addMount(ComposeChange.AddMount change) {
        Mount wanted = expected.resolved(change.mount());
        Part part = parts.place("volumes");
        Mount there = expected.mounts.get(wanted.target());
        if (there != null && expected.resolved(there).equals(wanted)) {
            return;
        }
        if (there != null) {
            throw parts.conflict(part, "volumes", "something else is mounted at " + wanted.target() + " already: " + there.source());
        }
        expected.mounts.put(wanted.target(), wanted);
        Mount written = new Mount(wanted.type(), source(change.mount(), part), wanted.target(), wanted.readOnly());
        plan.add(part.file(), new YamlChange.AddItem(parts.path("volumes"), MountSyntax.write(written), change.reason()));
    }

    /** The mount's source as the part's file writes it; the mount has it as the service's base directory sees it. */
    private String source(Mount mount, Part part) {
        Path base = expected.before.baseDirectory();
        if (!mount.type().equals("bind")) {
            return mount.source();
        }
        boolean moved = !part.base().equals(base) && !mount.source().startsWith("~");
        String source = moved ? base.resolve(mount.source()).normalize().toString() : mount.source();
        return MountSyntax.hostSource(project.files().root(), part.base(), source);
    }

    private void putHealthcheck(ComposeChange.PutHealthcheck change) {
        if (expected.healthcheck.equals(change.test())) {
            return;
        }
        List<Part> having = parts.own(part -> part.has("healthcheck"));
        Part part = having.isEmpty() ? parts.definition() : having.get(having.size() - 1);
        if (expected.healthcheck.equals(List.of("NONE"))) {
            throw parts.conflict(part, "healthcheck", "its health check is switched off");
        }
        expected.healthcheck = change.test();
        YamlValue test = YamlValue.words(change.test().stream().map(Variables::escape).toList());
        plan.add(part.file(), new YamlChange.PutEntry(parts.path("healthcheck"), "test", test, change.reason()));
    }

    private void dependsOn(ComposeChange.DependsOn change) {
        if (change.condition().equals(expected.dependsOn.put(change.on(), change.condition()))) {
            return;
        }
        for (Part part : parts.placesNaming("depends_on", change.on())) {
            plan.add(part.file(), new YamlChange.PutCondition(
                    parts.path("depends_on"), change.on(), change.condition(), change.reason()));
        }
    }

    private void addNetworks(ComposeChange.AddNetworks change) {
        List<String> missing = new ArrayList<>(change.networks());
        missing.removeAll(expected.networks.keySet());
        if (missing.isEmpty()) {
            return;
        }
        Part part = parts.place("networks");
        if (expected.before.networkMode().isPresent()) {
            throw parts.conflict(part, "network_mode", "it has a network_mode, and can join no networks");
        }
        boolean unnamed = parts.all().stream().noneMatch(found -> found.has("networks")) && expected.networks.containsKey("default");
        if (unnamed) {
            missing.add(0, "default");
        }
        boolean asMap = part.get("networks").filter(YamlMap.class::isInstance).isPresent();
        for (String network : missing) {
            if (!network.equals("default") && !project.networks().contains(network)) {
                throw parts.conflict(part, "networks", "there is no network " + network);
            }
            expected.networks.putIfAbsent(network, List.of());
            plan.add(part.file(), asMap
                    ? new YamlChange.PutEntry(parts.path("networks"), network, YamlValue.none(), change.reason())
                    : new YamlChange.AddItem(parts.path("networks"), YamlValue.scalar(network), change.reason()));
        }
    }
}
