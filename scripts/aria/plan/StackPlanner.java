package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeEdit;
import aria.compose.ComposeEditor;
import aria.edit.ParallelStreams;
import aria.finding.FindingText;
import aria.finding.RefusedException;
import aria.preset.Preset;
import aria.stack.Callers;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.FileMode;
import aria.store.FileWrite;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From a stack to what it needs. Reads the files concerned, writes nothing. */
public final class StackPlanner {
    /** The id of the note on a service that no preset is known for. */
    public static final String NO_PRESET = "no-preset";

    /** Where a refusal to change step-ca's service stands among the others; no service can be called so. */
    private static final String CA = "(the CA)";

    private final Stack stack;
    private final StackOptions options;
    private final Places places;
    private final List<Finding> findings = new ArrayList<>();

    private StackPlanner(Stack stack, StackOptions options, Places places) {
        this.stack = stack;
        this.options = options;
        this.places = places;
    }

    /**
     * Where services are edited: in place, unless they are named here. Each comes with what stands against it.
     *
     * @param beside  in the file beside the project
     * @param refused not at all
     */
    private record Places(Map<String, Finding> beside, Map<String, Finding> refused) {}

    /**
     * Plans a stack. A service whose edit can't be made or proven in place is edited in a file of our own beside the project;
     * one that can't be edited there either is refused alone, and the others are planned without it.
     *
     * @throws RefusedException when no single service is to blame: then nothing of this project is changed
     */
    public static StackPlan plan(Stack stack, StackOptions options) {
        Places places = new Places(new LinkedHashMap<>(), new LinkedHashMap<>());
        Optional<OverrideFile> beside = OverrideFile.of(stack.project());
        while (true) {
            StackPlanner planner = new StackPlanner(stack, options, places);
            try {
                return planner.plan(beside);
            } catch (RefusedException whole) {
                if (planner.gaveWay(whole, beside)) {
                    continue;
                }
                if (beside.isEmpty()) {
                    throw whole;
                }
                // The file beside is no help: without it.
                beside = Optional.empty();
                places.refused().putAll(places.beside());
                places.beside().clear();
            }
        }
    }

    /** Whether some service could be moved out of the way of the others. */
    private boolean gaveWay(RefusedException whole, Optional<OverrideFile> file) {
        Map<String, Finding> alone = refusedAlone();
        if (alone.isEmpty() && places.beside().isEmpty() && file.isPresent()) {
            // Each can be edited, but not all together.
            inPlace(secured()).forEach(service -> alone.put(service.name(), refused(service.name(), whole)));
            alone.values().removeIf(finding -> !goesBeside(finding.service(), file));
        }
        // What Compose does not read it does not read from two files either.
        alone.forEach((name, reason) -> (!reason.id().equals("wrong-type") && goesBeside(name, file)
                        ? places.beside()
                        : places.refused())
                .put(name, reason));
        return !alone.isEmpty();
    }

    private boolean goesBeside(String service, Optional<OverrideFile> file) {
        List<StackService> one = stack.service(service).stream().toList();
        return file.isPresent()
                && !one.isEmpty()
                && refusal(one, secured(), changes -> file.get().edits(List.of(), changes))
                        .isEmpty();
    }

    /** The services that can't even be edited on their own, each with the reason. */
    private Map<String, Finding> refusedAlone() {
        Map<String, Finding> alone = new LinkedHashMap<>();
        List<StackService> secured = secured();
        List<StackService> inPlace = inPlace(secured);
        if (!inPlace.isEmpty()) {
            blame(inPlace, secured, alone);
        }
        if (!places.refused().containsKey(CA)) {
            caRefusal().ifPresent(finding -> alone.put(CA, finding));
        }
        return alone;
    }

    private List<StackService> inPlace(List<StackService> secured) {
        return secured.stream()
                .filter(service -> !places.beside().containsKey(service.name()))
                .toList();
    }

