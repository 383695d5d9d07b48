package aria.cli;

import aria.apply.SharedNames;
import aria.compose.FileEdit;
import aria.compose.ProjectFiles;
import aria.compose.ProjectOrder;
import aria.finding.ConsentException;
import aria.finding.PartialFailureException;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.plan.PlannedFile;
import aria.plan.ProjectPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Patches compose projects, each independently: a refusal of one does not stop the others. Where nobody is asked,
 * several are planned in parallel and written in one transaction, because flushing to disk takes longer than planning
 * a small project.
 */
public final class PatchRun {
    private final PatchPlan.Planner planner;
    private final PlanRun runs;
    private final WriteOptions write;
    private final Console console;
    private final boolean json;
    /** What is said of each project is progress enough, and a bar would stand between the lines. */
    private final boolean barAlone;

    private final Function<ProjectFiles, PatchReport> reports;
    private final SharedNames names;
    private final Map<Path, FileEdit> edited = new HashMap<>();
    private boolean many;
    /** Whether there is something to take back: an edit, or a file of ours alone. */
    private boolean wrote;

    /** @param reports what to say of a project */
    public PatchRun(
            CommonOptions common,
            WriteOptions write,
            PatchPlan.Planner planner,
            Function<ProjectFiles, PatchReport> reports) {
        this.planner = planner;
        this.names = new SharedNames(common.layout());
        this.runs = new PlanRun(common, write);
        this.write = write;
        this.console = common.console();
        this.json = common.json();
        this.barAlone = json && !console.showsResults();
        this.reports = reports;
    }

    /**
     * Plans, shows and applies all of them in their order.
     *
     * @return the worst of their ends
     */
    public ExitCode run(ProjectOrder all) {
        List<ProjectFiles> parts = all.order().stream()
                .filter(project -> all.partOf(project).isPresent())
                .toList();
        List<ProjectFiles> projects =
                all.order().stream().filter(project -> !parts.contains(project)).toList();
        many = all.order().size() > 1;
        ExitCode worst = run(projects);
        parts.forEach(part -> reports.apply(part)
                .partOf(
                        all.partOf(part).orElseThrow(),
                        Optional.ofNullable(edited.get(part.files().get(0)))));
        if (!json && wrote) {
            console.message("To take it back, " + console.text().text(Remedy.aria("patch-compose", "--undo")));
        }
        return worst;
    }

    private ExitCode run(List<ProjectFiles> projects) {
        boolean asks = !write.yes() && !write.showsOnly();
        return asks || projects.size() < 2 ? eachAlone(projects) : inBatches(projects);
    }

    private ExitCode eachAlone(List<ProjectFiles> projects) {
        return projects.stream().map(files -> alone(plan(files))).reduce(ExitCode.OK, ExitCode::worse);
    }

    private ExitCode inBatches(List<ProjectFiles> projects) {
        ExitCode worst = ExitCode.OK;
        FilesWritten before = new FilesWritten();
        int done = 0;
        try (Progress progress = Progress.start(console, "compose files", projects.size());
                Batches<PlannedProject> batches = new Batches<>(projects, this::plan)) {
            while (batches.hasNext()) {
                List<PlannedProject> batch = batches.next();
                FilesWritten now = new FilesWritten();
                // It was planned while the batch before was being written.
                worst = worst.worse(write.showsOnly() ? shown(batch) : written(batch, before, now));
                before = now;
                done += batch.size();
                if (barAlone) {
                    progress.stepTo(done);
                }
            }
        }
        return worst;
    }

    private ExitCode shown(List<PlannedProject> batch) {
        return batch.stream().map(this::alone).reduce(ExitCode.OK, ExitCode::worse);
    }

    /**
     * Writes a batch, in parts where one project reads or edits what another one edits: it is planned anew after that.
     *
     * @param before what may have been written since the batch was planned
     * @param now    gets what the batch writes
     */
    private ExitCode written(List<PlannedProject> batch, FilesWritten before, FilesWritten now) {
        ExitCode worst = ExitCode.OK;
        List<PlannedProject> together = new ArrayList<>();
        for (PlannedProject planned : batch) {
            PlannedProject each = planned.without(before).without(now);
            if (before.changes(each.files()) || now.changes(each.files())) {
                worst = worst.worse(together(together));
                together.clear();
                each = plan(planned.project());
            }
            each = apart(each);
            if (each.failed()) {
                together(together);
                throw each.trouble().orElseThrow();
            }
            each.plan().map(PatchPlan::plan).ifPresent(now::add);
            together.add(each);
        }
        return worst.worse(together(together));
    }

