package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeEdit;
import aria.compose.ComposeEditor;
import aria.edit.EditRefused;
import aria.pki.Names;
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
import java.util.stream.Collectors;

/** From a stack to what it needs. Reads the files concerned, writes nothing. */
public final class StackPlanner {
    /** The id of the note on a service that no preset is known for. */
    public static final String NO_PRESET = "no-preset";

    /** Where a refusal to change step-ca's service stands among the others; no service can be called so. */
    private static final String CA = "(the CA)";

    private final Stack stack;
    private final StackOptions options;
    private final Map<String, Finding> refused;
    private final List<Finding> findings = new ArrayList<>();

    private StackPlanner(Stack stack, StackOptions options, Map<String, Finding> refused) {
        this.stack = stack;
        this.options = options;
        this.refused = refused;
    }

    /**
     * Plans a stack. A service whose edit can't be made or proven is refused alone; the others are planned without it.
     *
     * @throws EditRefused when no single service is to blame: then nothing of this project is changed
     */
    public static StackPlan plan(Stack stack, StackOptions options) {
        Map<String, Finding> refused = new LinkedHashMap<>();
        while (true) {
            StackPlanner planner = new StackPlanner(stack, options, refused);
            try {
                return planner.plan();
            } catch (EditRefused whole) {
                Map<String, Finding> more = planner.refusedAlone();
                if (more.isEmpty()) {
                    throw whole;
                }
                refused.putAll(more);
            }
        }
    }

    /** The services that can't even be edited on their own, each with the reason. */
    private Map<String, Finding> refusedAlone() {
        Map<String, Finding> alone = new LinkedHashMap<>();
        List<StackService> secured = secured();
        if (!secured.isEmpty()) {
            blame(secured, secured, alone);
        }
        if (!refused.containsKey(CA)) {
            caRefusal().ifPresent(finding -> alone.put(CA, finding));
        }
        return alone;
    }

