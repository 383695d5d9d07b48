package aria.compose;

import aria.edit.YamlChange;
import aria.edit.YamlMap;
import aria.edit.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Translates the changes of one service into changes of its files. A change goes to the file that defines the service, or,
 * where another of its files has the final say about the same thing, to that one.
 */
final class ServiceEditor {
    private final ComposeProject project;
    private final String service;
    private final EditPlan plan;
    private final ExpectedService expected;
    private final List<Part> parts;
    private final CommandEditor command;
    private final PortEditor ports;

    ServiceEditor(ComposeProject project, Service service, EditPlan plan) {
        this.project = project;
        this.service = service.name();
        this.plan = plan;
        this.expected = new ExpectedService(service);
        this.parts = project.parts(service.name());
        this.ports = new PortEditor(service.name(), own(part -> part.has("ports")), expected);
        this.command = new CommandEditor(
                service.name(), Part.last(parts, "command").filter(this::isEditable), definition(), expected);
    }

    ExpectedService expected() {
        return expected;
    }

    void add(ComposeChange.OfService change) {
        if (change instanceof ComposeChange.AddMount mount) {
            addMount(mount);
        } else if (change instanceof ComposeChange.PutEnvironment put) {
            putEnvironment(put);
        } else if (change instanceof ComposeChange.RemoveEnvironment remove) {
            removeEnvironment(remove);
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
        command.finish(plan);
        ports.finish(plan);
    }

    private void addMount(ComposeChange.AddMount change) {
        Mount wanted = expected.resolved(change.mount());
        Part part = place("volumes");
        Mount there = expected.mounts.get(wanted.target());
        if (there != null && expected.resolved(there).equals(wanted)) {
            return;
        }
        if (there != null) {
            throw conflict(part, "volumes", "something else is mounted at " + wanted.target() + " already: " + there.source());
        }
        expected.mounts.put(wanted.target(), wanted);
        Mount written = new Mount(wanted.type(), source(change.mount(), part), wanted.target(), wanted.readOnly());
        plan.add(part.file(), new YamlChange.AddItem(path("volumes"), MountSyntax.write(written), change.reason()));
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

    private void putEnvironment(ComposeChange.PutEnvironment change) {
        if (change.value().equals(expected.environment.put(change.name(), change.value()))) {
            return;
        }
        for (Part part : placesNaming("environment", change.name())) {
            String written = part.get("environment").flatMap(value -> YamlReader.writtenPair(value, change.name())).orElse("");
            String value = part.reader().variables().rewritten(written, change.value());
            plan.add(part.file(), new YamlChange.PutVariable(path("environment"), change.name(), value, change.reason()));
        }
    }

    private void removeEnvironment(ComposeChange.RemoveEnvironment change) {
        List<Part> naming = own(part -> names(part, "environment").contains(change.name()));
        boolean was = expected.environment.remove(change.name()) != null;
        if (was && naming.isEmpty()) {
            throw conflict(definition(), "environment",
                    change.name() + " comes from an env_file or from the service it extends; remove it there");
        }
        naming.forEach(part -> plan.add(part.file(),
                new YamlChange.RemoveVariable(path("environment"), change.name(), change.reason())));
    }

    private void putHealthcheck(ComposeChange.PutHealthcheck change) {
        if (expected.healthcheck.equals(change.test())) {
            return;
        }
        List<Part> having = own(part -> part.has("healthcheck"));
        Part part = having.isEmpty() ? definition() : having.get(having.size() - 1);
        if (expected.healthcheck.equals(List.of("NONE"))) {
            throw conflict(part, "healthcheck", "its health check is switched off");
        }
        expected.healthcheck = change.test();
        YamlValue test = YamlValue.words(change.test().stream().map(Variables::escape).toList());
        plan.add(part.file(), new YamlChange.PutEntry(path("healthcheck"), "test", test, change.reason()));
    }

    private void dependsOn(ComposeChange.DependsOn change) {
        if (change.condition().equals(expected.dependsOn.put(change.on(), change.condition()))) {
            return;
        }
        for (Part part : placesNaming("depends_on", change.on())) {
            plan.add(part.file(), new YamlChange.PutCondition(
                    path("depends_on"), change.on(), change.condition(), change.reason()));
        }
    }

    private void addNetworks(ComposeChange.AddNetworks change) {
        List<String> missing = new ArrayList<>(change.networks());
        missing.removeAll(expected.networks.keySet());
        if (missing.isEmpty()) {
            return;
        }
        Part part = place("networks");
        if (expected.before.networkMode().isPresent()) {
            throw conflict(part, "network_mode", "it has a network_mode, and can join no networks");
        }
        boolean unnamed = parts.stream().noneMatch(found -> found.has("networks")) && expected.networks.containsKey("default");
        if (unnamed) {
            missing.add(0, "default");
        }
        boolean asMap = part.get("networks").filter(YamlMap.class::isInstance).isPresent();
        for (String network : missing) {
            if (!network.equals("default") && !project.networks().contains(network)) {
                throw conflict(part, "networks", "there is no network " + network);
            }
            expected.networks.putIfAbsent(network, List.of());
            plan.add(part.file(), asMap
                    ? new YamlChange.PutEntry(path("networks"), network, YamlValue.none(), change.reason())
                    : new YamlChange.AddItem(path("networks"), YamlValue.scalar(network), change.reason()));
        }
    }

    private List<String> path(String key) {
        return List.of("services", service, key);
    }

    /** The service's own parts in files that may be edited and for which the condition holds. */
    private List<Part> own(Predicate<Part> condition) {
        return parts.stream().filter(this::isEditable).filter(condition).toList();
    }

    private boolean isEditable(Part part) {
        return !part.inherited() && project.override().map(part.file()::equals).orElse(true);
    }

    /** Where the service is defined, or is to be overridden. */
    private Part definition() {
        return own(part -> true).stream().findFirst().orElseGet(() -> {
            Path file = project.override().orElseThrow();
            YamlReader reader = new YamlReader(project.files().label(file), parts.get(0).reader().variables());
            return new Part(file, project.baseDirectory(file), reader, YamlValue.map(Map.of()), false);
        });
    }

    /** Where something is added under a key: the first file that says anything of the key and is heard, else the definition. */
    private Part place(String key) {
        return Part.having(parts, key).stream().filter(this::isEditable).findFirst().orElse(definition());
    }

    /** Where a name under a key is set: everywhere it is set now, or where it would be added. */
    private List<Part> placesNaming(String key, String name) {
        List<Part> naming = own(part -> names(part, key).contains(name));
        return naming.isEmpty() ? List.of(place(key)) : naming;
    }

    /** The names under a key that is a mapping, or a list of {@code NAME} or {@code NAME=value}. */
    private static Set<String> names(Part part, String key) {
        return part.get(key)
                .map(value -> value instanceof YamlMap map ? map.entries().keySet() : part.reader().pairs(value, key).keySet())
                .orElse(Set.of());
    }

    private ComposeRefused conflict(Part part, String key, String message) {
        return ComposeRefused.at("conflict", part.reader().file(), part.get(key).orElse(part.map()),
                "service " + service + ": " + message);
    }
}
