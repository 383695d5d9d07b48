package aria.cli;

import static aria.finding.Remedy.advice;

import aria.apply.SharedNames;
import aria.choices.ChoicesFile;
import aria.compose.OverrideTag;
import aria.compose.ProjectFiles;
import aria.docker.ComposeCommand;
import aria.docker.MissingEngineException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.operate.StackUp;
import aria.operate.StartRehearsal;
import aria.plan.ProjectPlan;
import aria.plan.StackPlan;
import aria.stack.Stack;
import aria.store.Layout;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that edit compose files: the projects, their services, and the override file. */
public final class EditOptions {
    @Mixin
    private ComposeOptions compose;

    @Mixin
    private SelectionOptions selection;

    @Option(
            names = "--override",
            paramLabel = "FILE",
            description = "Leave the compose files unchanged and write all edits into this file.")
    private Path file;

    /** Which compose files are edited. */
    public ComposeOptions compose() {
        return compose;
    }

    /** Which services are secured, and how. */
    public SelectionOptions selection() {
        return selection;
    }

    /** The override file that was asked for, absolute; empty when none was. */
    public Optional<Path> file(Layout layout) {
        return Optional.ofNullable(file)
                .map(path -> layout.root().resolve(compose.typed(path)).normalize());
    }

    /**
     * These projects, without one that is nothing but the override file, as an earlier run made it.
     *
     * @throws UsageException when there is more than one to override
     */
    public List<ProjectFiles> projects(Layout layout, List<ProjectFiles> found) {
        List<ProjectFiles> projects = ProjectChoices.withoutOverrides(found, file(layout));
        if (file != null && projects.size() > 1) {
            throw new UsageException(
                    FindingId.WRONG_USAGE, "--override is for one project", advice("name its files with -f"));
        }
        return projects;
    }

    private Optional<Path> file(Layout layout, ProjectFiles project) {
        return file(layout).or(selection.choices(project).file().choices()::override);
    }

    /**
     * What is to be remembered of all these options.
     *
     * @param project that they are about
     * @param once    nothing is
     */
    public RememberedChoices remembered(CommonOptions common, ChoicesFile project, boolean once) {
        RememberedChoices remembered = common.remembered(project, compose, once);
        selection.remember(remembered);
        remembered.path(
                "--override",
                file(common.layout()),
                project.choices().override().orElse(null),
                "override");
        return remembered;
    }

    /**
     * Returns the plan, when it edits only files of the project and those that were named.
     *
     * @param arguments files named as arguments
     * @throws RefusedException when it does not
     */
    public ProjectPlan requireNamed(Layout layout, List<Path> arguments, ProjectPlan plan) {
        Stream<Path> typed =
                Stream.concat(arguments.stream(), Stream.ofNullable(file)).map(compose::typed);
        return OutsideFiles.requireNamed(layout, Stream.concat(compose.files().stream(), typed), plan);
    }

    /**
     * Returns the plans of projects that share no service's files with each other, or with one that was set up before.
     *
     * @throws RefusedException when two do
     */
    public static List<StackPlan> apart(Layout layout, List<PlannedStack> planned) {
        SharedNames names = new SharedNames(layout);
        return planned.stream()
                .map(each -> each.plan().also(names.require(each.stack(), each.plan())))
                .toList();
    }

    /**
     * The stack of a project with the selected services, its edits in the override file if there is one.
     *
     * @throws aria.finding.RefusedException as {@link ComposeOptions#stack}
     */
    public Stack stack(Layout layout, ProjectFiles project) {
        return stack(layout, project, selection.choices(project));
    }

    /**
     * The stacks of these projects.
     *
     * @throws RefusedException as {@link ComposeOptions#stack}; where there are several, it is said how to leave one
     *                          out
     */
    public List<Stack> stacks(Console console, Layout layout, List<ProjectFiles> projects) {
        try {
            return projects.stream().map(files -> stack(layout, files)).toList();
        } catch (RefusedException refused) {
            if (projects.size() > 1) {
                String found = projects.stream()
                        .map(files -> files.label(files.files().get(0)))
                        .collect(Collectors.joining(", "));
                console.message("Found " + found + ". To leave one out, name the others with -f; nothing was written.");
            }
            throw refused;
        }
    }

    /**
     * Asks, where these plans leave servers as they are because of their published ports, whether those are to be
     * published on this machine alone.
     *
     * @return whether that was agreed to: the plans are to be made again
     */
    public boolean publishedLocally(CommonOptions common, WriteOptions write, Collection<StackPlan> plans) {
        List<String> servers = write.yes() || write.showsOnly() ? List.of() : PublishedOffer.agreed(common, plans);
        selection.publishLocally(servers);
        return !servers.isEmpty();
    }

    /** What a person has to know of the choices about these stacks. */
    public List<Finding> findings(List<Stack> stacks) {
        return stacks.stream()
                .flatMap(stack -> choices(stack).findings(stack).stream())
                .distinct()
                .toList();
    }

    /** As {@link #stack(Layout, ProjectFiles)}, with other services. */
    public Stack stack(Layout layout, ProjectFiles project, ProjectChoices choices) {
        return compose.stack(layout, choices, project, file(layout, project));
    }

    /** What is decided about the project of a stack. */
    public ProjectChoices choices(Stack stack) {
        return selection.choices(stack.project().files());
    }

    /**
     * The project's files where Compose has to be told of one of them that takes edits; empty when all is as it was.
     */
    public Optional<ProjectFiles> toldOf(PlannedStack planned) {
        return planned.stack().project().override().isEmpty()
                ? planned.plan().beside()
                : Optional.of(planned.stack().project().files())
                        .filter(files -> takesEdits(last(files), planned.plan()));
    }

    /** The project's files as Compose is to read them once the plan is applied. */
    public ProjectFiles files(PlannedStack planned) {
        ProjectFiles all = planned.stack().project().files();
        Optional<Path> override = planned.stack().project().override();
        return toldOf(planned)
                .orElseGet(() -> new ProjectFiles(
                        all.root(),
                        all.directory(),
                        all.files().stream()
                                .filter(each -> !override.equals(Optional.of(each)))
                                .toList(),
                        all.how()));
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
    private void requireTaken(ComposeCommand docker, Layout layout, PlannedStack planned) {
        if (needsTag(planned) && docker.isOlderThan(OverrideTag.SINCE)) {
            throw new MissingEngineException(Finding.error(
                    FindingId.ENGINE_MISSING,
                    docker.typed() + " " + docker.version() + " does not support !override, which "
                            + String.join(" ", fileOptions(layout, planned)) + " needs",
                    advice("use " + OverrideTag.SINCE + " or newer")));
        }
    }

    /**
     * Returns what is to be done before anything is written, so that the stack will start.
     *
     * @param tools null when it is not to be started
     */
    public Runnable rehearsal(Console console, StackUp.Tools tools, Layout layout, List<PlannedStack> planned) {
        if (tools == null) {
            return () -> {};
        }
        planned.forEach(each -> requireTaken(tools.compose(), layout, each));
        return () -> planned.forEach(each -> new StartRehearsal(
                        tools, selection.stackOptions(layout, choices(each.stack())), console::message)
                .require(each.stack(), each.plan()));
    }

    /** Says what starts the project with the file that took edits beside it; nothing without one. */
    public void tell(Console console, Layout layout, PlannedStack planned) {
        PublishedOffer.option(planned.plan()).map(console.text()::line).ifPresent(console::message);
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
        console.message("  " + console.text().command(new Remedy.Command(start)).orElseThrow());
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
