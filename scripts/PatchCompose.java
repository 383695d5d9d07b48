///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS aria/Project.java
//DESCRIPTION Edits compose files so that services mount and require certificates; every edit proven, and undone with --undo.

import aria.apply.PartialUndo;
import aria.apply.Undo;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.EditOptions;
import aria.cli.ExitCode;
import aria.cli.Launcher;
import aria.cli.ObservedStacks;
import aria.cli.PatchPlan;
import aria.cli.PatchReport;
import aria.cli.PatchRun;
import aria.cli.PlannedStack;
import aria.cli.ProjectChoices;
import aria.cli.Recover;
import aria.cli.RememberedChoices;
import aria.cli.RunOutcome;
import aria.cli.UndoOptions;
import aria.cli.UndoRun;
import aria.cli.WriteOptions;
import aria.compose.ProjectFiles;
import aria.compose.ProjectOrder;
import aria.finding.RefusedException;
import aria.operate.ComposeProof;
import aria.operate.KeyVolumes;
import aria.plan.OverrideFile;
import aria.plan.ProjectPlan;
import aria.plan.ProjectPlanner;
import aria.plan.StackPlanner;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "patch-compose",
        sortOptions = false,
        description = "Edits compose files so that services mount and require certificates.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  patch-compose --dry-run               show what would change, and why",
            "  patch-compose --yes                   change it",
            "  patch-compose --only db --yes         one service of it",
            "  patch-compose --preset app=mount      deliver certificate, key and CA to app, change nothing else of it",
            "  patch-compose --override compose.mtls.yaml --yes   put all edits into an override file",
            "  patch-compose --upgrade-images --yes  also replace images with a known flaw, such as step-ca before 0.30.2",
            "  patch-compose --check                 for CI: exit 1 when something would change",
            "  patch-compose --undo --yes            restore the original bytes",
            "  patch-compose --undo --only db        take one server back, with the settings of its callers"
        })
class PatchCompose implements Callable<Integer> {
    @Mixin
    CommonOptions common;

    @Mixin
    EditOptions edit;

    @Mixin
    WriteOptions write;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Compose files, each a project of its own (default: those found here).")
    List<Path> files = new ArrayList<>();

    @Option(
            names = "--prove-with-compose",
            description =
                    "Also check the edits with Docker Compose: refuse a file if its config changes in anything that the plan does not name.")
    boolean proveWithCompose;

