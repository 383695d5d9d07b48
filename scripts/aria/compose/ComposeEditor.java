package aria.compose;

import static aria.finding.Remedy.advice;

import aria.compose.WantedChange.Subject;
import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.ParallelStreams;
import aria.edit.SourceText;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.RemoveEntry;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlEditor;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Changes compose files. */
public final class ComposeEditor {
    private final ComposeProject project;
    private final Map<Path, List<WantedChange>> wanted = new LinkedHashMap<>();
    private final Map<String, ServiceEditor> services = new LinkedHashMap<>();
    private final Map<String, YamlMap> newServices = new LinkedHashMap<>();
    private final Set<String> removed = new HashSet<>();

    private ComposeEditor(ComposeProject project) {
        this.project = project;
    }

    /**
     * Plans the changes as text edits and proves them: by {@link YamlEditor}, and by loading the project again and
     * comparing every service with what it should have become. Nothing is written.
     *
     * @return one edit a changed file; empty when everything is as wanted already
     * @throws RefusedException {@code conflict} when something else is there, {@code shared-anchor} when a change
     *                          would reach a service it is not meant for, {@code unproven} when a service would not
     *                          become what was meant
     * @throws RefusedException when a file cannot be edited that way
     */
    public static List<FileEdit> apply(ComposeProject project, List<ComposeChange> changes) {
        ComposeEditor editor = new ComposeEditor(project);
        changes.forEach(editor::add);
        editor.services.values().forEach(ServiceEditor::finish);
        List<FileEdit> edits = editor.edits();
        if (!edits.isEmpty()) {
            editor.prove(edits);
        }
        return edits;
    }

    private void add(ComposeChange change) {
        if (change instanceof ComposeChange.AddService add) {
            addService(add);
        } else if (change instanceof ComposeChange.AddVolume add) {
            addVolume(add);
        } else if (change instanceof ComposeChange.AddNetwork add) {
            addNetwork(add);
        } else if (change instanceof ComposeChange.RemoveService remove) {
            removed.add(remove.service());
            remove(remove, "services", remove.service());
        } else if (change instanceof ComposeChange.RemoveDeclaration remove) {
            remove(remove, remove.section(), remove.name());
        } else if (change instanceof ComposeChange.OfService ofService) {
            service(ofService.service()).add(ofService);
        }
    }

    private ServiceEditor service(String name) {
        Service service = project.services().get(name);
        if (service == null) {
            throw EditErrors.file(
                    FindingId.CONFLICT,
                    label(project.files().files().get(0)),
                    "there is no service " + name + " to change");
        }
        return services.computeIfAbsent(name, key -> new ServiceEditor(project, service, new EditPlan(name, wanted)));
    }

    private void addService(ComposeChange.AddService change) {
        YamlMap body = change.verbatim() ? change.body() : (YamlMap) Escapes.escaped(change.body());
        Service there = project.services().get(change.name());
        if (there != null && body.holds(there.raw())) {
            complete(change, there.raw(), body);
            return;
        }
        if (there != null && change.ours() && !there.raw().equals(body)) {
            Path file = new ServiceParts(project, change.name()).definition().file();
            newServices.put(change.name(), body);
            YamlChange update = new PutEntry(List.of("services"), change.name(), body, "brought up to date");
            new EditPlan(change.name(), wanted).add(file, update);
            return;
        }
        if (there != null) {
            throw taken(there.file(), there.raw(), "service " + change.name());
        }
        Path file = editable(change.file());
        newServices.put(change.name(), body);
        add(change, file, Subject.NEW_SERVICE, change.name(), "services", body);
    }

