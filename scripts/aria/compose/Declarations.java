package aria.compose;

import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The configs, secrets and volumes that a project declares at its top level, for its services to name.
 *
 * @param byName by kind and name, such as {@code secrets.token}: what each file says about it, in merge order
 */
record Declarations(Map<String, List<Declared>> byName) {
    /** The kinds. */
    static final List<String> KINDS = List.of("configs", "secrets", "volumes");

    private static final List<String> FILES = List.of("configs", "secrets");

    /** What one file says about it, with the folder and the reader of that file. */
    record Declared(Path base, YamlReader reader, YamlValue value) {

        /** The text of a key; empty where the value is not a mapping, or the key's is not text. */
        Optional<String> text(String key) {
            return (value instanceof YamlMap map ? YamlReader.present(map, key) : Optional.<YamlValue>empty())
                    .filter(YamlScalar.class::isInstance)
                    .map(text -> reader.text(text, key));
        }
    }

    /** What the files say about one; empty for a name that none declares. */
    Stream<Declared> of(String kind, String name) {
        return byName.getOrDefault(kind + "." + name, List.of()).stream();
    }

    /** The configs and secrets that containers of a service get. */
    Stream<Declared> granted(List<Part> parts) {
        return FILES.stream()
                .flatMap(kind -> Part.having(parts, kind).stream()
                        .flatMap(part -> names(part.reader(), part.get(kind), kind).stream())
                        .distinct()
                        .flatMap(name -> of(kind, name)));
    }

    /** The secrets that builds of a service's image get. */
    Stream<Declared> builtWith(List<Part> parts) {
        return Part.having(parts, "build").stream()
                .flatMap(part -> part
                        .get("build")
                        .filter(YamlMap.class::isInstance)
                        .map(build -> names(part.reader(), YamlReader.present((YamlMap) build, "secrets"), "secrets"))
                        .stream()
                        .flatMap(List::stream))
                .distinct()
                .flatMap(name -> of("secrets", name));
    }

    private static List<String> names(YamlReader reader, Optional<YamlValue> list, String kind) {
        List<String> names = new ArrayList<>();
        if (list.orElse(null) instanceof YamlList items) {
            for (YamlValue item : items.items()) {
                Optional<YamlValue> source =
                        item instanceof YamlMap map ? YamlReader.present(map, "source") : Optional.of(item);
                source.filter(YamlScalar.class::isInstance).ifPresent(value -> names.add(reader.text(value, kind)));
            }
        }
        return names;
    }
}