    /** Halves a group that can't be edited until it is known who can't: few in many, and every try costs a whole file. */
    private void blame(List<StackService> group, List<StackService> secured, Map<String, Finding> alone) {
        Optional<Finding> refusal = refusal(group, secured);
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

    private Optional<Finding> refusal(List<StackService> group, List<StackService> secured) {
        Set<String> names = names(secured);
        try {
            ComposeEditor.apply(stack.project(), group.stream().flatMap(service -> changes(service, names).stream()).toList());
            for (StackService service : group) {
                configs(service, secured).edits();
                blockConfigs(service).plan(configsOf(service));
            }
            return Optional.empty();
        } catch (EditRefused reason) {
            return Optional.of(Finding.refused(reason.reasonId(), group.get(0).name(), reason.getMessage(), "left as it is"));
        }
    }

    private Optional<Finding> caRefusal() {
        try {
            ComposeEditor.apply(stack.project(), new CaService(stack, options).changes());
            return Optional.empty();
        } catch (EditRefused reason) {
            return Optional.of(Finding.refused(reason.reasonId(), CaService.PRESET, reason.getMessage(), "left as it is"));
        }
    }

    /** What makes step-ca serve, unless that can't be done. */
    private List<ComposeChange> caChanges() {
        if (refused.containsKey(CA)) {
            findings.add(refused.get(CA));
            return List.of();
        }
        CaService ca = new CaService(stack, options);
        findings.addAll(ca.findings());
        return ca.changes();
    }

    private List<ComposeChange> changes(StackService service, Set<String> secured) {
        return new ServicePlan(service, options).changes(service.calls().stream().filter(call -> secured.contains(call.service())).toList());
    }

    private ConfigPlan configs(StackService service, List<StackService> secured) {
        return new ConfigPlan(service, secured, ServicePlan.variables(service, options), options.layout().root())
                .plan(configsOf(service).stream().filter(Preset.ConfigEdit.class::isInstance).map(Preset.ConfigEdit.class::cast).toList());
    }

    private BlockConfigPlan blockConfigs(StackService service) {
        return new BlockConfigPlan(service, ServicePlan.variables(service, options), options.layout().root());
    }

    private static List<Preset.Config> configsOf(StackService service) {
        return service.preset().map(Preset::configs).orElse(List.of());
    }

    private StackPlan plan() {
        List<StackService> secured = secured();
        List<PlannedFile> files = new ArrayList<>();
        List<ComposeChange> changes = new ArrayList<>();
        List<FileEdit> edits = new ArrayList<>();
        Set<String> names = names(secured);
        Callers callers = new Callers(stack.services());
        for (StackService service : secured) {
            files.addAll(new ServicePlan(service, options).files());
            changes.addAll(changes(service, names));
            ConfigPlan configs = configs(service, secured);
            edits.addAll(configs.edits());
            findings.addAll(configs.findings());
            BlockConfigPlan blocks = blockConfigs(service);
            edits.addAll(blocks.plan(configsOf(service)));
            findings.addAll(blocks.findings());
            warnOfCallers(service, callers, names);
        }
        stack.services().stream().filter(StackService::certifiable).forEach(this::warnOfNames);
        List<ComposeChange> ca = caChanges();
        changes.addAll(ca);
        files.addAll(new CaService(stack, options).files(ca));
        if (!secured.isEmpty()) {
            files.add(new InitService(options).script());
        }
        if (!files.isEmpty()) {
            files.add(PlannedFile.of(FileWrite.ignoreAll(options.layout().mtlsFolder(), FileMode.PUBLIC_DIR), "keeps generated files out of git"));
        }
        List<FileEdit> composeEdits = new ArrayList<>(ComposeEditor.apply(stack.project(), changes).stream().map(StackPlanner::edit).toList());
        // Services may share a file: the same edit counts once.
        composeEdits.addAll(edits.stream().distinct().toList());
        return new StackPlan(StackNeeds.of(List.of(stack)), secured.stream().map(StackService::name).toList(),
                files.stream().filter(PlannedFile::isNeeded).toList(), composeEdits, findings);
    }

    private static FileEdit edit(ComposeEdit edit) {
        return new FileEdit(edit.file(), edit.edit(), edit.changes(), Files.notExists(edit.file()));
    }

    /** The services to secure; for each of the others a finding says why not. */
    private List<StackService> secured() {
        List<StackService> secured = new ArrayList<>();
        for (StackService service : stack.services()) {
            if (refused.containsKey(service.name())) {
                findings.add(refused.get(service.name()));
            } else if (service.secured()) {
                Refusals.of(service, stack, ServicePlan.variables(service, options))
                        .ifPresentOrElse(findings::add, () -> secured.add(service));
            } else if (service.selected() && !service.oneShot()) {
                findings.add(service.preset().flatMap(Preset::leaveAlone)
                        .map(reason -> Finding.note("left-alone", service.name(), reason))
                        .orElseGet(() -> Finding.note(NO_PRESET, service.name(), service.presetReason() + ", left alone")));
            }
        }
        return List.copyOf(secured);
    }

    /** Compose takes host names and container names that no certificate can hold. */
    private void warnOfNames(StackService service) {
        service.names().stream().filter(name -> !Names.isName(name)).forEach(name -> findings.add(Finding.warning("name-left-out",
                service.name(), "it is also called '" + name + "', which is no DNS name, so its certificate does not have it",
                "call it by another of its names")));
    }

    private void warnOfCallers(StackService service, Callers known, Set<String> secured) {
        if (service.preset().map(Preset::listeners).orElse(List.of()).isEmpty()) {
            return;
        }
        List<StackService> callers = new ArrayList<>(known.unknown(service));
        known.known(service).stream().filter(caller -> !secured.contains(caller.name())).forEach(callers::add);
        for (StackService caller : callers) {
            findings.add(Finding.warning("unknown-caller", caller.name(), "it depends on " + service.name() + ", which will refuse it without a certificate",
                    "deliver one with --preset " + caller.name() + "=mount and name /etc/certs in its settings, or leave "
                    + service.name() + " out with --only"));
        }
    }

    private static Set<String> names(List<StackService> services) {
        return services.stream().map(StackService::name).collect(Collectors.toSet());
    }
}
