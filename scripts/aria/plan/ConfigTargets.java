package aria.plan;

import aria.compose.Service;
import aria.edit.SourceText;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.RefusedException;
import aria.preset.Preset;
import aria.stack.StackService;
import java.io.IOException;
import java.nio.file.Files;
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
     * listeners of these servers. A file that cannot be read has none.
     */
    static List<Target> overTls(StackService caller, List<StackService> servers) {
        List<Target> targets = new ArrayList<>();
        for (Preset.Config config : caller.preset().map(Preset::configs).orElse(List.of())) {
            if (config instanceof Preset.ConfigEdit edit) {
                TlsTargets tls = new TlsTargets(caller, servers, edit.protocol());
                for (Path file : MountedFiles.at(caller.service(), path(caller.service(), edit))) {
                    for (YamlValue item : items(file, edit)) {
                        List<YamlScalar> all = scalars(item, edit.targets());
                        if (all.stream().map(YamlScalar::text).allMatch(tls::contains)) {
                            all.forEach(scalar -> targets.add(
                                    new Target(file, scalar.position().line(), scalar.text())));
                        }
                    }
                }
            }
        }
        return targets;
    }

    /** Where such a file is in the container. */
    static String path(Service service, Preset.ConfigEdit edit) {
        return edit.pathFlag()
                .flatMap(flag -> CommandPlan.flagValue(service, flag))
                .orElse(edit.path());
    }

    private static List<YamlValue> items(Path file, Preset.ConfigEdit edit) {
        try {
            YamlMap root = YamlDocument.parse(SourceText.of(file.toString(), Files.readAllBytes(file)))
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
