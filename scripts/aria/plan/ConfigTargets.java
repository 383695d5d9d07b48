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

/** The addresses in the YAML files that a service mounts, at the places its preset knows: whom it calls. */
public final class ConfigTargets {
    private ConfigTargets() {}

    /** Addresses as they stand there, {@code host:port} or URLs. A file that cannot be read has none: planning says why. */
    public static List<String> of(StackService service) {
        List<String> addresses = new ArrayList<>();
        for (Preset.Config config : service.preset().map(Preset::configs).orElse(List.of())) {
            if (config instanceof Preset.ConfigEdit edit) {
                MountedFiles.at(service.service(), path(service.service(), edit))
                        .forEach(file -> addresses.addAll(in(file, edit)));
            }
        }
        return addresses.stream().distinct().toList();
    }

    /** Where such a file is in the container. */
    static String path(Service service, Preset.ConfigEdit edit) {
        return edit.pathFlag()
                .flatMap(flag -> CommandPlan.flagValue(service, flag))
                .orElse(edit.path());
    }

    private static List<String> in(Path file, Preset.ConfigEdit edit) {
        try {
            YamlMap root = YamlDocument.parse(SourceText.of(file.toString(), Files.readAllBytes(file)))
                    .root();
            return root.get(edit.each())
                    .map(items -> texts(items, edit.targets()))
                    .orElse(List.of());
        } catch (IOException | RefusedException unreadable) {
            return List.of();
        }
    }

    /** The texts at a dotted path, lists on the way and at the end opened. */
    static List<String> texts(YamlValue value, List<String> path) {
        if (value instanceof YamlList list) {
            return list.items().stream()
                    .flatMap(item -> texts(item, path).stream())
                    .toList();
        }
        if (value instanceof YamlMap map && !path.isEmpty()) {
            return map.get(path.get(0))
                    .map(next -> texts(next, path.subList(1, path.size())))
                    .orElse(List.of());
        }
        return value instanceof YamlScalar scalar && path.isEmpty() ? List.of(scalar.text()) : List.of();
    }
}