    /** Halves a group that can't be edited until it is known who can't: few in many, and every try costs a whole file. */
    private void blame(List<StackService> group, List<StackService> secured, Map<String, Finding> alone) {
        Optional<Finding> refusal = refusal(group, secured, changes -> ComposeEditor.apply(stack.project(), changes));
        if (refusal.isEmpty()) {
            return;
        }
        if (group.size() == 1) {
            alone.put(group.get(0).name(), refusal.get());
            return;
        }
        blame(group.subList(0, group.size() / 2), secured, alone);
        blame(group.subList(group.size() / 2, group.size()), secured, alone);
    }

    private Optional<Finding> refusal(
            List<StackService> group, List<StackService> secured, Consumer<List<ComposeChange>> edit) {
        try {
            edit.accept(changes(group, secured));
            for (StackService service : group) {
                configs(service, secured).edits();
                blockConfigs(service).plan(configsOf(service));
            }
            return Optional.empty();
        } catch (RefusedException reason) {
            return Optional.of(refused(group.get(0).name(), reason));
        }
    }

    private Optional<Finding> caRefusal() {
        try {
            ComposeEditor.apply(stack.project(), changesApart());
            return Optional.empty();
        } catch (RefusedException reason) {
            return Optional.of(refused(CaService.PRESET, reason));
        }
    }

    /** The changes that do not belong to the service of a server with a certificate: what makes step-ca serve, and other images. */
    private List<ComposeChange> changesApart() {
        return Stream.concat(
                        new CaService(stack, options).changes().stream(),
                        new OldImages(stack, options).changes().stream())
                .toList();
    }

    /** Those, unless that can't be done. */
    private List<ComposeChange> caChanges() {
        findings.addAll(new OldImages(stack, options).findings());
        if (places.refused().containsKey(CA)) {
            findings.add(places.refused().get(CA));
            return List.of();
        }
        findings.addAll(new CaService(stack, options).findings());
        return changesApart();
    }

    private static Finding refused(String service, RefusedException reason) {
        String remedy = FindingText.IN_CHECKOUT
                .hint(reason.finding().remedies())
                .map(hint -> hint + "; ")
                .orElse("");
        return Finding.refused(
                reason.finding().id(), service, FindingText.located(reason.finding()), remedy + "left as it is");
    }

    private List<ComposeChange> changes(List<StackService> group, List<StackService> secured) {
        Set<String> names = names(secured);
        List<ComposeChange> changes = new ArrayList<>(new InitService(options)
                .inherited(group, stack.project().services().keySet()));
        ParallelStreams.of(group).map(service -> changes(service, names)).forEachOrdered(changes::addAll);
        return changes;
    }

    private List<ComposeChange> changes(StackService service, Set<String> secured) {
        return new ServicePlan(service, options)
                .changes(service.calls().stream()
                        .filter(call -> secured.contains(call.service()))
                        .toList());
    }

    private ConfigPlan configs(StackService service, List<StackService> secured) {
        return new ConfigPlan(
                        service,
                        secured,
                        ServicePlan.variables(service, options),
                        options.layout().root())
                .plan(configsOf(service).stream()
                        .filter(Preset.ConfigEdit.class::isInstance)
                        .map(Preset.ConfigEdit.class::cast)
                        .toList());
    }

    private BlockConfigPlan blockConfigs(StackService service) {
        return new BlockConfigPlan(
                service,
                ServicePlan.variables(service, options),
                options.layout().root());
    }

    private static List<Preset.Config> configsOf(StackService service) {
        return service.preset().map(Preset::configs).orElse(List.of());
    }

