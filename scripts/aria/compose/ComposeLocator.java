package aria.compose;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the compose files for a command. */
public final class ComposeLocator {
    private static final List<String> STANDARD =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
    private static final List<String> OVERRIDES = List.of(
            "compose.override.yml",
            "compose.override.yaml",
            "docker-compose.override.yml",
            "docker-compose.override.yaml");
    private static final Pattern BESIDE = Pattern.compile("(.*)\\.mtls(\\.ya?ml)");
    private static final Pattern LOOKS_RIGHT = Pattern.compile("(docker-)?compose.*\\.ya?ml");

    private final Path root;
    private final Path workingDirectory;
    private final Map<String, String> environment;

    private ComposeLocator(Path root, Path workingDirectory, Map<String, String> environment) {
        this.root = root.toAbsolutePath().normalize();
        this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
        this.environment = environment;
    }

    /**
     * The projects to work on, in this order: {@code dashF} as one merged project and each of {@code positional} as
     * one; with neither, {@code COMPOSE_FILE}; else a file with a standard name and its override; else every file in
     * the working directory and in {@code compose/} that is named like a compose file and that no other one of them
     * includes. Empty when there is none. Relative paths are relative to the working directory, and files inside it
     * may mention others inside it; a file outside may mention those beside and below it.
     *
     * @param positional files, or folders that hold a file with a standard name
     * @throws RefusedException {@code not-found} when a named file is missing
     */
    public static List<ProjectFiles> locate(
            Path workingDirectory, List<Path> dashF, List<Path> positional, Map<String, String> environment) {
        return locate(workingDirectory, workingDirectory, dashF, positional, environment);
    }

    /**
     * As {@link #locate(Path, List, List, Map)}, in a folder of a project. Where there is no compose file, the folders
     * above it are looked into.
     *
     * @param root the project's root; its files may mention each other
     */
    public static List<ProjectFiles> locate(
            Path root,
            Path workingDirectory,
            List<Path> dashF,
            List<Path> positional,
            Map<String, String> environment) {
        ComposeLocator locator = new ComposeLocator(root, workingDirectory, environment);
        if (dashF.isEmpty() && positional.isEmpty()) {
            return locator.upwards()
                    .map(ComposeLocator::unnamed)
                    .filter(found -> !found.isEmpty())
                    .findFirst()
                    .orElse(List.of());
        }
        List<ProjectFiles> projects = new ArrayList<>();
        if (!dashF.isEmpty()) {
            projects.add(locator.project(dashF, "named with -f"));
        }
        positional.forEach(path -> projects.add(locator.positional(path)));
        return List.copyOf(projects);
    }

    /**
     * The folder of the first compose file that {@link #locate} finds, found without reading any; the working
     * directory when there is none.
     */
    public static Path folder(
            Path root,
            Path workingDirectory,
            List<Path> dashF,
            List<Path> positional,
            Map<String, String> environment) {
        ComposeLocator locator = new ComposeLocator(root, workingDirectory, environment);
        Optional<Path> named = Stream.concat(dashF.stream(), positional.stream())
                .findFirst()
                .map(locator.workingDirectory::resolve)
                .map(path -> Files.isDirectory(path) ? path : path.getParent());
        return named.or(() -> locator.upwards()
                        .flatMap(each -> each.folder().stream())
                        .findFirst())
                .orElse(locator.root)
                .normalize();
    }

    /** The folder of the first compose file here that nobody named; empty when there is none. */
    private Optional<Path> folder() {
        return listed().flatMap(files -> files.stream().findFirst())
                .map(file -> workingDirectory.resolve(file).getParent())
                .or(() -> Stream.of(workingDirectory, workingDirectory.resolve("compose"))
                        .filter(folder -> !named(folder).isEmpty())
                        .findFirst());
    }

    /** This one, then those of the folders above it, up to the root. */
    private Stream<ComposeLocator> upwards() {
        return Stream.iterate(workingDirectory, folder -> folder != null && folder.startsWith(root), Path::getParent)
                .map(folder -> new ComposeLocator(root, folder, environment));
    }

    private ProjectFiles positional(Path path) {
        Path absolute = workingDirectory.resolve(path).normalize();
        if (!Files.isDirectory(absolute)) {
            return project(List.of(path), "named");
        }
        return standard(absolute, "in the named folder")
                .orElseThrow(() -> EditErrors.file(
                        FindingId.NOT_FOUND, path.toString(), "the folder holds no compose file with a standard name"));
    }

    private List<ProjectFiles> unnamed() {
        return listed().map(files -> List.of(project(files, "COMPOSE_FILE")))
                .or(() -> standard(workingDirectory, "standard name").map(List::of))
                .orElseGet(this::looksRight);
    }

