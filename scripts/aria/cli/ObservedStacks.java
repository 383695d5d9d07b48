package aria.cli;

import aria.finding.Remedy;
import aria.operate.ProjectObserver;
import aria.plan.StackPlan;
import aria.stack.Stack;
import aria.store.AtomicFiles;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.verify.ApplicationClaim;
import aria.verify.ApplicationState;
import aria.verify.Report;
import aria.verify.traffic.Call;
import aria.verify.traffic.EarlierState;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What running projects do before they are changed. A call that no file names counts against securing its server; all
 * of it tells afterwards whether the applications still work.
 */
public final class ObservedStacks {
    private static final String FILES_ALONE = "Planned from the files alone";

    private final Map<String, EarlierState> seen = new ConcurrentHashMap<>();
    private final Set<Call> unwritten = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    /** By project: the servers that would start open if it were known that it runs. */
    private final Map<String, List<String>> open = new ConcurrentHashMap<>();

    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean looked;

    /**
     * Looks at the running containers of these projects. Where none run, what an earlier run saw counts.
     *
     * @param live false for a command that must not look at the engine
     * @return the projects with the calls that were seen of them
     */
    public List<Stack> look(Layout layout, List<Stack> stacks, boolean live) {
        looked = live;
        for (Stack stack : stacks) {
            String project = stack.project().name();
            EarlierState now = live ? ProjectObserver.observe(stack) : EarlierState.NONE;
            if (!now.isEmpty()) {
                running.add(project);
            }
            seen.put(project, now.isEmpty() ? EarlierState.recorded(layout, project) : now);
            now.calls().stream()
                    .filter(call -> call.edge(stack).isPresent())
                    .filter(call -> stack.edges().stream()
                            .noneMatch(edge -> edge.caller().equals(call.caller())
                                    && edge.server().equals(call.server())))
                    .forEach(unwritten::add);
        }
        return stacks.stream().map(this::in).toList();
    }

    /**
     * Says once what a look at the engine may change of these plans, where it was not looked at: servers could be held
     * back, and start open.
     */
    public void tell(Console console, List<PlannedStack> planned) {
        List<PlannedStack> plans = planned.stream()
                .filter(each ->
                        !each.plan().isEmpty() && !each.plan().certified().isEmpty())
                .toList();
        List<String> staged = plans.stream()
                .flatMap(each -> open.getOrDefault(project(each), List.of()).stream())
                .toList();
        boolean unknown = plans.stream().anyMatch(each -> state(each.stack()).isEmpty());
        if (looked || !unknown && staged.isEmpty()) {
            return;
        }
        if (!staged.isEmpty()) {
            told.set(true);
            console.message((unknown ? unknown(console) + ", and " : FILES_ALONE + ". If the stack runs, ")
                    + String.join(", ", staged)
                    + (staged.size() == 1 ? " starts" : " start")
                    + " in stage open, which aria.yaml then says");
        } else if (told.compareAndSet(false, true)) {
            console.message(unknown(console));
        }
    }

    private static String unknown(Console console) {
        return FILES_ALONE + ". If the stack runs, " + console.text().text(Remedy.aria("observe"))
                + ": for calls that no file names, bootstrap holds back more";
    }

    private static String project(PlannedStack planned) {
        return planned.stack().project().name();
    }

    /** Plans a stack, with the servers open that start so. */
    public PlannedStack planned(EditOptions edit, WriteOptions write, Stack stack, Function<Stack, StackPlan> planner) {
        boolean production = edit.choices(stack).file().choices().production();
        FirstStage stage = FirstStage.of(runs(stack), production, write.once());
        PlannedStack planned = stage.plan(stack, planner);
        if (!looked && !stage.open() && !write.once()) {
            open.put(project(planned), FirstStage.fresh(stack, planned.plan()));
        }
        edit.selection().requirePublishedUsed(planned);
        return planned;
    }

    /** Remembers which servers of a plan start open. */
    public void remember(RememberedChoices remembered, PlannedStack planned) {
        FirstStage.remember(remembered, planned, runs(planned.stack()));
    }

    private boolean runs(Stack stack) {
        return running.contains(stack.project().name());
    }

    /** Returns the stack with the calls that were seen of it. */
    public Stack in(Stack stack) {
        return stack.observing(state(stack).edges(stack));
    }

    /**
     * Offers to write calls that no file names into {@code aria.yaml}; nobody is asked where {@code --yes} is given.
     * Which servers of the plans start open is written there in any case.
     */
    public void offer(CommonOptions common, boolean yes, RememberedChoices remembered, List<PlannedStack> planned) {
        planned.forEach(each -> remember(remembered, each));
        if (unwritten.isEmpty() || yes) {
            return;
        }
        String calls = unwritten.stream()
                .map(call -> call.caller() + " calls " + call.listener())
                .collect(Collectors.joining(", "));
        common.console().message("Seen on the running stack, and in no file: " + calls);
        if (common.consent(false).agrees("Write this into aria.yaml?")) {
            remembered.calls(unwritten);
        }
    }

    /**
     * Keeps a record of what was seen, for later runs. It is no part of the transaction: nothing is undone by it, and a
     * run that is killed before has only looked.
     *
     * @param changed whether this run has changed something; else only calls that were not known are worth a record
     */
    public void record(Layout layout, List<Stack> stacks, boolean changed) {
        for (Stack stack : stacks) {
            String project = stack.project().name();
            EarlierState now = state(stack);
            if (!now.isEmpty() && (changed || !unwritten.isEmpty())) {
                write(layout, project, EarlierState.recorded(layout, project).before(now));
            }
        }
    }

    /** Keeps in mind which of the applications work after the change. */
    public void settle(Layout layout, List<Stack> stacks, Report checks) {
        Set<String> working = checks.applications().stream()
                .filter(claim -> claim.state() == ApplicationState.WORKS)
                .map(ApplicationClaim::service)
                .collect(Collectors.toSet());
        for (Stack stack : stacks) {
            String project = stack.project().name();
            EarlierState before = EarlierState.recorded(layout, project);
            if (!before.isEmpty() && !before.worked().containsAll(working)) {
                write(layout, project, before.working(working));
            }
        }
    }

    private static void write(Layout layout, String project, EarlierState state) {
        AtomicFiles.write(FileWrite.open(layout.observed(), state.record(layout, project)));
    }

    private EarlierState state(Stack stack) {
        return seen.getOrDefault(stack.project().name(), EarlierState.NONE);
    }
}
