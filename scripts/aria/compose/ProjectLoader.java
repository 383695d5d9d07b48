package aria.compose;

import static aria.finding.Remedy.advice;

import aria.compose.ReadableFiles.Mention;
import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.FindingId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the files of a project in Compose's order: for each file first its includes, then its own services and what
 * they extend. Later files override earlier ones.
 */
final class ProjectLoader {
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]*");
    private static final Pattern REMOTE = Pattern.compile("(\\w+://|git@|github\\.com/).*");
    private static final int INCLUDE_DEPTH = 50;
    private static final int LOADS = 2000;

    private final ReadableFiles files;
    private final Map<Path, Path> bases = new HashMap<>();
    private final Map<Path, YamlDocument> parsed = new HashMap<>();
    private final Map<String, MissingVariable> missing = new LinkedHashMap<>();
    private int loads;

    ProjectLoader(ReadableFiles files) {
        this.files = files;
    }

    /** The merged contents of files: the parts of each service, and the other names that they declare. */
    record Model(
            Map<String, List<Part>> services,
            Map<String, YamlValue> volumes,
            Map<String, YamlValue> networks,
            List<String> names,
            Map<String, List<Declarations.Declared>> contents) {
        Model() {
            this(
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(),
                    new ArrayList<>(),
                    new LinkedHashMap<>());
        }

        void override(Model later) {
            later.services.forEach(this::override);
            volumes.putAll(later.volumes);
            networks.putAll(later.networks);
            names.addAll(later.names);
            later.contents.forEach((name, more) -> contents.merge(
                    name,
                    more,
                    (earlier, last) ->
                            Stream.concat(earlier.stream(), last.stream()).toList()));
        }

        private void override(String name, List<Part> later) {
            boolean replaces = later.get(0).isReset() || later.get(0).isOverride();
            List<Part> parts = new ArrayList<>(replaces ? List.of() : services.getOrDefault(name, List.of()));
            parts.addAll(later);
            services.put(name, List.copyOf(parts));
        }
    }

    /** The context of a file: the base folder of its paths, its variables, and the files that include it. */
    record Scope(Path base, Interpolation variables, List<Path> includedBy) {
        Scope inside(Path file) {
            List<Path> chain = new ArrayList<>(includedBy);
            chain.add(file);
            return new Scope(base, variables, List.copyOf(chain));
        }
    }

    /** The folder against which relative paths of each file read resolve. */
    Map<Path, Path> bases() {
        return Map.copyOf(bases);
    }

    /** The variables that the files require and that have no value, in the order of the files. */
    List<MissingVariable> missing() {
        return List.copyOf(missing.values());
    }

    /** Loads files the user named. */
    Model load(List<Path> named, Scope scope) {
        Model model = new Model();
        named.forEach(file -> model.override(load(file, files.named(file), scope)));
        model.services().values().removeIf(parts -> parts.get(parts.size() - 1).isReset());
        return model;
    }

    private Model load(Path file, SourceText source, Scope scope) {
        if (++loads > LOADS) {
            throw EditErrors.file(
                    FindingId.LIMIT, files.label(file), "more than " + LOADS + " includes in one project");
        }
        bases.putIfAbsent(file, scope.base());
        YamlReader reader = new YamlReader(files.label(file), scope.variables());
        Model model = new Model();
        for (YamlMap document : parse(file, source).documents()) {
            MissingVariable.of(document, reader).forEach(missing::putIfAbsent);
            model.override(document(file, document, reader, scope));
        }
        return model;
    }

    private Model document(Path file, YamlMap document, YamlReader reader, Scope scope) {
        Model model = new Model();
        Optional<YamlValue> include = YamlReader.present(document, "include");
        if (include.isPresent()) {
            for (YamlValue entry : reader.list(include.get(), "include")) {
                model.override(included(entry, reader, scope.inside(file)));
            }
        }
        Model own = new Model();
        YamlReader.present(document, "services")
                .ifPresent(services -> reader.map(services, "services")
                        .entries()
                        .forEach((name, value) ->
                                own.services().put(name, List.of(part(file, scope, reader, name, value)))));
        own.volumes().putAll(entries(document, "volumes", reader));
        own.networks().putAll(entries(document, "networks", reader));
        for (String kind : Declarations.KINDS) {
            YamlReader.present(document, kind)
                    .filter(YamlMap.class::isInstance)
                    .ifPresent(all -> ((YamlMap) all)
                            .entries()
                            .forEach((name, value) -> own.contents()
                                    .put(
                                            kind + "." + name,
                                            List.of(new Declarations.Declared(scope.base(), reader, value)))));
        }
        reader.text(document, "name").ifPresent(own.names()::add);
        model.names().clear();
        model.override(own);
        Extends extended = new Extends(this, file, model.services());
        model.services().replaceAll((name, parts) -> extended.resolve(name));
        return model;
    }

    private static Map<String, YamlValue> entries(YamlMap document, String key, YamlReader reader) {
        return YamlReader.present(document, key)
                .map(value -> reader.map(value, key).entries())
                .orElse(Map.of());
    }

    private static Part part(Path file, Scope scope, YamlReader reader, String name, YamlValue value) {
        if (!SERVICE_NAME.matcher(name).matches() || name.contains("..") || name.length() > 200) {
            throw EditErrors.at(
                    FindingId.WRONG_TYPE,
                    reader.file(),
                    value.position(),
                    "a service name has letters, digits, '.', '_' and '-', "
                            + "does not begin with '.' or '-', and does not contain '..'",
                    advice("rename the service"));
        }
        YamlMap map = YamlReader.isNull(value)
                ? new YamlMap(Map.of(), false, value.tag(), value.position())
                : reader.map(value, "service " + name);
        return new Part(file, scope.base(), reader, map, false);
    }

    private Model included(YamlValue entry, YamlReader reader, Scope scope) {
        Mention mention = new Mention(reader.file(), entry);
        if (scope.includedBy().size() > INCLUDE_DEPTH) {
            throw mention.refuse(FindingId.LIMIT, "includes are nested deeper than " + INCLUDE_DEPTH);
        }
        YamlValue paths = entry instanceof YamlMap map
                ? YamlReader.present(map, "path")
                        .orElseThrow(() -> reader.wrong(entry, "include", "a path or a mapping with a path"))
                : entry;
        reader.texts(paths, "include").stream()
                .filter(text -> REMOTE.matcher(text).matches())
                .findFirst()
                .ifPresent(text -> {
                    throw mention.refuse(
                            FindingId.OUTSIDE_PROJECT,
                            "includes " + text + ", which is remote and is not fetched",
                            advice("include a copy of it"));
                });
        List<Path> targets = reader.texts(paths, "include").stream()
                .map(text -> scope.base().resolve(text).normalize())
                .toList();
        if (targets.isEmpty()) {
            throw reader.wrong(entry, "include", "a path or a mapping with a path");
        }
        Scope inner = includedScope(entry, reader, scope, targets.get(0));
        Model model = new Model();
        for (Path target : targets) {
            if (scope.includedBy().contains(target)) {
                throw mention.refuse(FindingId.LIMIT, files.label(target) + " includes itself");
            }
            model.override(load(target, files.mentioned(target, mention), inner));
        }
        return model;
    }

    /**
     * An included file has its own folder, or the one it is given, and that folder's {@code .env}, or the file it is
     * given.
     */
    private Scope includedScope(YamlValue entry, YamlReader reader, Scope scope, Path firstTarget) {
        Path base = firstTarget.getParent();
        List<Path> envFiles = List.of(base.resolve(".env"));
        if (entry instanceof YamlMap map) {
            base = reader.text(map, "project_directory")
                    .map(text -> scope.base().resolve(text).normalize())
                    .orElse(base);
            Path directory = base;
            envFiles = YamlReader.present(map, "env_file")
                    .map(value -> reader.texts(value, "env_file"))
                    .map(texts -> texts.stream().map(scope.base()::resolve).toList())
                    .orElse(List.of(directory.resolve(".env")));
        }
        return new Scope(base, withFiles(scope.variables(), envFiles), scope.includedBy());
    }

    /** The variables, and those of the files where they say nothing; missing files add none. */
    Interpolation withFiles(Interpolation variables, List<Path> envFiles) {
        Map<String, String> found = new HashMap<>();
        envFiles.forEach(
                file -> files.textIfInside(file).ifPresent(text -> found.putAll(DotEnv.parse(text, variables))));
        return variables.orElse(found);
    }

    /** The services of a file that is extended: its own alone, unresolved. */
    Map<String, List<Part>> services(Path file, Mention mention, Interpolation variables) {
        SourceText source = files.mentioned(file, mention);
        Scope scope = new Scope(file.getParent(), variables, List.of());
        YamlReader reader = new YamlReader(files.label(file), variables);
        bases.putIfAbsent(file, scope.base());
        Map<String, List<Part>> services = new LinkedHashMap<>();
        for (YamlMap document : parse(file, source).documents()) {
            MissingVariable.of(document, reader).forEach(missing::putIfAbsent);
            YamlReader.present(document, "services")
                    .ifPresent(value -> reader.map(value, "services")
                            .entries()
                            .forEach((name, service) ->
                                    services.put(name, List.of(part(file, scope, reader, name, service)))));
        }
        return services;
    }

    private YamlDocument parse(Path file, SourceText source) {
        return parsed.computeIfAbsent(file, key -> YamlDocument.parse(source));
    }

    /** A file with services at its root, as Compose 1 allowed. */
    boolean looksLikeVersionOne(Path file) {
        return parsed.get(file).root().entries().values().stream()
                .anyMatch(value -> value instanceof YamlMap map
                        && (map.get("image")
                                        .filter(YamlScalar.class::isInstance)
                                        .isPresent()
                                || map.get("build").isPresent()));
    }
}