    /** The files of COMPOSE_FILE, as they are written there. */
    private Optional<List<Path>> listed() {
        Interpolation variables = Interpolation.of(environment).orElse(dotEnv());
        Optional<String> listed = variables.get("COMPOSE_FILE").filter(text -> !text.isBlank());
        String separator = variables
                .get("COMPOSE_PATH_SEPARATOR")
                .filter(text -> !text.isEmpty())
                .orElse(File.pathSeparator);
        return listed.map(text -> Stream.of(text.split(Pattern.quote(separator)))
                .filter(file -> !file.isBlank())
                .map(Path::of)
                .toList());
    }

    private Map<String, String> dotEnv() {
        Map<String, String> found = new HashMap<>();
        for (Path file : ProjectFiles.envFiles(environment, workingDirectory)) {
            ReadableFiles readable = new ReadableFiles(new ProjectFiles(workingDirectory, List.of(file), ""), Map.of());
            readable.textIfInside(file)
                    .ifPresent(text -> found.putAll(DotEnv.parse(text, Interpolation.of(environment))));
        }
        return found;
    }

    private Optional<ProjectFiles> standard(Path folder, String how) {
        return firstOf(STANDARD, folder)
                .map(main -> found(
                        Stream.concat(Stream.of(main), firstOf(OVERRIDES, folder).stream())
                                .toList(),
                        how));
    }

    private static Optional<Path> firstOf(List<String> names, Path folder) {
        return names.stream().map(folder::resolve).filter(Files::exists).findFirst();
    }

    /** Files named like compose files, a folder's standard pair as one project, included ones left out. */
    private List<ProjectFiles> looksRight() {
        List<ProjectFiles> found = new ArrayList<>();
        for (Path folder : List.of(workingDirectory, workingDirectory.resolve("compose"))) {
            Optional<ProjectFiles> pair = standard(folder, "standard name in " + folder.getFileName());
            pair.ifPresent(found::add);
            Set<Path> rest = new LinkedHashSet<>(named(folder));
            pair.ifPresent(project -> project.files().forEach(rest::remove));
            rest.forEach(file -> found.add(found(List.of(file), "named like a compose file")));
        }
        Set<Path> mentioned = new LinkedHashSet<>();
        found.forEach(project -> mentioned.addAll(mentioned(project)));
        return found.stream()
                .filter(project -> !mentioned.contains(project.files().get(0)))
                .toList();
    }

    /**
     * The files that a project includes or extends; a project that is refused mentions none, and is refused when it
     * is loaded.
     */
    private Set<Path> mentioned(ProjectFiles project) {
        try {
            Set<Path> files = new LinkedHashSet<>(
                    ComposeProject.load(project, environment).sources().keySet());
            project.files().forEach(files::remove);
            return files;
        } catch (RefusedException refused) {
            return Set.of();
        }
    }

    private static List<Path> named(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(path ->
                            LOOKS_RIGHT.matcher(path.getFileName().toString()).matches())
                    .filter(path -> Files.exists(path) && !Files.isDirectory(path))
                    .sorted()
                    .toList();
            return files.stream()
                    .filter(file -> besideWhich(file).filter(files::contains).isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The file that one like {@code compose.mtls.yaml} stands beside, with edits that could not be made in it; empty
     * for others.
     */
    private static Optional<Path> besideWhich(Path file) {
        Matcher name = BESIDE.matcher(file.getFileName().toString());
        return name.matches() ? Optional.of(file.resolveSibling(name.group(1) + name.group(2))) : Optional.empty();
    }

    /** Files that nobody named may not be links to somewhere else. */
    private ProjectFiles found(List<Path> files, String how) {
        ProjectFiles project = project(files, how);
        for (Path file : project.files()) {
            try {
                if (!file.toRealPath().startsWith(project.root().toRealPath())) {
                    throw EditErrors.file(
                            FindingId.OUTSIDE_PROJECT,
                            project.label(file),
                            "a link to " + file.toRealPath(),
                            advice("name it with -f to use it"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return project;
    }

    private ProjectFiles project(List<Path> files, String how) {
        List<Path> absolute = files.stream()
                .map(file -> workingDirectory.resolve(file).normalize())
                .toList();
        Path directory = absolute.get(0).getParent();
        Path above = Stream.of(root, workingDirectory)
                .filter(directory::startsWith)
                .findFirst()
                .orElse(directory);
        ProjectFiles project = new ProjectFiles(above, directory, absolute, how);
        absolute.forEach(file -> ReadableFiles.requireFile(file, project.label(file)));
        return project;
    }
}
