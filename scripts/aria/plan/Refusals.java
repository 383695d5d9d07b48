package aria.plan;

import aria.compose.Service;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.preset.ConfigEdit;
import aria.preset.ImageName;
import aria.preset.Preset;
import aria.preset.Refusal;
import aria.preset.TemplateVariables;
import aria.preset.Templates;
import aria.preset.UnfitValueException;
import aria.preset.Variant;
import aria.proxy.ProxyRules;
import aria.stack.MountedFiles;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The situations in which a service must not be changed. */
final class Refusals {
    private static final Remedy LEAVE_OUT = Remedy.advice("leave this service out with --only");

    private Refusals() {}

    /** Why the service can't be secured, or not without a person's choice; empty when it can. */
    static Optional<Finding> of(StackService planned, Stack stack, StackOptions options) {
        TemplateVariables variables = ServicePlan.variables(planned, options);
        Service service = planned.service();
        Preset preset = planned.preset().orElseThrow();
        if (!Layout.canName(service.name())) {
            return refused(
                    planned,
                    FindingId.LIMIT,
                    "its name is too long for a file name",
                    Remedy.advice("give it a shorter name"));
        }
        Optional<Finding> unfit = image(planned, stack, options)
                .or(() -> inImage(planned, stack, options))
                .or(() -> unfit(planned, stack, variables))
                .or(() -> situation(planned, stack, variables));
        if (unfit.isPresent()) {
            return unfit;
        }
        Optional<String> conflict = CommandPlan.conflict(service, preset, variables);
        if (conflict.isPresent()) {
            return refused(
                    planned,
                    FindingId.SETTING_CONFLICT,
                    "its command already sets `" + conflict.get() + "`, which the preset " + preset.id()
                            + " must set itself",
                    Remedy.advice("remove that word from the command"),
                    Remedy.inOrder(
                            Remedy.setting("--preset", service.name() + "=mount"),
                            Remedy.advice("set up TLS by hand")));
        }
        Optional<Finding> over = Overrides.of(service, preset, variables)
                .map(reason -> Finding.error(
                                FindingId.SETTING_CONFLICT,
                                reason,
                                Remedy.advice("remove it"),
                                Remedy.setting("--preset", service.name() + "=mount"))
                        .about(planned.name()));
        if (over.isPresent()) {
            return over;
        }
        boolean needsCommand = !preset.compose().command().append().isEmpty();
        if (needsCommand
                && !service.entrypoint().isEmpty()
                && service.command().isEmpty()
                && !startsServer(service, preset)) {
            return refused(
                    planned,
                    FindingId.ENTRYPOINT,
                    "it has its own entrypoint and no command, so there is no place for the server's flags",
                    Remedy.advice("write the server's command out under `command:`"));
        }
        return networkless(planned).or(() -> replicated(planned)).or(() -> taken(planned, stack));
    }

    /** Whether what follows its entrypoint is for the server. */
    private static boolean startsServer(Service service, Preset preset) {
        return service.entrypoint().stream()
                .map(word -> word.substring(word.lastIndexOf('/') + 1))
                .anyMatch(word -> preset.programs().stream().anyMatch(program -> Preset.globFits(program, word)));
    }

    /** The first situation that the preset refuses, or cannot judge. */
    private static Optional<Finding> situation(StackService planned, Stack stack, TemplateVariables variables) {
        Service service = planned.service();
        Preset preset = planned.preset().orElseThrow();
        List<String> own = CommandPlan.ownWords(service, preset, variables);
        // What has to be edited has to be seen anyway.
        boolean edited = preset.configs().stream().anyMatch(Preset.BlockEdit.class::isInstance);
        for (Refusal refusal : preset.refusals()) {
            if (meets(refusal, service, own, variables)) {
                Optional<Finding> refused = refusal.ownTls()
                        ? ownTls(planned, refusal, stack, variables)
                        : refused(planned, refusal, variables);
                if (refused.isPresent()) {
                    return refused;
                }
            }
            Optional<String> unseen = edited
                    ? Optional.empty()
                    : refusal.fileHas().flatMap(text -> MountedFiles.unseen(service, MountedFiles.path(service, text)));
            if (unseen.isPresent()) {
                return refused(
                        planned,
                        FindingId.CONFIG_UNSEEN,
                        "what is mounted at " + unseen.get() + " cannot be read from here, and might open another port",
                        Remedy.advice("mount it from a folder of the project"));
            }
        }
        return Optional.empty();
    }