    private ExitCode together(List<PlannedProject> projects) {
        List<ProjectPlan> plans = projects.stream()
                .flatMap(each -> each.plan().stream())
                .map(PatchPlan::plan)
                .toList();
        IdentityHashMap<ProjectPlan, RunOutcome> outcomes;
        try {
            outcomes = runs.applyTogether(plans, Instant.now());
        } catch (PartialFailureException | ConsentException all) {
            throw all;
        } catch (RuntimeException nothingWritten) {
            // It may be about one of them only: the others are done, and that one says what is the matter.
            return eachAlone(projects.stream().map(PlannedProject::project).toList());
        }
        ExitCode worst = ExitCode.OK;
        for (PlannedProject each : projects) {
            worst = worst.worse(each.plan()
                    .map(plan -> {
                        runs.tell(plan.plan());
                        return done(reports.apply(each.project()), plan, outcomes.get(plan.plan()));
                    })
                    .orElseGet(() -> alone(each)));
        }
        return worst;
    }

    private ExitCode alone(PlannedProject project) {
        PatchReport report = reports.apply(project.project());
        try {
            PatchPlan plan = apart(project).require();
            return done(report, plan, runs.run(plan.plan(), Instant.now()));
        } catch (RefusedException refused) {
            report.refused(refused);
            return ExitCode.REFUSED;
        } catch (RuntimeException failure) {
            if (!many || !ExitCode.of(failure).mayBeAboutOneFile()) {
                throw failure;
            }
            return report.failed(failure);
        }
    }

    private ExitCode done(PatchReport report, PatchPlan plan, RunOutcome outcome) {
        report.done(plan.stack().plan(), plan.plan(), outcome);
        wrote |= !outcome.applied().files().isEmpty();
        plan.plan().edits().stream()
                .filter(edit -> outcome.applied().files().contains(edit.file()))
                .forEach(edit -> edited.put(edit.file(), edit));
        planner.tell(plan);
        return outcome.exit();
    }

    /** One that would share a service's files with a project before it is refused. */
    private PlannedProject apart(PlannedProject planned) {
        try {
            return new PlannedProject(planned.project(), planned.plan().map(this::apart), planned.trouble());
        } catch (RefusedException shared) {
            return new PlannedProject(planned.project(), Optional.empty(), Optional.of(shared));
        }
    }

    private PatchPlan apart(PatchPlan made) {
        PlannedStack stack = made.stack();
        return new PatchPlan(stack, made.plan().also(List.of(), names.require(stack.stack(), stack.plan())));
    }

    private PlannedProject plan(ProjectFiles project) {
        try {
            return new PlannedProject(project, Optional.of(planner.plan(project)), Optional.empty());
        } catch (RuntimeException trouble) {
            return new PlannedProject(project, Optional.empty(), Optional.of(trouble));
        }
    }

    /** The outcome of planning a project: a plan, or the failure. */
    private record PlannedProject(ProjectFiles project, Optional<PatchPlan> plan, Optional<RuntimeException> trouble) {

        PatchPlan require() {
            trouble.ifPresent(why -> {
                throw why;
            });
            return plan.orElseThrow();
        }

        /** Whether it can't be the project's own fault, so that the whole run ends. */
        boolean failed() {
            return trouble.filter(why -> !ExitCode.of(why).mayBeAboutOneFile()).isPresent();
        }

        /** Without the generated files that are written by then. */
        PlannedProject without(FilesWritten others) {
            return new PlannedProject(
                    project,
                    plan.map(made -> new PatchPlan(made.stack(), made.plan().without(others.generated.values()))),
                    trouble);
        }

        /** All files it was read from or writes to. */
        Set<Path> files() {
            Set<Path> files = new HashSet<>(project.files());
            plan.ifPresent(made -> {
                files.addAll(made.stack().stack().project().sources().keySet());
                files.addAll(made.plan().paths());
            });
            return files;
        }
    }

    /** The files that were written since a plan was made. */
    private static final class FilesWritten {
        private final Set<Path> all = new HashSet<>();
        private final Map<Path, PlannedFile> generated = new HashMap<>();

        void add(ProjectPlan plan) {
            plan.paths().forEach(path -> all.add(real(path)));
            plan.files().forEach(file -> generated.put(file.path(), file));
        }

        boolean changes(Set<Path> files) {
            return files.stream().map(FilesWritten::real).anyMatch(all::contains);
        }

        /** Two names may lead to one file. */
        private static Path real(Path path) {
            try {
                return path.toRealPath();
            } catch (IOException notThereYet) {
                return path;
            }
        }
    }
}
