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
import picocli.CommandLine.Option;

/** The option by which compose files stay as they are, and another file takes every edit of them. */
public final class OverrideOptions {
    @Option(
            names = "--override",
            paramLabel = "FILE",
            description =
                    "Leave the compose files as they are and put every edit into this file, created when it is not there.")
    private Path file;

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
     * The stack of a project, its edits in the override file if there is one.
     *
     * @throws aria.finding.RefusedException as {@link ComposeOptions#stack}
     */
    public Stack stack(ComposeOptions compose, Layout layout, ProjectFiles project, Selection selection) {
        return file(layout)
                .map(override -> compose.stack(project, override, selection))
                .orElseGet(() -> compose.stack(project, selection));
    }

    /** The project's files where Compose has to be told of one of them that takes edits; empty when all is as it was. */
    public Optional<ProjectFiles> toldOf(Stack stack, StackPlan plan) {
        return file == null
                ? plan.beside()
                : Optional.of(stack.project().files()).filter(files -> takesEdits(last(files), plan));
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
    public List<String> fileOptions(Layout layout, Stack stack, StackPlan plan) {
        return toldOf(stack, plan).stream()
                .flatMap(files -> files.files().stream())
                .flatMap(path -> Stream.of("-f", layout.display(path)))
                .toList();
    }

    /**
     * Refuses a Docker Compose that would leave the plaintext ports open.
     *
     * @throws MissingEngineException when it is too old for what the override file says
     */
    public void requireTaken(ComposeCommand compose, Layout layout, Stack stack, StackPlan plan) {
        if (needsTag(stack, plan) && compose.isOlderThan(OverrideTag.SINCE)) {
            throw new MissingEngineException(Finding.error(
                    FindingId.ENGINE_MISSING,
                    compose.typed() + " " + compose.version() + " does not support !override, which "
                            + String.join(" ", fileOptions(layout, stack, plan)) + " needs",
                    advice("use " + OverrideTag.SINCE + " or newer")));
        }
    }

    /** Says what starts the project with the file that took edits beside it; nothing without one. */
    public void tell(Console console, Layout layout, ComposeOptions compose, Stack stack, StackPlan plan) {
        Optional<ProjectFiles> told =
                toldOf(stack, plan).filter(files -> !plan.secured().isEmpty());
        if (told.isEmpty()) {
            return;
        }
        List<String> names = told.get().files().stream().map(layout::display).toList();
        boolean byItself = compose.files().isEmpty()
                && compose.projects(layout, List.of()).stream()
                        .anyMatch(found -> found.files().equals(told.get().files()));
        String since = needsTag(stack, plan)
                ? ", with Docker Compose " + OverrideTag.SINCE + " or newer because of !override"
                : "";
        if (byItself) {
            console.message("Docker Compose takes " + names.get(names.size() - 1) + " up by itself" + since);
            return;
        }
        console.message("Start it with" + since + ":");
        List<String> start = new ArrayList<>(List.of("docker", "compose"));
        start.addAll(fileOptions(layout, stack, plan));
        start.addAll(List.of("up", "-d"));
        console.message("  " + FindingText.line(start));
        console.message("or with: COMPOSE_FILE=" + String.join(File.pathSeparator, names));
        console.message("or, where a file includes it: include: [{path: [" + String.join(", ", names) + "]}]");
    }

    private boolean needsTag(Stack stack, StackPlan plan) {
        return toldOf(stack, plan)
                .map(OverrideOptions::last)
                .flatMap(path -> plan.edits().stream()
                        .filter(edit -> edit.file().equals(path))
                        .map(edit -> edit.edit().after())
                        .findFirst()
                        .or(() -> Optional.ofNullable(stack.project().sources().get(path))))
                .filter(OverrideTag::isIn)
                .isPresent();
    }
}
