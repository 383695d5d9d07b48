package aria.cli;

import static aria.finding.Remedy.advice;

import aria.compose.OverrideTag;
import aria.compose.ProjectFiles;
import aria.docker.ComposeCommand;
import aria.docker.MissingEngineException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.UsageException;
import aria.plan.StackPlan;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that edit compose files: which projects, which of their services, and whether another file takes the edits. */
public final class EditOptions {
    @Mixin
    private ComposeOptions compose;

    @Mixin
    private SelectionOptions selection;

    @Option(
            names = "--override",
            paramLabel = "FILE",
            description =
                    "Leave the compose files as they are and put every edit into this file, created when it is not there.")
    private Path file;

    /** Which compose files are edited. */
    public ComposeOptions compose() {
        return compose;
    }

    /** Which services are secured, and how. */
    public SelectionOptions selection() {
        return selection;
    }

    /** The override file, absolute; empty when files are to be edited in place. */
    public Optional<Path> file(Layout layout) {
        return Optional.ofNullable(file).map(path -> layout.root().resolve(path).normalize());
    }

    /**
     * These projects, without one that is nothing but the override file, as an earlier run made it.
     *
     * @throws UsageException when there is more than one to override
     */
    public List<ProjectFiles> projects(Layout layout, List<ProjectFiles> found) {
        if (file == null) {
            return found;
        }
        List<Path> itself = List.of(file(layout).orElseThrow());
        List<ProjectFiles> projects = found.stream()
                .filter(project -> !project.files().equals(itself))
                .toList();
        if (projects.size() > 1) {
            throw new UsageException(
                    FindingId.WRONG_USAGE, "--override is for one project", advice("name its files with -f"));
        }
        return projects;
    }

    /**
     * The stack of a project with the selected services, its edits in the override file if there is one.
     *
     * @throws aria.finding.RefusedException as {@link ComposeOptions#stack}
     */
    public Stack stack(Layout layout, ProjectFiles project) {
        return stack(layout, project, selection.selection());
    }

    /** As {@link #stack(Layout, ProjectFiles)}, with other services. */
    public Stack stack(Layout layout, ProjectFiles project, Selection services) {
        return file(layout)
                .map(override -> compose.stack(project, override, services))
                .orElseGet(() -> compose.stack(project, services));
    }

    /** The project's files where Compose has to be told of one of them that takes edits; empty when all is as it was. */
    public Optional<ProjectFiles> toldOf(PlannedStack planned) {
        return file == null
                ? planned.plan().beside()
                : Optional.of(planned.stack().project().files())
                        .filter(files -> takesEdits(last(files), planned.plan()));
    }

    /** A project that was edited in place before has nothing left for an override file, and then there is none. */
    private static boolean takesEdits(Path override, StackPlan plan) {
        return Files.exists(override)
                || plan.edits().stream().anyMatch(edit -> edit.file().equals(override));
    }

    private static Path last(ProjectFiles files) {
        return files.files().get(files.files().size() - 1);
    }

    /** The options by which another command reads the project as it is then; begins with a blank, or is empty. */
    public List<String> fileOptions(Layout layout, PlannedStack planned) {
        return toldOf(planned).stream()
                .flatMap(files -> files.files().stream())
                .flatMap(path -> Stream.of("-f", layout.display(path)))
                .toList();
    }

    /**
     * Refuses a Docker Compose that would leave the plaintext ports open.
     *
     * @throws MissingEngineException when it is too old for what the override file says
     */
    public void requireTaken(ComposeCommand docker, Layout layout, PlannedStack planned) {
        if (needsTag(planned) && docker.isOlderThan(OverrideTag.SINCE)) {
            throw new MissingEngineException(Finding.error(
                    FindingId.ENGINE_MISSING,
                    docker.typed() + " " + docker.version() + " does not support !override, which "
                            + String.join(" ", fileOptions(layout, planned)) + " needs",
                    advice("use " + OverrideTag.SINCE + " or newer")));
        }
    }

    /** Says what starts the project with the file that took edits beside it; nothing without one. */
    public void tell(Console console, Layout layout, PlannedStack planned) {
        Optional<ProjectFiles> told =
                toldOf(planned).filter(files -> !planned.plan().secured().isEmpty());
        if (told.isEmpty()) {
            return;
        }
        List<String> names = told.get().files().stream().map(layout::display).toList();
        boolean byItself = compose.files().isEmpty()
                && compose.projects(layout, List.of()).stream()
                        .anyMatch(found -> found.files().equals(told.get().files()));
        String since = needsTag(planned)
                ? ", with Docker Compose " + OverrideTag.SINCE + " or newer because of !override"
                : "";
        if (byItself) {
            console.message("Docker Compose takes " + names.get(names.size() - 1) + " up by itself" + since);
            return;
        }
        console.message("Start it with" + since + ":");
        List<String> start = new ArrayList<>(List.of("docker", "compose"));
        start.addAll(fileOptions(layout, planned));
        start.addAll(List.of("up", "-d"));
        console.message("  " + FindingText.line(start));
        console.message("or with: COMPOSE_FILE=" + String.join(File.pathSeparator, names));
        console.message("or, where a file includes it: include: [{path: [" + String.join(", ", names) + "]}]");
    }

    private boolean needsTag(PlannedStack planned) {
        return toldOf(planned)
                .map(EditOptions::last)
                .flatMap(path -> planned.plan().edits().stream()
                        .filter(edit -> edit.file().equals(path))
                        .map(edit -> edit.edit().after())
                        .findFirst()
                        .or(() -> Optional.ofNullable(
                                planned.stack().project().sources().get(path))))
                .filter(OverrideTag::isIn)
                .isPresent();
    }
}
