package aria.plan;

import aria.compose.Service;
import aria.edit.SourceText;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.RefusedException;
import aria.preset.ConfigEdit;
import aria.preset.Preset;
import aria.stack.CommandWords;
import aria.stack.MountedFiles;
import aria.stack.StackService;
import aria.store.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The addresses that a service calls, read from its mounted YAML files at the places that its preset knows. */
final class ConfigTargets {
    private ConfigTargets() {}

    /**
     * An address in such a file.
     *
     * @param line from 1
     * @param text as it stands there, {@code host:port} or a URL
     */
    record Target(Path file, int line, String text) {}

    /**
     * Returns those that the caller can be told to present its certificate to: all addresses of their item are
     * listeners of these servers, and the file is one of the project's. A file that cannot be read has none.
     *
     * @param root the project's folder
     */
    static List<Target> overTls(StackService caller, List<StackService> servers, Path root) {
        return targets(caller, servers, true).stream()
                .filter(target -> isIn(root, target.file()))
                .toList();
    }

    /** Returns those that are listeners of the caller's own. */
    static List<Target> ofItself(StackService caller) {
        return targets(caller, List.of(caller), false);
    }

    /** Whether a file, links followed, lies in a folder. */
    static boolean isIn(Path root, Path file) {
        try {
            return file.toRealPath().startsWith(root.toRealPath());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** @param whole only of items all of whose addresses are listeners of these servers */
    private static List<Target> targets(StackService caller, List<StackService> servers, boolean whole) {
        List<Target> targets = new ArrayList<>();
        for (Preset.Config config : caller.preset().map(Preset::configs).orElse(List.of())) {
            if (config instanceof ConfigEdit edit) {
                TlsTargets tls = new TlsTargets(caller, servers, edit.protocol());
                for (Path file : MountedFiles.at(caller.service(), path(caller.service(), edit))) {
                    for (YamlValue item : items(file, edit)) {
                        List<YamlScalar> all = scalars(item, edit.targets());
                        List<YamlScalar> ours = all.stream()
                                .filter(scalar -> tls.contains(scalar.text()))
                                .toList();
                        if (ours.size() == all.size() || !whole) {
                            ours.forEach(scalar -> targets.add(
                                    new Target(file, scalar.position().line(), scalar.text())));
                        }
                    }
                }
            }
        }
        return targets;
    }

    /** Where such a file is in the container. */
    static String path(Service service, ConfigEdit edit) {
        return edit.pathFlag()
                .flatMap(flag -> CommandWords.value(service, flag))
                .orElse(edit.path());
    }

    private static List<YamlValue> items(Path file, ConfigEdit edit) {
        try {
            YamlMap root = YamlDocument.parse(SourceText.of(file.toString(), InputFile.bytes(file)))
                    .root();
            return root.get(edit.each())
                    .filter(YamlList.class::isInstance)
                    .map(items -> ((YamlList) items).items())
                    .orElse(List.of());
        } catch (IOException | RefusedException unreadable) {
            return List.of();
        }
    }

    /** The texts at a dotted path, lists on the way and at the end opened. */
    static List<String> texts(YamlValue value, List<String> path) {
        return scalars(value, path).stream().map(YamlScalar::text).toList();
    }

    private static List<YamlScalar> scalars(YamlValue value, List<String> path) {
        if (value instanceof YamlList list) {
            return list.items().stream()
                    .flatMap(item -> scalars(item, path).stream())
                    .toList();
        }
        if (value instanceof YamlMap map && !path.isEmpty()) {
            return map.get(path.get(0))
                    .map(next -> scalars(next, path.subList(1, path.size())))
                    .orElse(List.of());
        }
        return value instanceof YamlScalar scalar && path.isEmpty() ? List.of(scalar) : List.of();
    }
}
