package aria.cli;

import aria.plan.CaService;
import aria.plan.StackOptions;
import aria.stack.Stack;
import aria.store.Layout;
import java.util.List;
import java.util.Optional;

/**
 * Which of a project's stacks runs step-ca, and with which options each of them is planned. One step-ca is enough for
 * several projects: where none has it, the first one gets it.
 *
 * @param stacks all of the project's stacks, may be empty
 * @param added  whether a step-ca is asked for where there is none
 */
public record CaServerChoice(Layout layout, EditOptions edit, List<Stack> stacks, boolean added) {

    /** The options of one of the stacks. */
    public StackOptions options(Stack stack) {
        StackOptions options = edit.selection().stackOptions(layout, edit.choices(stack));
        boolean here = stacks.stream().anyMatch(CaService::isIn) ? CaService.isIn(stack) : stack.equals(stacks.get(0));
        return added && here ? options.withStepCa() : options;
    }

    /** The service that runs step-ca once the plan is done; empty when there is none then. */
    public Optional<StartedCaOptions.Server> server() {
        return stacks.stream()
                .flatMap(stack ->
                        CaService.name(stack, options(stack))
                                .map(name -> new StartedCaOptions.Server(stack, name))
                                .stream())
                .findFirst();
    }

    /** The names that step-ca has to answer to beside its default ones; may be empty. */
    public List<String> names() {
        return stacks.stream()
                .flatMap(stack -> CaService.serverNames(stack, options(stack)).stream())
                .distinct()
                .toList();
    }
}