    private StackPlan plan(Optional<OverrideFile> beside) {
        List<StackService> secured = secured();
        List<PlannedFile> files = new ArrayList<>();
        List<FileEdit> edits = new ArrayList<>();
        UnknownCallers callers = new UnknownCallers(new Callers(stack.services()), names(secured), options);
        for (StackService service : secured) {
            files.addAll(new ServicePlan(service, options).files());
            if (!configsOf(service).isEmpty()) {
                ConfigPlan configs = configs(service, secured);
                edits.addAll(configs.edits());
                findings.addAll(configs.findings());
                BlockConfigPlan blocks = blockConfigs(service);
                edits.addAll(blocks.plan(configsOf(service)));
                findings.addAll(blocks.findings());
            }
            service.preset()
                    .map(Preset::limits)
                    .orElse(List.of())
                    .forEach(limit -> findings.add(
                            Finding.warning("preset-limit", service.name(), limit.reason(), limit.remedy())));
            callers.of(service);
        }
        findings.addAll(callers.findings());
        findings.addAll(CertificateNeeds.leftOut(stack));
        List<ComposeChange> ca = caChanges();
        files.addAll(new CaService(stack, options).files(ca));
        if (!secured.isEmpty()) {
            files.add(new InitService(options).script());
        }
        if (!files.isEmpty()) {
            files.add(PlannedFile.of(
                    FileWrite.ignoreAll(options.layout().mtlsFolder(), FileMode.PUBLIC_DIR),
                    "keeps generated files out of git"));
        }
        List<FileEdit> composeEdits = composeEdits(secured, ca, beside);
        // Services may share a file: the same edit counts once.
        composeEdits.addAll(edits.stream().distinct().toList());
        return new StackPlan(
                CertificateNeeds.of(List.of(stack)),
                secured.stream().map(StackService::name).toList(),
                files.stream().filter(PlannedFile::isNeeded).toList(),
                composeEdits,
                findings,
                beside.filter(file -> !places.beside().isEmpty()).map(OverrideFile::files));
    }

    /** The edits of the project's files, and of the one beside them where it is needed. */
    private List<FileEdit> composeEdits(
            List<StackService> secured, List<ComposeChange> ca, Optional<OverrideFile> beside) {
        List<StackService> inPlace = inPlace(secured);
        List<ComposeChange> changes =
                Stream.concat(changes(inPlace, secured).stream(), ca.stream()).toList();
        List<ComposeEdit> edits = new ArrayList<>(ComposeEditor.apply(stack.project(), changes));
        List<StackService> others = secured.stream()
                .filter(service -> places.beside().containsKey(service.name()))
                .toList();
        if (!others.isEmpty()) {
            OverrideFile file = beside.orElseThrow();
            edits.addAll(file.edits(edits, changes(others, secured)));
            places.beside()
                    .forEach((service, reason) -> findings.add(Finding.warning(
                            "override-file",
                            service,
                            "its edits are in " + file.label() + ", because they can't be made in place ("
                                    + reason.message() + ")",
                            "")));
        }
        return new ArrayList<>(edits.stream().map(StackPlanner::edit).toList());
    }

    private static FileEdit edit(ComposeEdit edit) {
        return new FileEdit(edit.file(), edit.edit(), edit.changes(), Files.notExists(edit.file()));
    }

    /** The services to secure; for each of the others a finding says why not. */
    private List<StackService> secured() {
        List<StackService> secured = new ArrayList<>();
        for (StackService service : stack.services()) {
            if (places.refused().containsKey(service.name())) {
                findings.add(places.refused().get(service.name()));
            } else if (service.secured() && new InitService(options).isForAnotherFolder(service, stack.project())) {
                findings.add(
                        Finding.note(
                                "other-folder",
                                service.name(),
                                "its key delivery has paths relative to another folder, as a project that includes this file needs them; left as it is"));
            } else if (service.secured()) {
                Refusals.of(service, stack, ServicePlan.variables(service, options))
                        .ifPresentOrElse(findings::add, () -> secured.add(service));
            } else if (service.selected() && !service.oneShot()) {
                findings.add(service.preset()
                        .flatMap(Preset::leaveAlone)
                        .map(reason -> Finding.note("left-alone", service.name(), reason))
                        .orElseGet(() -> new Finding(
                                Finding.Kind.NOTE,
                                NO_PRESET,
                                service.name(),
                                service.presetReason() + ", left alone",
                                "--preset " + service.name() + "=mount delivers certificate, key and CA into it")));
            }
        }
        return List.copyOf(secured);
    }

    private static Set<String> names(List<StackService> services) {
        return services.stream().map(StackService::name).collect(Collectors.toSet());
    }
}