    /** What the image decides: its layout, and the server's version. */
    private static Optional<Finding> image(StackService planned, Stack stack, StackOptions options) {
        Preset preset = planned.preset().orElseThrow();
        Optional<String> layout = planned.service()
                .image()
                .flatMap(image -> Variant.of(preset, ImageName.parse(image)))
                .flatMap(Variant::refused);
        if (layout.isPresent()) {
            return refused(
                    planned,
                    FindingId.PRESET_REFUSES,
                    layout.get(),
                    Remedy.setting("--preset", planned.name() + "=mount"));
        }
        Optional<ServerVersion> version = ServerVersion.of(planned, options);
        TemplateVariables variables = ServicePlan.variables(planned, options);
        return version.flatMap(ServerVersion::refusal)
                .map(refusal -> Finding.heldBack(refusal.reason())
                        .also(filled(refusal.remedies(), variables))
                        .also(
                                stack.selection().proxies().automatic()
                                        ? List.of()
                                        : List.of(ProxyRules.choice(planned.name())))
                        .about(planned.name()))
                .or(() -> version.flatMap(known -> known.healthcheck(variables)))
                .or(() ->
                        isChosen(planned, stack, options) ? Optional.empty() : version.flatMap(ServerVersion::unknown));
    }

    /** What of a file in the image would break; it can only be edited where it is mounted. */
    private static Optional<Finding> inImage(StackService planned, Stack stack, StackOptions options) {
        return planned.preset().orElseThrow().configs().stream()
                .filter(ConfigEdit.class::isInstance)
                .map(ConfigEdit.class::cast)
                .filter(edit -> edit.inImage().isPresent() && !isChosen(planned, stack, options))
                .map(edit -> Map.entry(
                        ConfigTargets.path(planned.service(), edit),
                        edit.inImage().get()))
                .filter(file ->
                        MountedFiles.at(planned.service(), file.getKey()).isEmpty())
                .findFirst()
                .map(file -> Finding.heldBack(
                                file.getKey() + " is not mounted from the host, and " + file.getValue(),
                                Remedy.advice("mount your own " + file.getKey()))
                        .also(CallerFindings.always(planned.name()))
                        .about(planned.name()));
    }

    /** Whether a person chose that it is secured, or an earlier plan secured it. */
    private static boolean isChosen(StackService planned, Stack stack, StackOptions options) {
        return stack.selection().always().contains(planned.name())
                || new ServicePlan(planned, options).isSecured(stack.project());
    }

    /** TLS of the owner's is replaced only as a person chose, and never by what may be weaker. */
    private static Optional<Finding> ownTls(
            StackService planned, Refusal refusal, Stack stack, TemplateVariables variables) {
        boolean insists = planned.preset().orElseThrow().listeners().stream()
                .allMatch(listener -> variables.fill(listener.clientAuth()).equals("required"));
        if (!insists) {
            return refused(
                    planned,
                    FindingId.PRESET_REFUSES,
                    refusal.reason() + ", and this preset would not insist on certificates, which may be weaker",
                    Remedy.setting("--preset", planned.name() + "=mount"));
        }
        return stack.selection().always().contains(planned.name())
                ? Optional.empty()
                : Optional.of(Finding.heldBack(refusal.reason())
                        .also(CallerFindings.always(planned.name()))
                        .about(planned.name()));
    }

    private static Optional<Finding> refused(StackService planned, Refusal refusal, TemplateVariables variables) {
        return refused(planned, FindingId.PRESET_REFUSES, refusal.reason())
                .map(finding -> finding.also(filled(refusal.remedies(), variables)));
    }

