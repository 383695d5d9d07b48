package aria.compose;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.ParallelStreams;
import aria.edit.SourceText;
import aria.edit.yaml.YamlValue;
import aria.finding.FindingId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A Compose project as Docker Compose sees it: a snapshot of its files. Collections are immutable, in the order of the files. */
public final class ComposeProject {
    private final ProjectFiles files;
    private final String name;
    private final Map<Path, SourceText> sources;
    private final Map<Path, Path> bases;
    private final Map<String, List<Part>> parts;
    private final Map<String, Service> services;
    private final Map<String, YamlValue> volumes;
    private final Map<String, YamlValue> networks;
    private final Interpolation variables;
    private final Map<String, String> environment;
    private final Map<Path, SourceText> replaced;
    private final Optional<Path> override;
    private final ReadableFiles readable;
    private final MountedTexts mounted;
    private final Declarations declarations;
    private final List<MissingVariable> missing;

    private ComposeProject(
            ProjectFiles files,
            ReadableFiles readable,
            ProjectLoader loader,
            ProjectLoader.Model model,
            Interpolation variables,
            Origin origin) {
        this.files = files;
        this.variables = variables;
        this.environment = origin.environment();
        this.replaced = origin.replaced();
        this.override = origin.override();
        this.readable = readable;
        this.declarations = new Declarations(model.contents());
        this.mounted = new MountedTexts(readable, declarations);
        this.name = name(files, model.names(), variables);
        this.bases = loader.bases();
        this.missing = loader.missing();
        this.parts = Collections.unmodifiableMap(model.services());
        this.volumes = Collections.unmodifiableMap(model.volumes());
        this.networks = Collections.unmodifiableMap(model.networks());
        ServiceLines lines = new ServiceLines(readable.sources());
        Map<String, Service> read = new LinkedHashMap<>();
        ParallelStreams.of(parts.entrySet())
                .map(entry -> ServiceReader.read(
                        readable, entry.getKey(), lines.of(entry.getKey(), entry.getValue()), entry.getValue()))
                .toList()
                .forEach(service -> read.put(service.name(), service));
        this.services = Collections.unmodifiableMap(read);
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(readable.sources()));
    }

    /**
     * Loads a project.
     *
     * @param environment the process environment; a {@code .env} file beside the project fills in what is not there
     * @throws aria.finding.RefusedException when the files are no compose project, or lead outside {@code files.root()}
     * @throws aria.finding.RefusedException when a file is not YAML as Compose reads it, or beyond a limit
     * @throws java.io.UncheckedIOException when a file cannot be read
     */
    public static ComposeProject load(ProjectFiles files, Map<String, String> environment) {
        return load(files, new Origin(environment, Map.of(), Optional.empty()));
    }

    /** What a project is loaded from beside its files on disk: texts that stand for files, and the file that takes all edits. */
    private record Origin(Map<String, String> environment, Map<Path, SourceText> replaced, Optional<Path> override) {}

    private static ComposeProject load(ProjectFiles files, Origin origin) {
        ReadableFiles readable = new ReadableFiles(files, origin.replaced());
        ProjectLoader loader = new ProjectLoader(readable);
        Interpolation variables = loader.withFiles(
                Interpolation.of(origin.environment()), ProjectFiles.envFiles(origin.environment(), files.directory()));
        ProjectLoader.Model model =
                loader.load(files.files(), new ProjectLoader.Scope(files.directory(), variables, List.of()));
        if (model.services().isEmpty()) {
            Path first = files.files().get(0);
            boolean old = loader.looksLikeVersionOne(first);
            throw EditErrors.file(
                    FindingId.NO_SERVICES,
                    files.label(first),
                    old
                            ? "its services are at the top level, a format that Docker Compose 2 no longer reads"
                            : "it has no services",
                    advice(old ? "put them under 'services:'" : "name a compose file"));
        }
        return new ComposeProject(files, readable, loader, model, variables, origin);
    }

    /** The project as it is once these edits are written. */
    public ComposeProject after(List<FileEdit> edits) {
        Map<Path, SourceText> texts = new LinkedHashMap<>();
        edits.forEach(edit -> texts.put(edit.file(), edit.edit().after()));
        return edits.isEmpty() ? this : with(texts);
    }

    /** The same project with other texts in some of its files. */
    public ComposeProject with(Map<Path, SourceText> texts) {
        Map<Path, SourceText> all = new LinkedHashMap<>(replaced);
        all.putAll(texts);
        return load(files, new Origin(environment, Map.copyOf(all), override));
    }

    /**
     * The same project with an override file as its last file, which takes every edit; the other files stay as they are.
     * When the file is not there yet, {@link #sources()} has {@code services:} as its text.
     *
     * @throws aria.finding.RefusedException when the file is there and is no compose file
     */
    public ComposeProject withEditsIn(Path overrideFile) {
        return withEditsIn(overrideFile, "");
    }

    /**
     * As {@link #withEditsIn(Path)}.
     *
     * @param header comment lines with which a new file begins
     */
    public ComposeProject withEditsIn(Path overrideFile, String header) {
        Path file = overrideFile.toAbsolutePath().normalize();
        List<Path> more = new ArrayList<>(files.files());
        more.remove(file);
        more.add(file);
        Map<Path, SourceText> texts = new LinkedHashMap<>(replaced);
        if (!Files.exists(file)) {
            texts.putIfAbsent(
                    file, SourceText.of(files.label(file), (header + "services:\n").getBytes(StandardCharsets.UTF_8)));
        }
        ProjectFiles all = new ProjectFiles(files.root(), files.directory(), more, files.how());
        return load(all, new Origin(environment, Map.copyOf(texts), Optional.of(file)));
    }

    /** The file that takes every edit; empty when files are edited in place. */
    public Optional<Path> override() {
        return override;
    }

    /** The variables of the files that the user named. */
    Interpolation variables() {
        return variables;
    }

    /** The files it was loaded from. */
    public ProjectFiles files() {
        return files;
    }

    /** The project name, as Compose derives it from {@code COMPOSE_PROJECT_NAME}, {@code name:}, or the folder. */
    public String name() {
        return name;
    }

    /** Every compose file read, by absolute path, those included or extended too. */
    public Map<Path, SourceText> sources() {
        return sources;
    }

    /** The variables that the files require and that have no value, so that Compose refuses the project. */
    public List<MissingVariable> missingVariables() {
        return missing;
    }

    /** The services by name, those of every profile. */
    public Map<String, Service> services() {
        return services;
    }

    /** The names of a service's variables whose values come from an {@code env_file}, and are not written in a compose file. */
    public Set<String> fromEnvFiles(String service) {
        Set<String> names =
                new LinkedHashSet<>(services.get(service).environment().keySet());
        Part.having(parts.get(service), "environment")
                .forEach(part -> names.removeAll(ServiceParts.names(part, "environment")));
        return names;
    }

    /** Every text that the files give to a service: settings first, then the files in the project that its containers see. */
    public List<SettingText> texts(Service service) {
        List<SettingText> texts = new ArrayList<>(ServiceTexts.of(readable, parts.get(service.name())));
        texts.addAll(mounted.of(service, parts.get(service.name())));
        return texts;
    }

    /** The names of the top-level volumes. */
    public Set<String> volumes() {
        return volumes.keySet();
    }

    /** The top-level networks by name, each as it is written, variables not replaced. */
    public Map<String, YamlValue> networks() {
        return networks;
    }

    /** What is said about a top-level volume. */
    YamlValue volume(String volume) {
        return volumes.get(volume);
    }

    /**
     * The folder against which relative paths written in {@code file} resolve.
     *
     * @throws IllegalArgumentException when the file is none of {@link #sources()}
     */
    public Path baseDirectory(Path file) {
        return Optional.ofNullable(bases.get(file))
                .orElseThrow(() -> new IllegalArgumentException(file + " is no file of this project"));
    }

    /** How {@code file} writes a host path: {@code ./x} or {@code ../x} inside the project's root, else absolute. */
    public String hostSource(Path file, Path hostPath) {
        return MountSyntax.hostSource(
                files.root(),
                baseDirectory(file),
                hostPath.toAbsolutePath().normalize().toString());
    }

    /** Whether a service has this name under a key that is a list or a mapping because it extends one that has. */
    public boolean isInherited(String key, String name) {
        return parts.values().stream()
                .flatMap(List::stream)
                .anyMatch(part ->
                        part.inherited() && ServiceParts.names(part, key).contains(name));
    }

    /** What the files declare for services to name. */
    Declarations declarations() {
        return declarations;
    }

    /** What each file says about a service, in merge order. */
    List<Part> parts(String service) {
        return parts.get(service);
    }

    private static String name(ProjectFiles files, List<String> names, Interpolation variables) {
        String folder = Optional.ofNullable(files.directory().getFileName())
                .map(Path::toString)
                .orElse("default");
        List<String> given = new ArrayList<>(List.of(folder));
        given.addAll(names);
        String name = variables
                .get("COMPOSE_PROJECT_NAME")
                .filter(text -> !text.isEmpty())
                .orElse(given.get(given.size() - 1));
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceFirst("^[_-]+", "");
    }
}
