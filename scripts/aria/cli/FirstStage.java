package aria.cli;

import aria.plan.StackPlan;
import aria.stack.ProxiedServices;
import aria.stack.Stack;
import aria.stack.Stage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The stage of servers that get a proxy for the first time and of which nobody has decided. Where callers may depend on
 * them that no file tells of, they start open.
 *
 * @param open whether they do
 */
record FirstStage(boolean open) {

    /**
     * Returns that of a project.
     *
     * @param runs       whether containers of it run
     * @param production whether it is judged as one in production
     * @param once       nothing is remembered, so that the next run would not know
     */
    static FirstStage of(boolean runs, boolean production, boolean once) {
        return new FirstStage((runs || production) && !once);
    }

    /** Plans a stack, once more where servers start open. */
    PlannedStack plan(Stack stack, Function<Stack, StackPlan> planner) {
        StackPlan enforced = planner.apply(stack);
        List<String> fresh = fresh(stack, enforced);
        if (!open || fresh.isEmpty()) {
            return new PlannedStack(stack, enforced);
        }
        Map<String, Stage> first = fresh.stream().collect(Collectors.toMap(server -> server, server -> Stage.OPEN));
        Stack staged = ProxiedServices.staging(stack, first);
        return new PlannedStack(staged, planner.apply(staged));
    }

    /** Returns the servers that a plan gives a proxy for the first time and of which nobody has decided. */
    static List<String> fresh(Stack stack, StackPlan plan) {
        return plan.proxies().servers().stream()
                .filter(server -> !stack.selection().proxies().stages().containsKey(server)
                        && !ProxiedServices.isMoved(stack, stack.service(server).orElseThrow()))
                .sorted()
                .toList();
    }

    /** Remembers the servers of a plan that start open; those that are known are as they were. */
    static void remember(RememberedChoices remembered, PlannedStack planned, boolean runs) {
        Map<String, Stage> stages =
                new TreeMap<>(planned.stack().selection().proxies().stages());
        stages.keySet().retainAll(planned.plan().proxies().servers());
        stages.forEach((server, stage) ->
                remembered.stage(server, stage, "because " + (runs ? "the stack runs" : "profile is production")));
    }
}
