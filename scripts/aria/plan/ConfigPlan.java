package aria.plan;

import aria.compose.Mount;
import aria.compose.Service;
import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.YamlChange;
import aria.edit.YamlChange.AddEntryInItem;
import aria.edit.YamlDocument;
import aria.edit.YamlEditor;
import aria.edit.YamlList;
import aria.edit.YamlMap;
import aria.edit.YamlScalar;
import aria.edit.YamlValue;
import aria.preset.Preset;
import aria.preset.Variables;
import aria.stack.StackService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The edits to YAML files which a service mounts, such as {@code prometheus.yml}. Reads those files, writes nothing. */
final class ConfigPlan {
    private final StackService planned;
    private final TlsTargets targets;
    private final Variables variables;
    private final Path root;
    private final List<FileEdit> edits = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    ConfigPlan(StackService planned, TlsTargets targets, Variables variables, Path root) {
        this.planned = planned;
        this.targets = targets;
        this.variables = variables;
        this.root = root;
    }

    List<FileEdit> edits() {
        return edits;
    }

    List<Finding> findings() {
        return findings;
    }

    /** @throws aria.edit.EditRefused when a file is there but can't be edited safely */
    ConfigPlan plan(List<Preset.ConfigEdit> wanted) {
        for (Preset.ConfigEdit edit : wanted) {
            String inContainer = edit.pathFlag().flatMap(flag -> CommandPlan.flagValue(planned.service(), flag)).orElse(edit.path());
            Optional<Path> file = hostFile(planned.service(), inContainer);
            if (file.isEmpty()) {
                findings.add(Finding.warning("config-in-image", planned.name(),
                        inContainer + " is not mounted from the host, so it can't be edited: " + edit.reason() + " is not done",
                        "mount your own " + inContainer + " and run this again"));
            } else if (!inside(file.get())) {
                findings.add(Finding.refused("outside-project", planned.name(), file.get() + " lies outside the project",
                        "make this change there yourself: " + edit.reason()));
            } else {
                planFile(file.get(), edit);
            }
        }
        return this;
    }

    private boolean inside(Path file) {
        try {
            return file.toRealPath().startsWith(root.toRealPath());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " can't be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The host's file behind a path in the container: the bind mount with the longest target that leads to it. */
    private static Optional<Path> hostFile(Service service, String inContainer) {
        return service.mounts().stream().filter(mount -> mount.type().equals("bind"))
                .filter(mount -> inContainer.equals(mount.target()) || inContainer.startsWith(mount.target().replaceFirst("/*$", "/")))
                .max(Comparator.comparingInt((Mount mount) -> mount.target().length()))
                .map(mount -> {
                    String rest = inContainer.substring(mount.target().replaceFirst("/+$", "").length());
                    return service.hostPath(mount).resolve(rest.replaceFirst("^/+", "")).normalize();
                })
                .filter(Files::isRegularFile);
    }

    private void planFile(Path file, Preset.ConfigEdit wanted) {
        SourceText source = read(file);
        List<YamlChange> changes = new ArrayList<>();
        if (YamlDocument.parse(source).root().get(wanted.each()).orElse(null) instanceof YamlList items) {
            for (int index = 0; index < items.items().size(); index++) {
                if (items.items().get(index) instanceof YamlMap item) {
                    changes.addAll(changesOf(item, index, wanted, source));
                }
            }
        }
        Edit edit = YamlEditor.apply(source, changes);
        if (!edit.isEmpty()) {
            edits.add(new FileEdit(file, edit, changes));
        }
    }

    private SourceText read(Path file) {
        try {
            return SourceText.of(root.relativize(file).toString(), Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " can't be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private List<YamlChange> changesOf(YamlMap item, int index, Preset.ConfigEdit wanted, SourceText source) {
        List<String> all = texts(item, wanted.targets());
        List<String> overTls = all.stream().filter(targets::contains).toList();
        if (overTls.isEmpty()) {
            return List.of();
        }
        if (overTls.size() < all.size()) {
            findings.add(Finding.warning("mixed-targets", planned.name(), source.file() + ":" + item.position().line()
                    + ": " + String.join(", ", overTls) + " will speak TLS, the other targets of the same item won't",
                    "put the plaintext targets into an item of their own"));
            return List.of();
        }
        List<YamlChange> changes = new ArrayList<>();
        wanted.put().forEach((key, value) -> changes.add(new AddEntryInItem(List.of(wanted.each()), index, key,
                yaml(value), wanted.reason())));
        return changes;
    }

    /** The texts at a dotted path, lists on the way and at the end opened. */
    private static List<String> texts(YamlValue value, List<String> path) {
        if (value instanceof YamlList list) {
            return list.items().stream().flatMap(item -> texts(item, path).stream()).toList();
        }
        if (value instanceof YamlMap map && !path.isEmpty()) {
            return map.get(path.get(0)).map(next -> texts(next, path.subList(1, path.size()))).orElse(List.of());
        }
        return value instanceof YamlScalar scalar && path.isEmpty() ? List.of(scalar.text()) : List.of();
    }

    private YamlValue yaml(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, YamlValue> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(String.valueOf(key), yaml(item)));
            return YamlValue.map(entries);
        }
        if (value instanceof List<?> list) {
            return YamlValue.list(list.stream().map(this::yaml).toList());
        }
        return YamlValue.scalar(variables.fill(String.valueOf(value)));
    }
}