    /** One that was added by an earlier version may lack what is added today. */
    private void complete(ComposeChange.AddService change, YamlMap there, YamlMap body) {
        List<String> missing = body.entries().keySet().stream()
                .filter(key -> there.get(key).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        newServices.put(change.name(), body);
        ServiceParts parts = new ServiceParts(project, change.name());
        EditPlan plan = new EditPlan(change.name(), wanted);
        String reason = "brought up to date with " + String.join(", ", missing);
        missing.forEach(key -> plan.add(
                parts.definition().file(),
                new PutEntry(parts.path(), key, body.entries().get(key), reason)));
    }

    private void addVolume(ComposeChange.AddVolume change) {
        Path file = editable(change.file());
        if (!project.volumes().contains(change.name())) {
            add(change, file, Subject.NEW_VOLUME, change.name(), "volumes", YamlValue.none());
            return;
        }
        YamlValue there = project.volume(change.name());
        boolean plain = YamlReader.isNull(there)
                || there instanceof YamlMap map && map.entries().isEmpty();
        if (!plain) {
            throw taken(file, there, "volume " + change.name());
        }
    }

    private void addNetwork(ComposeChange.AddNetwork change) {
        Path file = editable(change.file());
        YamlValue there = project.networks().get(change.name());
        if (there == null) {
            add(change, file, Subject.NEW_NETWORK, change.name(), "networks", change.body());
        } else if (!there.equals(change.body())) {
            throw taken(file, there, "network " + change.name());
        }
    }

    private RefusedException taken(Path file, YamlValue there, String what) {
        return EditErrors.at(
                FindingId.CONFLICT,
                label(file),
                there.position(),
                "another " + what + " already exists",
                advice("rename it"));
    }

    /** Removes an entry wherever a file of the project that may be edited has it. */
    private void remove(ComposeChange change, String section, String name) {
        project.sources().forEach((file, source) -> {
            boolean there = YamlDocument.parse(source).documents().stream()
                    .anyMatch(document -> document.get(section)
                            .filter(YamlMap.class::isInstance)
                            .flatMap(all -> ((YamlMap) all).get(name))
                            .isPresent());
            if (there) {
                new EditPlan(name, wanted).add(file, new RemoveEntry(List.of(section), name, change.reason()));
            }
        });
    }

    private void add(ComposeChange change, Path file, Subject subject, String name, String section, YamlValue value) {
        new EditPlan(change.service(), wanted)
                .add(file, subject, name, new PutEntry(List.of(section), name, value, change.reason()));
    }

    /** The file itself, or the override file that takes every edit. */
    private Path editable(Path file) {
        Path base = project.baseDirectory(file);
        Path target = project.override().orElse(file);
        if (!project.baseDirectory(target).equals(base)) {
            throw EditErrors.file(
                    FindingId.CONFLICT,
                    label(target),
                    "its paths resolve against another folder than those of " + label(file),
                    advice("edit that file in place"));
        }
        return target;
    }

    private List<FileEdit> edits() {
        List<FileEdit> edits = new ArrayList<>();
        wanted.forEach((file, changes) -> {
            Edit edit = YamlEditor.apply(
                    project.sources().get(file),
                    changes.stream()
                            .map(WantedChange::change)
                            .map(YamlChange.class::cast)
                            .toList());
            if (!edit.isEmpty()) {
                edits.add(new FileEdit(file, edit, changes, Files.notExists(file)));
            }
        });
        return List.copyOf(edits);
    }

    private void prove(List<FileEdit> edits) {
        Map<Path, SourceText> replaced = new LinkedHashMap<>();
        edits.forEach(edit -> replaced.put(edit.file(), edit.edit().after()));
        ComposeProject after = project.with(replaced);
        inherit();
        ParallelStreams.of(project.services().values())
                .filter(service -> !newServices.containsKey(service.name()) && !removed.contains(service.name()))
                .flatMap(service -> trouble(service, after).stream())
                .findFirst()
                .ifPresent(refused -> {
                    throw refused;
                });
        ParallelStreams.of(newServices.entrySet())
                .filter(service -> !isThere(service.getKey(), service.getValue(), after))
                .findFirst()
                .ifPresent(missing -> {
                    throw EditErrors.file(
                            FindingId.UNPROVEN,
                            label(project.files().files().get(0)),
                            "service " + missing.getKey() + " would not become what was intended");
                });
    }

    private static boolean isThere(String name, YamlMap body, ComposeProject after) {
        Service added = after.services().get(name);
        return added != null && added.raw().equals(body);
    }

    /** Why a service is not what it should have become; empty when it is. */
    private Optional<RefusedException> trouble(Service service, ComposeProject after) {
        ServiceEditor editor = services.get(service.name());
        ExpectedService expected = editor == null ? new ExpectedService(service) : editor.expected();
        Optional<String> difference = expected.difference(after.services().get(service.name()));
        if (difference.isPresent()) {
            return Optional.of(refused(service, difference.get(), editor != null));
        }
        return expected.dependsOn.keySet().stream()
                .filter(on -> !service.dependsOn().containsKey(on)
                        && !after.services().containsKey(on))
                .findFirst()
                .map(on -> EditErrors.at(
                        FindingId.CONFLICT,
                        label(service.file()),
                        service.raw().position(),
                        "service " + service.name() + " would wait for " + on + ", which does not exist"));
    }

    /**
     * What a service extends is to be changed too: what the one becomes the other becomes. Overrides come after
     * {@code extends}.
     */
    private void inherit() {
        if (project.override().isPresent()) {
            return;
        }
        IdentityHashMap<YamlMap, ExpectedService> owners = new IdentityHashMap<>();
        services.forEach((name, editor) -> project.parts(name).stream()
                .filter(part -> !part.inherited())
                .forEach(part -> owners.put(part.map(), editor.expected())));
        services.forEach((name, editor) -> project.parts(name).stream()
                .filter(Part::inherited)
                .map(part -> owners.get(part.map()))
                .filter(Objects::nonNull)
                .forEach(editor.expected()::inherit));
    }

    private RefusedException refused(Service service, String key, boolean meant) {
        if (meant) {
            return EditErrors.at(
                    FindingId.UNPROVEN,
                    label(service.file()),
                    service.raw().position(),
                    "service " + service.name() + ": " + key + " would not become what was intended");
        }
        return EditErrors.at(
                FindingId.SHARED_ANCHOR,
                label(service.file()),
                service.raw().position(),
                "service " + service.name() + " shares its text with a service that changes, so its " + key
                        + " would change too",
                advice("change both"),
                advice("give it its own text"));
    }

    private String label(Path file) {
        return project.files().label(file);
    }
}
