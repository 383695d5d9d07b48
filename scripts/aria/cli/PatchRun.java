package aria.cli;

import aria.compose.ProjectFiles;
import aria.compose.ProjectOrder;
import aria.finding.ConsentException;
import aria.finding.PartialFailureException;
import aria.finding.RefusedException;
import aria.plan.FileEdit;
import aria.plan.PlannedFile;
import aria.plan.ProjectPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Patches compose projects, each judged on its own: a refusal of one does not stop the others. Where nobody is asked, many are
 * planned side by side, and written so many in one transaction: a small project takes less time to plan than the disk to answer.
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
        this.runs = new PlanRun(common, write);
        this.write = write;
        this.console = common.console();
        this.json = common.json();
        this.barAlone = json && !console.showsResults();
        this.reports = reports;
    }

    /** Plans, shows and applies all of them in their order. @return the worst of their ends */
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
            console.message("Take it back with: ./jbangw patch-compose@aria --undo");
        }
        return worst;
    }

    private ExitCode run(List<ProjectFiles> projects) {
        boolean asks = !write.yes() && !write.showsOnly();
        return asks || projects.size() < 2 ? eachAlone(projects) : inBatches(projects);
    }

    private ExitCode eachAlone(List<ProjectFiles> projects) {
        return projects.stream().map(files -> alone(attempt(files))).reduce(ExitCode.OK, ExitCode::worse);
    }

    private ExitCode inBatches(List<ProjectFiles> projects) {
        ExitCode worst = ExitCode.OK;
        Written before = new Written();
        int done = 0;
        try (Progress progress = Progress.start(console, "compose files", projects.size());
                Batches<Attempt> batches = new Batches<>(projects, this::attempt)) {
            while (batches.hasNext()) {
                List<Attempt> batch = batches.next();
                Written now = new Written();
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

    private ExitCode shown(List<Attempt> batch) {
        return batch.stream().map(this::alone).reduce(ExitCode.OK, ExitCode::worse);
    }

    /**
     * Writes a batch, in parts where one project reads or edits what another one edits: it is planned anew after that.
     *
     * @param before what may have been written since the batch was planned
     * @param now    gets what the batch writes
     */
    private ExitCode written(List<Attempt> batch, Written before, Written now) {
        ExitCode worst = ExitCode.OK;
        List<Attempt> together = new ArrayList<>();
        for (Attempt planned : batch) {
            Attempt each = planned.without(before).without(now);
            if (before.changes(each.files()) || now.changes(each.files())) {
                worst = worst.worse(together(together));
                together.clear();
                each = attempt(planned.project());
            }
            if (each.failed()) {
                together(together);
                throw each.trouble().orElseThrow();
            }
            each.plan().map(PatchPlan::plan).ifPresent(now::add);
            together.add(each);
        }
        return worst.worse(together(together));
    }

    private ExitCode together(List<Attempt> attempts) {
        List<ProjectPlan> plans = attempts.stream()
                .flatMap(each -> each.plan().stream())
                .map(PatchPlan::plan)
                .toList();
        List<PlanRun.Outcome> outcomes;
        try {
            outcomes = runs.applyTogether(plans, Instant.now());
        } catch (PartialFailureException | ConsentException all) {
            throw all;
        } catch (RuntimeException nothingWritten) {
            // It may be about one of them only: the others are done, and that one says what is the matter.
            return eachAlone(attempts.stream().map(Attempt::project).toList());
        }
        ExitCode worst = ExitCode.OK;
        int at = 0;
        for (Attempt each : attempts) {
            if (each.plan().isEmpty()) {
                worst = worst.worse(alone(each));
                continue;
            }
            PatchPlan plan = each.plan().get();
            PlanRun.Outcome outcome = outcomes.get(at++);
            runs.tell(plan.plan());
            done(reports.apply(each.project()), plan, outcome);
            worst = worst.worse(outcome.exit());
        }
        return worst;
    }

    private ExitCode alone(Attempt attempt) {
        PatchReport report = reports.apply(attempt.project());
        try {
            PatchPlan plan = attempt.require();
            PlanRun.Outcome outcome = runs.run(plan.plan(), Instant.now());
            done(report, plan, outcome);
            return outcome.exit();
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

    private void done(PatchReport report, PatchPlan plan, PlanRun.Outcome outcome) {
        report.done(plan.stack(), plan.plan(), outcome);
        wrote |= !outcome.applied().files().isEmpty();
        plan.plan().edits().stream()
                .filter(edit -> outcome.applied().files().contains(edit.file()))
                .forEach(edit -> edited.put(edit.file(), edit));
        planner.tell(plan);
    }

    private Attempt attempt(ProjectFiles project) {
        try {
            return new Attempt(project, Optional.of(planner.plan(project)), Optional.empty());
        } catch (RuntimeException trouble) {
            return new Attempt(project, Optional.empty(), Optional.of(trouble));
        }
    }

    /** What became of planning a project: a plan, or why there is none. */
    private record Attempt(ProjectFiles project, Optional<PatchPlan> plan, Optional<RuntimeException> trouble) {

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
        Attempt without(Written others) {
            return new Attempt(
                    project,
                    plan.map(made ->
                            new PatchPlan(made.read(), made.stack(), made.plan().without(others.generated.values()))),
                    trouble);
        }

        /** All files it was read from or writes to. */
        Set<Path> files() {
            Set<Path> files = new HashSet<>(project.files());
            plan.ifPresent(made -> {
                files.addAll(made.read().project().sources().keySet());
                files.addAll(made.plan().paths());
            });
            return files;
        }
    }

    /** What was written since something was planned. */
    private static final class Written {
        private final Set<Path> all = new HashSet<>();
        private final Map<Path, PlannedFile> generated = new HashMap<>();

        void add(ProjectPlan plan) {
            plan.paths().forEach(path -> all.add(real(path)));
            plan.files().forEach(file -> generated.put(file.path(), file));
        }

        boolean changes(Set<Path> files) {
            return files.stream().map(Written::real).anyMatch(all::contains);
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
