package aria.compose;

import aria.edit.yaml.PutEntry;
import aria.edit.yaml.PutNamed;
import aria.edit.yaml.PutPair;
import aria.edit.yaml.RemovePair;
import aria.edit.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/**
 * Translates the changes of one service into changes of its files. A change goes to the file that defines the
 * service, or to the file that overrides the same setting.
 */
final class ServiceEditor {
    private final ComposeProject project;
    private final EditPlan plan;
    private final ExpectedService expected;
    private final ServiceParts parts;
    private final EnvironmentEditor environment;
    private final CommandEditor command;
    private final PortEditor ports;
    private final MountEditor mounts;
    private final NetworkEditor networks;
    private final HostEditor hosts;

    ServiceEditor(ComposeProject project, Service service, EditPlan plan) {
        this.project = project;
        this.plan = plan;
        this.expected = new ExpectedService(service);
        this.parts = new ServiceParts(project, service.name());
        this.environment = new EnvironmentEditor(parts, expected, plan);
        this.ports = new PortEditor(parts, expected);
        this.mounts = new MountEditor(parts, expected, project.files().root(), plan);
        this.networks = new NetworkEditor(project, parts, expected, plan);
        this.hosts = new HostEditor(parts, expected, plan);
        this.command = new CommandEditor(service.name(), Part.last(parts.all(), "command"), parts, expected);
    }

    ExpectedService expected() {
        return expected;
    }

    void add(ComposeChange.OfService change) {
        if (change instanceof ComposeChange.AddMount mount) {
            mounts.add(mount);
        } else if (change instanceof ComposeChange.ReplaceMount mount) {
            mounts.replace(mount);
        } else if (change instanceof ComposeChange.RemoveMount mount) {
            mounts.remove(mount);
        } else if (change instanceof ComposeChange.PutKey put) {
            putKey(put);
        } else if (change instanceof ComposeChange.PutEnvironment put) {
            environment.put(put);
        } else if (change instanceof ComposeChange.AddEnvFile file) {
            environment.add(file, project.files().root());
        } else if (change instanceof ComposeChange.RemoveEnvironment remove) {
            environment.remove(remove);
        } else if (change instanceof ComposeChange.AppendCommand append) {
            command.append(append);
        } else if (change instanceof ComposeChange.ReplaceCommandWord replace) {
            command.replace(replace);
        } else if (change instanceof ComposeChange.RemoveCommandWord remove) {
            command.remove(remove);
        } else if (change instanceof ComposeChange.PutHealthcheck put) {
            putHealthcheck(put);
        } else if (change instanceof ComposeChange.DependsOn depends) {
            dependsOn(depends);
        } else if (change instanceof ComposeChange.DoesNotDependOn depends) {
            doesNotDependOn(depends);
        } else if (change instanceof ComposeChange.ReplacePort replace) {
            ports.replace(replace);
        } else if (change instanceof ComposeChange.BindPort bind) {
            ports.bind(bind);
        } else if (change instanceof ComposeChange.RemovePort remove) {
            ports.remove(remove);
        } else if (change instanceof ComposeChange.PutNetworks put) {
            networks.put(put);
        } else if (change instanceof ComposeChange.JoinNetworks join) {
            networks.join(join);
        } else if (change instanceof ComposeChange.LeaveNetworks leave) {
            networks.leave(leave);
        } else if (change instanceof ComposeChange.PutAlias alias) {
            networks.alias(alias);
        } else if (change instanceof ComposeChange.RemoveAliases remove) {
            networks.removeAliases(remove);
        } else if (change instanceof ComposeChange.PutHosts put) {
            hosts.put(put);
        } else if (change instanceof ComposeChange.PutLabel put) {
            putLabel(put);
        } else if (change instanceof ComposeChange.RemoveHosts remove) {
            hosts.remove(remove);
        } else {
            throw new IllegalArgumentException("no translation of " + change);
        }
    }

    void finish() {
        environment.finish();
        command.finish(plan);
        ports.finish(plan);
        networks.finish();
    }

    private void putKey(ComposeChange.PutKey change) {
        Part part =
                Part.last(parts.all(), change.key()).filter(parts::isEditable).orElseGet(parts::definition);
        if (change.key().equals("command")) {
            expected.command = part.reader().texts(change.value(), change.key());
        } else if (change.key().equals("entrypoint")) {
            expected.entrypoint = part.reader().texts(change.value(), change.key());
        } else if (change.key().equals("image")) {
            expected.image = Optional.of(part.reader().text(change.value(), change.key()));
        }
        plan.add(
                part.file(),
                new PutEntry(parts.path(), change.key(), Escapes.escaped(change.value()), change.reason()));
    }

    private void putHealthcheck(ComposeChange.PutHealthcheck change) {
        if (expected.healthcheck.equals(change.test())) {
            return;
        }
        List<Part> having = parts.own(part -> part.has("healthcheck"));
        Part part = having.isEmpty() ? parts.definition() : having.get(having.size() - 1);
        if (expected.healthcheck.equals(List.of("NONE"))) {
            throw parts.conflict(part, "healthcheck", "its health check is disabled");
        }
        expected.healthcheck = change.test();
        YamlValue test = YamlValue.words(
                change.test().stream().map(Interpolation::escape).toList());
        plan.add(part.file(), new PutEntry(parts.path("healthcheck"), "test", test, change.reason()));
    }

    private void putLabel(ComposeChange.PutLabel change) {
        Part part = Part.last(parts.all(), ExpectedService.LABELS)
                .filter(parts::isEditable)
                .orElseGet(parts::definition);
        expected.labels = ExpectedService.labels(part.map());
        if (!change.value().equals(expected.labels.put(change.name(), change.value()))) {
            plan.add(
                    part.file(),
                    new PutPair(parts.path(ExpectedService.LABELS), change.name(), change.value(), change.reason()));
        }
    }

    private void dependsOn(ComposeChange.DependsOn change) {
        if (change.condition().equals(expected.dependsOn.put(change.on(), change.condition()))) {
            return;
        }
        for (Part part : parts.placesNaming("depends_on", change.on())) {
            plan.add(
                    part.file(),
                    new PutNamed(
                            parts.path("depends_on"),
                            change.on(),
                            "condition",
                            change.condition(),
                            ServiceReader.STARTED,
                            change.reason()));
        }
    }

    private void doesNotDependOn(ComposeChange.DoesNotDependOn change) {
        if (expected.dependsOn.remove(change.on()) != null) {
            for (Part part : parts.placesNaming("depends_on", change.on())) {
                plan.add(part.file(), new RemovePair(parts.path("depends_on"), change.on(), change.reason()));
            }
        }
    }
}
