package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeEdit;
import aria.compose.ComposeEditor;
import aria.edit.EditRefused;
import aria.pki.Names;
import aria.preset.Preset;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.FileMode;
import aria.store.FileWrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From a stack to what it needs. Reads the files concerned, writes nothing. */
public final class StackPlanner {
    /** The id of the note on a service that no preset is known for. */
    public static final String NO_PRESET = "no-preset";

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
        for (StackService service : secured) {
            try {
                ComposeEditor.apply(stack.project(), changes(service, secured));
                configs(service, secured).edits();
                blockConfigs(service).plan(configsOf(service));
            } catch (EditRefused reason) {
                alone.put(service.name(), Finding.refused(reason.reasonId(), service.name(), reason.getMessage(), "left as it is"));
            }
        }
        return alone;
    }

    private List<ComposeChange> changes(StackService service, List<StackService> secured) {
        return new ServicePlan(service, options).changes(service.calls().stream().filter(call -> contains(secured, call.service())).toList());
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
        for (StackService service : secured) {
            files.addAll(new ServicePlan(service, options).files());
            changes.addAll(changes(service, secured));
            ConfigPlan configs = configs(service, secured);
            edits.addAll(configs.edits());
            findings.addAll(configs.findings());
            BlockConfigPlan blocks = blockConfigs(service);
            edits.addAll(blocks.plan(configsOf(service)));
            findings.addAll(blocks.findings());
            warnOfCallers(service, secured);
        }
        stack.services().stream().filter(StackService::certifiable).forEach(this::warnOfNames);
        if (!secured.isEmpty()) {
            files.add(new InitService(options).script());
            files.add(PlannedFile.of(FileWrite.ignoreAll(options.layout().mtlsFolder(), FileMode.PUBLIC_DIR), "keeps generated files out of git"));
        }
        List<FileEdit> composeEdits = new ArrayList<>(ComposeEditor.apply(stack.project(), changes).stream().map(StackPlanner::edit).toList());
        // Services may share a file: the same edit counts once.
        composeEdits.addAll(edits.stream().distinct().toList());
        return new StackPlan(StackNeeds.of(List.of(stack)), secured.stream().map(StackService::name).toList(),
                files.stream().filter(PlannedFile::isNeeded).toList(), composeEdits, findings);
    }

    private static FileEdit edit(ComposeEdit edit) {
        return new FileEdit(edit.file(), edit.edit(), edit.changes());
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
        return secured;
    }

    /** Compose takes host names and container names that no certificate can hold. */
    private void warnOfNames(StackService service) {
        service.names().stream().filter(name -> !Names.isName(name)).forEach(name -> findings.add(Finding.warning("name-left-out",
                service.name(), "it is also called '" + name + "', which is no DNS name, so its certificate does not have it",
                "call it by another of its names")));
    }

    private void warnOfCallers(StackService service, List<StackService> secured) {
        List<String> callers = new ArrayList<>(stack.unknownCallers(service).stream().map(StackService::name).toList());
        stack.services().stream().filter(caller -> !contains(secured, caller.name()))
                .filter(caller -> caller.calls().stream().anyMatch(call -> call.service().equals(service.name())))
                .map(StackService::name).forEach(callers::add);
        boolean server = service.preset().map(Preset::listeners).filter(listeners -> !listeners.isEmpty()).isPresent();
        for (String caller : server ? callers : List.<String>of()) {
            findings.add(Finding.warning("unknown-caller", caller, "it depends on " + service.name() + ", which will refuse it without a certificate",
                    "deliver one with --preset " + caller + "=mount and name /etc/certs in its settings, or leave "
                    + service.name() + " out with --only"));
        }
    }

    private static boolean contains(List<StackService> services, String name) {
        return services.stream().anyMatch(service -> service.name().equals(name));
    }
}
