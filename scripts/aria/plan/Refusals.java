package aria.plan;

import aria.compose.Service;
import aria.preset.ImageName;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import java.util.List;
import java.util.Optional;

/** The situations in which a service must be left as it is. */
final class Refusals {
    private Refusals() {}

    /** Why the service can't be secured; empty when it can. */
    static Optional<Finding> of(StackService planned, Stack stack, TemplateVariables variables) {
        Service service = planned.service();
        Preset preset = planned.preset().orElseThrow();
        if (!Layout.canName(service.name())) {
            return Optional.of(Finding.refused(
                    "limit", service.name(), "its name is too long for the name of a file", "give it a shorter one"));
        }
        List<String> own = CommandPlan.ownWords(service, preset, variables);
        for (Preset.Refusal refusal : preset.refusals()) {
            if (meets(refusal, service, own)) {
                return Optional.of(
                        Finding.refused("preset-refuses", service.name(), refusal.reason(), refusal.remedy()));
            }
            Optional<String> unseen =
                    refusal.fileHas().flatMap(text -> MountedFiles.unseen(service, path(service, text)));
            if (unseen.isPresent()) {
                return Optional.of(Finding.refused(
                        "config-unseen",
                        service.name(),
                        "what is put at " + unseen.get() + " can't be looked at, and might open another port",
                        "mount it from a folder of the project"));
            }
        }
        Optional<String> conflict = CommandPlan.conflict(service, preset, variables);
        if (conflict.isPresent()) {
            return Optional.of(Finding.refused(
                    "setting-conflict",
                    service.name(),
                    "its command already says `" + conflict.get() + "`, which the preset " + preset.id()
                            + " has to set itself",
                    "remove that word from the command, or use --preset " + service.name()
                            + "=mount and set TLS up by hand"));
        }
        boolean needsCommand = !preset.compose().command().append().isEmpty();
        if (needsCommand && !service.entrypoint().isEmpty() && service.command().isEmpty()) {
            return Optional.of(Finding.refused(
                    "entrypoint",
                    service.name(),
                    "it has an entrypoint of its own and no command, so the server's flags have no place",
                    "write the server's command out under `command:`"));
        }
        return networkless(planned).or(() -> taken(planned, stack));
    }

    private static boolean meets(Preset.Refusal refusal, Service service, List<String> own) {
        return refusal.meets(own)
                || refusal.meets(service.environment())
                || refusal.mountAt()
                        .filter(path -> MountedFiles.isTarget(service, path))
                        .isPresent()
                || refusal.fileHas()
                        .filter(text -> MountedFiles.at(service, path(service, text)).stream()
                                .map(MountedFiles::text)
                                .anyMatch(text::isIn))
                        .isPresent()
                || service.image()
                        .map(ImageName::parse)
                        .filter(image -> refusal.meetsTag(image.tag()))
                        .isPresent();
    }

    private static String path(Service service, Preset.FileText text) {
        return CommandPlan.flagValue(service, text.pathFlags()).orElse(text.path());
    }

    private static Optional<Finding> networkless(StackService planned) {
        return planned.preset().flatMap(Preset::sidecar).isPresent()
                        && planned.service().networkMode().isPresent()
                ? Optional.of(Finding.refused(
                        "network-mode",
                        planned.name(),
                        "it has a network_mode, so the proxy before it would answer on a network that is not its own",
                        "take network_mode out, or leave this service out"))
                : Optional.empty();
    }

    private static Optional<Finding> taken(StackService planned, Stack stack) {
        return foreign(planned, stack, Stack.initName(planned.name()), "none")
                .or(() -> foreign(planned, stack, Stack.readyName(planned.name()), "none"))
                .or(() -> foreign(planned, stack, Stack.proxyName(planned.name()), "service:" + planned.name()));
    }

    /** A service of that name which is not the one that we would add. */
    private static Optional<Finding> foreign(StackService planned, Stack stack, String name, String networkMode) {
        return Optional.ofNullable(stack.project().services().get(name))
                .filter(service -> !service.networkMode().equals(Optional.of(networkMode)))
                .map(service -> Finding.refused(
                        "name-taken",
                        planned.name(),
                        "there is a service `" + name + "` that is not ours, for its network_mode is not `"
                                + networkMode + "`",
                        "set that, or rename the service"));
    }
}
