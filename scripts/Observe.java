///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Shows who calls whom on the running stack, and remembers in aria.yaml what no file says
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS aria/Project.java

import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Durations;
import aria.cli.Launcher;
import aria.cli.ObserveReport;
import aria.cli.PlanRun;
import aria.cli.ProjectChoices;
import aria.cli.Recover;
import aria.cli.RememberedChoices;
import aria.cli.RunOutcome;
import aria.cli.WriteOptions;
import aria.compose.ProjectFiles;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.operate.ProjectObserver;
import aria.plan.ProjectPlan;
import aria.plan.ProjectPlanner;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import aria.verify.traffic.StackTraffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Reads the sockets of the running containers and proposes calls for {@code aria.yaml}. Neither a container nor a
 * compose file is changed.
 */
@Command(
        name = "observe",
        sortOptions = false,
        description = "Shows who calls whom on the running stack, and remembers in aria.yaml what no file says.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  observe                   show what runs, and ask before something is remembered",
            "  observe --for 10m --yes   watch for ten minutes, then remember",
            "  observe --check           exit 1 when a call was seen that no file says"
        })
class Observe implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofHours(24);

    @Mixin
    CommonOptions common;

    @Mixin
    ComposeOptions compose;

    @Mixin
    WriteOptions write;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Watch for so long, at most 24h (default: look once, which shows the last minute).")
    Duration time = Duration.ZERO;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new Observe(), arguments));
    }

    @Override
    public Integer call() {
        if (time.compareTo(LONGEST) > 0) {
            throw new UsageException(FindingId.WRONG_USAGE, "--for: the longest time is 24h");
        }
        write.requireRemembering("observe");
        Layout layout = common.layout(compose, List.of());
        Recover.first(layout, common.console(), write.showsOnly());
        List<ProjectFiles> projects =
                ProjectChoices.withoutOverrides(compose.projects(layout, List.of()), Optional.empty());
        ComposeOptions.requireFound(layout, projects);
        ObserveReport report = new ObserveReport(common);
        for (ProjectFiles project : projects) {
            observe(layout, project, report);
        }
        return report.done().number();
    }

    private void observe(Layout layout, ProjectFiles project, ObserveReport report) {
        ProjectChoices choices = ProjectChoices.of(project, Selection.EVERYTHING, Optional.empty());
        Stack stack =
                compose.stack(layout, choices, project, choices.file().choices().override());
        if (!time.isZero()) {
            common.console().message("Watching " + stack.project().name() + " for " + time.toSeconds() + " s");
        }
        StackTraffic traffic = ProjectObserver.watch(stack, time);
        report.show(stack, traffic);
        Instant now = Instant.now();
        RememberedChoices remembered = common.remembered(choices.file(), compose, false);
        remembered.calls(traffic.proposed());
        ProjectPlan nothing = new ProjectPlanner(layout, now, Optional.empty()).patch(List.of());
        ProjectPlan plan =
                traffic.proposed().isEmpty() ? nothing : remembered.with(common.guarded(nothing, List.of(stack)));
        PlanRun run = new PlanRun(common, write);
        RunOutcome outcome = plan.isEmpty() ? run.run(plan, now) : run.asking("Write this into aria.yaml?", plan, now);
        report.add(stack, traffic, outcome);
    }
}