    @Mixin
    UndoOptions back;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new PatchCompose(), arguments));
    }

    @Override
    public Integer call() {
        Layout layout = common.layout(edit.compose(), files);
        Recover.first(common, write.showsOnly(), back);
        ComposeOptions compose = edit.compose();
        ExitCode worst = ExitCode.OK;
        List<ProjectFiles> projects = new ArrayList<>(
                files.isEmpty() || !compose.files().isEmpty() ? compose.projects(layout, List.of()) : List.of());
        for (Path file : files) {
            try {
                projects.add(compose.project(layout, file));
            } catch (RefusedException refused) {
                new PatchReport(common, layout, file.toString()).refused(refused);
                worst = ExitCode.REFUSED;
            }
        }
        boolean servers = back.undo() && !edit.selection().selection().only().isEmpty();
        if (back.undo() && !servers) {
            return worst.worse(undo(layout, projects)).number();
        }
        if (worst == ExitCode.REFUSED && projects.isEmpty()) {
            return worst.number();
        }
        ComposeOptions.requireFound(layout, projects);
        return new PatchRun(
                        common,
                        write,
                        servers ? new BackPlanner(layout) : new Planner(layout),
                        files -> new PatchReport(
                                common, layout, layout.display(files.files().get(0))))
                .run(ProjectOrder.of(edit.projects(layout, projects), System.getenv()))
                .worse(worst)
                .number();
    }

    private final class Planner implements PatchPlan.Planner {
        private final Layout layout;

        private final ObservedStacks observed = new ObservedStacks();

        private final Optional<ComposeProof> proof =
                proveWithCompose ? Optional.of(ComposeProof.byThisMachines()) : Optional.empty();

        private Planner(Layout layout) {
            this.layout = layout;
        }

        @Override
        public PatchPlan plan(ProjectFiles project) {
            ProjectChoices choices = edit.selection().choices(project);
            common.requireFolders(choices.file());
            Stack stack = observed(edit.stack(layout, project));
            PlannedStack planned = observed.planned(
                    edit,
                    write,
                    stack,
                    each -> StackPlanner.plan(each, edit.selection().stackOptions(layout, choices)));
            proof.ifPresent(judge -> judge.require(stack, planned.plan()));
            ProjectPlan plan =
                    new ProjectPlanner(layout, Instant.now(), Optional.empty()).patch(List.of(planned.plan()));
            RememberedChoices remembered = edit.remembered(common, choices.file(), write.once());
            observed.remember(remembered, planned);
            return new PatchPlan(
                    planned,
                    edit.requireNamed(
                            layout,
                            files,
                            write.shown(remembered
                                    .with(common.guarded(plan, List.of(stack)))
                                    .also(List.of(), choices.findings(stack)))));
        }

        @Override
        public void tell(PatchPlan applied) {
            edit.tell(common.console(), layout, applied.stack());
            observed.tell(common.console(), List.of(applied.stack()));
        }

        private Stack observed(Stack stack) {
            return observed.look(layout, List.of(stack), !write.showsOnly()).get(0);
        }
    }

    /** Takes the servers back that {@code --only} names. */
    private final class BackPlanner implements PatchPlan.Planner {
        private final Layout layout;

        private BackPlanner(Layout layout) {
            this.layout = layout;
        }

        @Override
        public PatchPlan plan(ProjectFiles project) {
            ProjectChoices choices = ProjectChoices.of(project, Selection.EVERYTHING, Optional.empty());
            Stack stack = edit.stack(layout, project, choices);
            Set<String> servers = edit.selection().selection().only();
            edit.stack(
                    layout, project, ProjectChoices.of(project, edit.selection().selection(), Optional.empty()));
            PlannedStack planned = new PlannedStack(
                    stack,
                    PartialUndo.plan(
                            layout,
                            stack,
                            servers,
                            edit.compose().presets(),
                            edit.selection().stackOptions(layout, choices)));
            return new PatchPlan(
                    planned,
                    new ProjectPlanner(layout, Instant.now(), Optional.empty()).patch(List.of(planned.plan())));
        }

        @Override
        public void tell(PatchPlan applied) {
            KeyVolumes.of(applied.stack().stack(), Set.of()).commands(layout.root()).stream()
                    .findFirst()
                    .ifPresent(up -> common.console().message("If the stack runs: " + up));
        }
    }

    private ExitCode undo(Layout layout, List<ProjectFiles> named) {
        Set<Path> recorded = new LinkedHashSet<>(Undo.recorded(layout));
        List<ProjectFiles> projects = named.stream()
                .map(project -> recorded.contains(OverrideFile.of(project))
                        ? OverrideFile.with(project, OverrideFile.of(project))
                        : project)
                .toList();
        List<Stack> stacks = projects.stream()
                .flatMap(project -> readable(layout, project).stream())
                .toList();
        List<KeyVolumes> keys = UndoRun.keys(layout, stacks);
        UndoRun undo = new UndoRun(common, write);
        RunOutcome outcome =
                undo.run("patch-compose", undoable(layout, projects, stacks, recorded), stacks, back.accepted());
        undo.tellOfKeys(outcome, keys);
        return outcome.exit();
    }

    /** Empty for a project that can't be read: what was done to its files may be taken back all the same. */
    private Optional<Stack> readable(Layout layout, ProjectFiles project) {
        try {
            return Optional.of(
                    edit.stack(layout, project, ProjectChoices.of(project, Selection.EVERYTHING, Optional.empty())));
        } catch (RefusedException refused) {
            common.console().detail(refused.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The named files; else everything recorded but the CA's own files; else the compose files at hand, to say that
     * nothing is known of them.
     */
    private List<Path> undoable(Layout layout, List<ProjectFiles> projects, List<Stack> stacks, Set<Path> everywhere) {
        List<Path> recorded = everywhere.stream()
                .filter(file -> !file.startsWith(layout.configDir()))
                .toList();
        Set<Path> atHand = new LinkedHashSet<>();
        projects.forEach(project -> atHand.addAll(project.files()));
        stacks.forEach(stack -> atHand.addAll(stack.project().sources().keySet()));
        Set<Path> undoable = new LinkedHashSet<>(files.isEmpty() && !recorded.isEmpty() ? recorded : atHand);
        projects.stream()
                .map(project -> edit.selection().choices(project).file().path())
                .filter(everywhere::contains)
                .forEach(undoable::add);
        return List.copyOf(undoable);
    }
}
