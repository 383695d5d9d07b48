package aria.cli;

import aria.apply.Prune;
import aria.finding.PartialFailureException;
import aria.finding.Remedy;
import aria.operate.UnusedObjects;
import aria.plan.LeftOvers;
import aria.plan.ProjectPlan;
import aria.stack.Stack;
import aria.store.Layout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Shows what is no longer used, asks, and removes it. */
public final class PruneRun {
    private static final String QUESTION = "Remove what is no longer used?";

    private final CommonOptions common;
    private final WriteOptions write;
    private final Console console;

    public PruneRun(CommonOptions common, WriteOptions write) {
        this.common = common;
        this.write = write;
        this.console = common.console();
    }

    /** The JSON answer. */
    private record Pruned(List<String> unused, boolean removed) {}

    /**
     * Removes what these projects no longer use, or shows it.
     *
     * @throws aria.finding.ConsentException when the user does not agree, or can't be asked
     * @throws PartialFailureException when some of it is in use
     */
    public ExitCode run(Layout layout, List<Stack> stacks) {
        Prune prune = Prune.of(layout, stacks);
        ProjectPlan plan = prune.plan();
        List<UnusedObjects> objects = stacks.stream()
                .map(stack -> UnusedObjects.of(stack, prune.delivered()))
                .toList();
        List<String> lines = lines(layout, prune, objects);
        boolean empty = lines.isEmpty() && plan.isEmpty();
        if (!common.json() && !lines.isEmpty()) {
            Stream.concat(Stream.of("Unused"), lines.stream().map(line -> "  " + line))
                    .forEach(write.showsOnly() ? console::result : console::message);
        }
        if (!plan.isEmpty()) {
            new PlanRun(common, write).asking(QUESTION, plan, Instant.now());
        } else if (!empty && !write.showsOnly()) {
            common.consent(write.yes()).require(QUESTION);
        }
        if (!write.showsOnly()) {
            console.interruption().writing();
            prune.remove();
            UnusedObjects.remove(objects, Remedy.aria("bootstrap", "--prune")).ifPresent(left -> {
                throw new PartialFailureException(left);
            });
        }
        ExitCode exit = write.check() && !empty ? ExitCode.FAILED : ExitCode.OK;
        if (common.json()) {
            List<String> unused = Stream.concat(PlanText.reasons(plan).stream().map(String::strip), lines.stream())
                    .toList();
            console.answer("bootstrap", exit, new Pruned(unused, !empty && !write.showsOnly()), List.of());
        } else if (empty) {
            console.result(Mark.PASS, "Everything is in use, nothing to remove");
        } else if (!write.showsOnly()) {
            console.result(Mark.PASS, "Removed what is no longer used");
        }
        return exit;
    }

    private static List<String> lines(Layout layout, Prune prune, List<UnusedObjects> objects) {
        List<String> lines = new ArrayList<>();
        prune.certificates()
                .forEach(folder -> lines.add(layout.display(folder) + ": "
                        + LeftOvers.reason(folder.getFileName().toString())));
        prune.generated()
                .forEach(file -> lines.add(layout.display(file.file()) + ": "
                        + LeftOvers.reason(file.file().getParent().getFileName().toString())));
        objects.forEach(each -> lines.addAll(each.lines()));
        return lines;
    }
}
