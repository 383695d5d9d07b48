package aria.compose;

import aria.compose.SettingText.Source;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts that compose files give to a service, with the place of each; of several for one name the one that
 * counts.
 */
final class ServiceTexts {
    private final ReadableFiles files;
    private final List<Part> parts;
    private final List<SettingText> texts = new ArrayList<>();

    private ServiceTexts(ReadableFiles files, List<Part> parts) {
        this.files = files;
        this.parts = parts;
    }

    /** Reads the parts of one service. */
    static List<SettingText> of(ReadableFiles files, List<Part> parts) {
        ServiceTexts reader = new ServiceTexts(files, parts);
        reader.environment();
        reader.words("command", Source.COMMAND);
        reader.words("entrypoint", Source.ENTRYPOINT);
        reader.last("healthcheck", "test", Source.HEALTHCHECK);
        reader.named("labels", Source.LABELS);
        reader.last("deploy", "labels", Source.LABELS);
        reader.named("links", Source.LINKS);
        reader.named("extra_hosts", Source.LINKS);
        reader.last("build", "args", Source.BUILD);
        for (String hook : List.of("post_start", "pre_start", "pre_stop")) {
            Part.last(parts, hook)
                    .ifPresent(part -> reader.each(part, "", part.get(hook).orElseThrow(), Source.HOOKS));
        }
        return List.copyOf(reader.texts);
    }

    private void environment() {
        Map<String, SettingText> byName = new LinkedHashMap<>();
        for (Part part : Part.having(parts, "env_file")) {
            YamlValue value = part.get("env_file").orElseThrow();
            for (YamlValue item : value instanceof YamlList list ? list.items() : List.of(value)) {
                Optional<String> path = item instanceof YamlMap map
                        ? part.reader().text(map, "path")
                        : Optional.of(part.reader().text(item, "env_file"));
                path.ifPresent(text -> envFile(part, text, byName));
            }
        }
        List<SettingText> others = List.copyOf(texts);
        texts.clear();
        named("environment", Source.ENVIRONMENT);
        texts.forEach(text -> byName.put(text.name(), text));
        texts.clear();
        texts.addAll(others);
        texts.addAll(byName.values());
    }

    private void envFile(Part part, String path, Map<String, SettingText> byName) {
        var file = part.base().resolve(path);
        files.textIfInside(file).ifPresent(text -> {
            Map<String, Integer> lines = new LinkedHashMap<>();
            String[] all = text.split("\n", -1);
            for (int i = 0; i < all.length; i++) {
                lines.put(all[i].strip().replaceFirst("^export\\s+", "").replaceFirst("\\s*[=:].*", ""), i + 1);
            }
            DotEnv.parse(text, part.reader().variables())
                    .forEach((name, value) -> byName.put(
                            name,
                            new SettingText(
                                    Source.ENV_FILE,
                                    name,
                                    value,
                                    new Place(files.label(file), lines.getOrDefault(name, 0), 0))));
        });
    }

    /** A command is one text, so that a flag stands beside its value. */
    private void words(String key, Source source) {
        Part.last(parts, key).ifPresent(part -> {
            YamlValue value = part.get(key).orElseThrow();
            add(part, value, "", String.join(" ", part.reader().texts(value, key)), source);
        });
    }

    private void last(String key, String inner, Source source) {
        Part.last(parts, key)
                .filter(part -> part.get(key).orElseThrow() instanceof YamlMap)
                .ifPresent(part -> YamlReader.present((YamlMap) part.get(key).orElseThrow(), inner)
                        .ifPresent(value -> {
                            if (source == Source.HEALTHCHECK) {
                                add(
                                        part,
                                        value,
                                        "",
                                        String.join(" ", part.reader().texts(value, inner)),
                                        source);
                            } else {
                                each(part, "", value, source);
                            }
                        }));
    }

    private void named(String key, Source source) {
        Part.having(parts, key).forEach(part -> each(part, "", part.get(key).orElseThrow(), source));
    }

    private void each(Part part, String name, YamlValue value, Source source) {
        if (value instanceof YamlMap map) {
            map.entries().forEach((key, item) -> {
                if (YamlReader.isNull(item)) {
                    part.reader().variables().get(key).ifPresent(text -> add(part, item, key, text, source));
                } else {
                    each(part, key, item, source);
                }
            });
        } else if (value instanceof YamlList list) {
            list.items().forEach(item -> each(part, name, item, source));
        } else if (value instanceof YamlScalar) {
            pair(part, name, value, source);
        }
    }

    /** An item {@code NAME=value} of a list has its name in its text. */
    private void pair(Part part, String name, YamlValue value, Source source) {
        String text = part.reader().text(value, name);
        int equals = text.indexOf('=');
        if (!name.isEmpty() || source == Source.HOOKS || source == Source.LINKS) {
            add(part, value, name, text, source);
        } else if (equals >= 0) {
            add(part, value, text.substring(0, equals), text.substring(equals + 1), source);
        } else {
            add(part, value, text, part.reader().variables().get(text).orElse(""), source);
        }
    }

    private void add(Part part, YamlValue value, String name, String text, Source source) {
        texts.add(new SettingText(
                source,
                name,
                text,
                new Place(part.reader().file(), value.position().line(), 0)));
    }
}