    /** What of the service's settings would not stay a value in a generated file. */
    private static Optional<Finding> unfit(StackService planned, Stack stack, TemplateVariables variables) {
        try {
            planned.preset()
                    .orElseThrow()
                    .files()
                    .forEach(file -> variables.fillFile(Templates.read("services/files/" + file.template())));
            return Optional.empty();
        } catch (UnfitValueException reason) {
            Service service = planned.service();
            Place place = new Place(
                    stack.project().files().label(service.file()), service.lineOf("environment", reason.variable()), 0);
            return Optional.of(reason.finding().about(planned.name()).at(place));
        }
    }

    private static Optional<Finding> refused(StackService planned, FindingId id, String message, Remedy... remedies) {
        return Optional.of(Finding.error(id, message, remedies).about(planned.name()));
    }

    private static List<Remedy> filled(List<Remedy> remedies, TemplateVariables variables) {
        return remedies.stream().map(remedy -> filled(remedy, variables)).toList();
    }

    /** A setting's value may name the service. */
    private static Remedy filled(Remedy remedy, TemplateVariables variables) {
        if (remedy instanceof Remedy.Setting setting) {
            return Remedy.setting(setting.name(), variables.fill(setting.value()));
        }
        return remedy instanceof Remedy.Steps all ? new Remedy.Steps(filled(all.steps(), variables)) : remedy;
    }

    private static boolean meets(Refusal refusal, Service service, List<String> own, TemplateVariables variables) {
        return refusal.meets(own)
                || refusal.meets(service.environment(), variables)
                || refusal.mountAt()
                        .filter(path -> MountedFiles.isTarget(service, path))
                        .isPresent()
                || refusal.fileHas()
                        .filter(text ->
                                MountedFiles.texts(service, text).stream().anyMatch(text::isIn))
                        .isPresent()
                || service.image()
                        .map(ImageName::parse)
                        .filter(image -> refusal.meetsTag(image.tag()))
                        .isPresent();
    }

    private static Optional<Finding> networkless(StackService planned) {
        return planned.preset().flatMap(Preset::sidecar).isPresent()
                        && planned.service().networkMode().isPresent()
                ? refused(
                        planned,
                        FindingId.NETWORK_MODE,
                        "it has a network_mode, so the proxy in front of it would listen on another network",
                        Remedy.advice("remove network_mode"),
                        LEAVE_OUT)
                : Optional.empty();
    }

    /** All of them would share one proxy, which answers for the first alone. */
    private static Optional<Finding> replicated(StackService planned) {
        return planned.preset().flatMap(Preset::sidecar).isPresent()
                        && planned.service().replicas() > 1
                ? refused(
                        planned,
                        FindingId.REPLICAS,
                        "it has " + planned.service().replicas()
                                + " replicas, and the proxy in front of it answers for one of them alone",
                        Remedy.advice("run one replica of it"),
                        LEAVE_OUT)
                : Optional.empty();
    }

    private static Optional<Finding> taken(StackService planned, Stack stack) {
        String mode = "service:" + planned.name();
        return foreign(planned, stack, Stack.initName(planned.name()), "none")
                .or(() -> foreign(planned, stack, Stack.readyName(planned.name()), "none"))
                .or(() -> planned.preset().flatMap(Preset::sidecar).isEmpty()
                        ? Optional.empty()
                        : foreign(planned, stack, Stack.proxyName(planned.name()), mode)
                                .or(() -> foreign(planned, stack, OurServices.frontName(planned.name()), mode)));
    }

    /** A service of that name which is not the one that we would add. */
    private static Optional<Finding> foreign(StackService planned, Stack stack, String name, String networkMode) {
        return Optional.ofNullable(stack.project().services().get(name))
                .filter(service -> !OurServices.isProxy(service))
                .filter(service -> !service.networkMode().equals(Optional.of(networkMode)))
                .flatMap(service -> refused(
                        planned,
                        FindingId.NAME_TAKEN,
                        "there is a service `" + name + "` that is not ours, because its network_mode is not `"
                                + networkMode + "`",
                        Remedy.setting("network_mode", networkMode),
                        Remedy.advice("rename that service")));
    }
}
