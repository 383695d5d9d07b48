package aria.plan;

import aria.compose.Service;
import aria.preset.Preset;
import aria.preset.Variables;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The situations in which a service must be left as it is. */
final class Refusals {
    private Refusals() {}

    /** Why the service can't be secured; empty when it can. */
    static Optional<Finding> of(StackService planned, Stack stack, Variables variables) {
        Service service = planned.service();
        Preset preset = planned.preset().orElseThrow();
        List<String> own = CommandPlan.ownWords(service, preset, variables);
        for (Preset.Refusal refusal : preset.refusals()) {
            boolean inCommand = refusal.commandHas().filter(text -> own.stream().anyMatch(word -> word.contains(text))).isPresent();
            boolean inEnvironment = refusal.environmentHas().filter(service.environment()::containsKey).isPresent();
            if (inCommand || inEnvironment) {
                return Optional.of(Finding.refused("preset-refuses", service.name(), refusal.reason(), refusal.remedy()));
            }
        }
        Optional<String> conflict = CommandPlan.conflict(service, preset, variables);
        if (conflict.isPresent()) {
            return Optional.of(Finding.refused("setting-conflict", service.name(),
                    "its command already says `" + conflict.get() + "`, which the preset " + preset.id() + " has to set itself",
                    "remove that word from the command, or use --preset " + service.name() + "=mount and set TLS up by hand"));
        }
        boolean needsCommand = !preset.compose().command().append().isEmpty();
        if (needsCommand && !service.entrypoint().isEmpty() && service.command().isEmpty()) {
            return Optional.of(Finding.refused("entrypoint", service.name(),
                    "it has an entrypoint of its own and no command, so the server's flags have no place",
                    "write the server's command out under `command:`"));
        }
        return taken(planned, stack);
    }

    private static Optional<Finding> taken(StackService planned, Stack stack) {
        return Stream.of(Stack.initName(planned.name()), Stack.readyName(planned.name()))
                .filter(name -> Optional.ofNullable(stack.project().services().get(name))
                        .filter(service -> !service.networkMode().equals(Optional.of("none"))).isPresent())
                .findFirst().map(name -> Finding.refused("name-taken", planned.name(),
                        "there is a service `" + name + "` already that is not ours", "rename it"));
    }
}
