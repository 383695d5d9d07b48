package aria.cli;

import aria.apply.Undo;
import aria.choices.ChoicesFile;
import aria.compose.ComposeLocator;
import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.edit.EditErrors;
import aria.edit.yaml.PlainYaml;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import aria.verify.traffic.EarlierState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Option;

/** The option that names the compose files. */
public final class ComposeOptions {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Compose file; several are one merged project, as for Docker Compose.")
    private List<Path> files = new ArrayList<>();

    private Path here = Path.of("");
    private Presets presets;
    /** Read to decide where the files of ours go, and not used again yet. */
    private final Map<ProjectFiles, ComposeProject> early = new ConcurrentHashMap<>();

    /** The files given with {@code -f}; empty when none was. */
    public List<Path> files() {
        return files.stream().map(this::typed).toList();
    }

    /** Sets the folder from which typed paths lead; empty for the project's root. */
    void startAt(Path folder) {
        here = folder;
    }

    /** Returns a typed path as it leads from the project's root. */
    Path typed(Path path) {
        return here.resolve(path);
    }

    /**
     * The compose projects: those of the options, else of the project's choices, else of COMPOSE_FILE, else those
     * found here; empty when there are none.
     *
     * @param positional files named as arguments, each a project of its own
     */
    public List<ProjectFiles> projects(Layout layout, List<Path> positional) {
        return projects(layout.root(), layout.root().resolve(here), files(), positional);
    }

    /**
     * Checks that there is something to work on.
     *
     * @throws RefusedException when there is no project
     */
    public static void requireFound(Layout layout, List<ProjectFiles> projects) {
        if (projects.isEmpty()) {
            throw EditErrors.file(
                    FindingId.NO_SERVICES,
                    layout.root().toString(),
                    "no compose file was found",
                    Remedy.advice("name one with -f"),
                    Remedy.advice("use -C"));
        }
    }

    /** The projects that are meant when no file is named; empty also when they cannot be found. */
    List<ProjectFiles> withoutFiles(Layout layout) {
        return located(layout.root(), layout.root().resolve(here), List.of(), List.of());
    }

    /** The projects that these files are; empty also when they cannot be found. */
    static List<ProjectFiles> located(Path root, Path start, List<Path> files, List<Path> positional) {
        try {
            return projects(root, start, files, positional);
        } catch (RefusedException unusable) {
            return List.of();
        }
    }

    private static List<ProjectFiles> projects(Path root, Path start, List<Path> files, List<Path> positional) {
        Map<String, String> environment = System.getenv();
        boolean named = !files.isEmpty() || !positional.isEmpty() || environment.containsKey("COMPOSE_FILE");
        List<Path> chosen = named
                ? files
                : ChoicesFile.find(ComposeLocator.folder(root, start, files, positional, environment), root)
                        .choices()
                        .files();
        return ComposeLocator.locate(root, start, chosen, positional, environment);
    }

    /** Returns those that can be read; the others are refused when they are planned. Each waits for its {@link #stack}. */
    List<ComposeProject> readable(List<ProjectFiles> projects) {
        List<ComposeProject> readable = new ArrayList<>();
        for (ProjectFiles project : projects) {
            try {
                ComposeProject read = ComposeProject.load(project, System.getenv());
                early.put(project, read);
                readable.add(read);
            } catch (RefusedException refused) {
                early.remove(project);
            }
        }
        return readable;
    }

    /**
     * Remembers the files that were named, when other ones are meant without them, and those are not of another
     * project that was set up.
     */
    void remember(RememberedChoices remembered, Layout layout) {
        Optional<Path> override = remembered.known().override();
        List<Path> typed = files().stream()
                .map(file -> layout.root().resolve(file).normalize())
                .filter(file -> !override.equals(Optional.of(file)))
                .toList();
        List<List<Path>> otherwise =
                withoutFiles(layout).stream().map(ProjectFiles::files).toList();
        if (typed.isEmpty() || otherwise.equals(List.of(typed))) {
            return;
        }
        Set<Path> setUp = Set.copyOf(Undo.readable(layout));
        Optional<List<Path>> other = otherwise.stream()
                .filter(files -> Collections.disjoint(files, typed))
                .filter(files -> files.equals(remembered.known().files())
                        || files.stream().anyMatch(setUp::contains))
                .findFirst();
        other.ifPresentOrElse(files -> remembered.notFiles(typed, files, layout), () -> remembered.files(typed));
    }

    /**
     * The project of one file or folder named as an argument.
     *
     * @throws RefusedException when it is not there
     */
    public ProjectFiles project(Layout layout, Path positional) {
        return ComposeLocator.locate(layout.root(), List.of(), List.of(typed(positional)), System.getenv())
                .get(0);
    }

    /**
     * The stack of a project, as its choices and the record of what it did say.
     *
     * @param layout   where the record lies
     * @param override takes every edit, while the project's files stay as they are; absolute, created when it is not
     *                 there
     * @throws RefusedException when a file can't be read as a Compose project, or a choice is not valid
     */
    public Stack stack(Layout layout, ProjectChoices choices, ProjectFiles project, Optional<Path> override) {
        ComposeProject read = Optional.ofNullable(early.remove(project))
                .orElseGet(() -> ComposeProject.load(project, System.getenv()));
        Selection selection = choices.selection(read, presets());
        Stack stack = Stack.of(override.map(read::withEditsIn).orElse(read), presets(), selection);
        return stack.observing(EarlierState.recorded(layout, read.name()).edges(stack));
    }

    /** Read once for all projects, which several threads may ask for. */
    public synchronized Presets presets() {
        presets = presets == null ? Presets.builtIn(PlainYaml::load) : presets;
        return presets;
    }

    /** The stacks of all projects found, as their choices say; empty when there are no compose files. */
    public List<Stack> stacks(Layout layout) {
        return projects(layout, List.of()).stream()
                .map(project -> stack(
                        layout,
                        ProjectChoices.of(project, Selection.EVERYTHING, Optional.empty()),
                        project,
                        Optional.empty()))
                .toList();
    }
}
