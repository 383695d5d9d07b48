package aria.compose;

import aria.compose.ReadableFiles.Mention;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows {@code extends} (Compose Specification, "extends") among the services of one file, including those of
 * included files, and into other files.
 */
final class Extends {
    /** A longer chain is no honest file's. */
    private static final int CHAIN = 100;

    private final ProjectLoader loader;
    private final Path file;
    private final Map<String, List<Part>> services;
    private final Map<String, List<Part>> resolved = new HashMap<>();
    private final Map<Path, Extends> others = new HashMap<>();

    Extends(ProjectLoader loader, Path file, Map<String, List<Part>> services) {
        this.loader = loader;
        this.file = file;
        this.services = Map.copyOf(services);
    }

    /**
     * The service's parts, what it extends before its own.
     *
     * @throws RefusedException when what it extends is not there, or in the end extends itself
     */
    List<Part> resolve(String name) {
        return resolve(name, List.of());
    }

    private List<Part> resolve(String name, List<String> chain) {
        List<Part> done = resolved.get(name);
        if (done == null) {
            done = follow(name, services.get(name), chain);
            resolved.put(name, done);
        }
        return done;
    }

    private List<Part> follow(String name, List<Part> parts, List<String> chain) {
        // Parts of included files were resolved where they stand.
        Optional<Part> extending = parts.stream()
                .filter(part -> part.file().equals(file) && part.has("extends"))
                .findFirst();
        if (extending.isEmpty()) {
            return parts;
        }
        YamlValue value = extending.get().get("extends").orElseThrow();
        YamlReader reader = extending.get().reader();
        Mention mention = new Mention(reader.file(), value);
        String link = file + "#" + name;
        if (chain.contains(link) || chain.size() >= CHAIN) {
            throw mention.refuse(
                    FindingId.LIMIT, "service " + name + " extends itself, or a chain of more than " + CHAIN);
        }
        List<String> longer = new ArrayList<>(chain);
        longer.add(link);
        List<Part> all = new ArrayList<>();
        base(extending.get(), value, mention, longer).forEach(part -> all.add(part.asInherited()));
        all.addAll(parts);
        if (all.size() > CHAIN) {
            throw mention.refuse(FindingId.LIMIT, "service " + name + " is made of more than " + CHAIN + " parts");
        }
        return List.copyOf(all);
    }

    private List<Part> base(Part part, YamlValue value, Mention mention, List<String> chain) {
        YamlReader reader = part.reader();
        if (!(value instanceof YamlMap map)) {
            return among(this, reader.text(value, "extends"), mention, chain);
        }
        String service = reader.text(map, "service")
                .orElseThrow(() -> reader.wrong(value, "extends", "a service's name or a mapping with a service"));
        Optional<Path> other =
                reader.text(map, "file").map(text -> part.base().resolve(text).normalize());
        return among(other.map(path -> other(path, mention, reader.variables())).orElse(this), service, mention, chain);
    }

    private Extends other(Path path, Mention mention, Interpolation variables) {
        if (path.equals(file)) {
            return this;
        }
        Extends known = others.get(path);
        if (known == null) {
            known = new Extends(loader, path, loader.services(path, mention, variables));
            others.put(path, known);
        }
        return known;
    }

    private static List<Part> among(Extends where, String service, Mention mention, List<String> chain) {
        if (!where.services.containsKey(service)) {
            throw mention.refuse(FindingId.WRONG_TYPE, "there is no service " + service + " to extend");
        }
        return where.resolve(service, chain);
    }
}
