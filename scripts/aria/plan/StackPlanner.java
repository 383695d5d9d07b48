package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeEdit;
import aria.compose.ComposeEditor;
import aria.preset.Preset;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.FileMode;
import aria.store.FileWrite;
import java.util.ArrayList;
import java.util.List;

/** From a stack to what it needs. Reads the files concerned, writes nothing. */
public final class StackPlanner {
    private final Stack stack;
    private final StackOptions options;
    private final List<Finding> findings = new ArrayList<>();

    private StackPlanner(Stack stack, StackOptions options) {
        this.stack = stack;
        this.options = options;
    }

    /**
     * Plans a stack.
     *
     * @throws aria.edit.EditRefused when a file can't be changed safely: then nothing of this project is
     */
    public static StackPlan plan(Stack stack, StackOptions options) {
        return new StackPlanner(stack, options).plan();
    }

    private StackPlan plan() {
        List<StackService> secured = secured();
        List<PlannedFile> files = new ArrayList<>();
        List<ComposeChange> changes = new ArrayList<>();
        List<FileEdit> edits = new ArrayList<>();
        for (StackService service : secured) {
            ServicePlan plan = new ServicePlan(service, options);
            files.addAll(plan.files());
            changes.addAll(plan.changes(service.calls().stream().filter(call -> contains(secured, call.service())).toList()));
            ConfigPlan configs = new ConfigPlan(service, new TlsTargets(service, secured),
                    ServicePlan.variables(service, options), options.layout().root())
                    .plan(service.preset().map(Preset::configs).orElse(List.of()));
            edits.addAll(configs.edits());
            findings.addAll(configs.findings());
            warnOfCallers(service, secured);
        }
        if (!secured.isEmpty()) {
            files.add(new InitService(options).script());
            files.add(PlannedFile.of(FileWrite.ignoreAll(options.layout().mtlsFolder(), FileMode.PUBLIC_DIR), "keeps generated files out of git"));
        }
        List<FileEdit> composeEdits = new ArrayList<>(ComposeEditor.apply(stack.project(), changes).stream().map(StackPlanner::edit).toList());
        composeEdits.addAll(edits);
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
            if (service.secured()) {
                Refusals.of(service, stack, ServicePlan.variables(service, options))
                        .ifPresentOrElse(findings::add, () -> secured.add(service));
            } else if (service.selected() && !service.oneShot()) {
                findings.add(service.preset().flatMap(Preset::leaveAlone)
                        .map(reason -> Finding.note("left-alone", service.name(), reason))
                        .orElseGet(() -> Finding.note("no-preset", service.name(), service.presetReason() + ", left alone")));
            }
        }
        return secured;
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
