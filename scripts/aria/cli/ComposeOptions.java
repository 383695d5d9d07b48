package aria.cli;

import aria.compose.ComposeLocator;
import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.edit.yaml.PlainYaml;
import aria.finding.RefusedException;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says which compose files a command is about. */
public final class ComposeOptions {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Compose file; several are one merged project, as for Docker Compose.")
    private List<Path> files = new ArrayList<>();

    private Presets presets;

    /** The files given with {@code -f}; empty when none was. */
    public List<Path> files() {
        return List.copyOf(files);
    }

    /**
     * The compose projects: those of the options, else of COMPOSE_FILE, else those found here; empty when there are none.
     *
     * @param positional files named as arguments, each a project of its own
     */
    public List<ProjectFiles> projects(Layout layout, List<Path> positional) {
        return ComposeLocator.locate(layout.root(), files, positional, System.getenv());
    }

    /**
     * The project of one file or folder named as an argument.
     *
     * @throws RefusedException when it is not there
     */
    public ProjectFiles project(Layout layout, Path positional) {
        return ComposeLocator.locate(layout.root(), List.of(), List.of(positional), System.getenv())
                .get(0);
    }

    /**
     * The stack of a project.
     *
     * @throws RefusedException when a file can't be read as a Compose project
     */
    public Stack stack(ProjectFiles project, Selection selection) {
        return Stack.of(ComposeProject.load(project, System.getenv()), presets(), selection);
    }

    /**
     * The stack of a project whose files stay as they are: every edit goes to an override file.
     *
     * @param override absolute path; created when it is not there
     * @throws RefusedException when a file can't be read as a Compose project
     */
    public Stack stack(ProjectFiles project, Path override, Selection selection) {
        return Stack.of(ComposeProject.load(project, System.getenv()).withEditsIn(override), presets(), selection);
    }

    /** Read once for all projects, which several threads may ask for. */
    private synchronized Presets presets() {
        presets = presets == null ? Presets.builtIn(PlainYaml::load) : presets;
        return presets;
    }

    /** The stacks of all projects found; empty when there are no compose files. */
    public List<Stack> stacks(Layout layout, Selection selection) {
        return projects(layout, List.of()).stream()
                .map(project -> stack(project, selection))
                .toList();
    }
}
