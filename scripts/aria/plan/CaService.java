package aria.plan;

import aria.ca.config.CaConfig;
import aria.ca.init.CaOptions;
import aria.compose.ComposeChange;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.pki.Names;
import aria.preset.Preset;
import aria.preset.Templates;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The service of a stack that runs step-ca from {@code config/step-ca}: repaired where it exists, added on request. A
 * service that serves its own CA is changed only on request, too.
 */
public final class CaService {
    static final String PRESET = "step-ca";
    /** What the init runs, in the folder of generated scripts. */
    static final String SCRIPT = "step-ca.sh";

    private final Stack stack;
    private final StackOptions options;

    CaService(Stack stack, StackOptions options) {
        this.stack = stack;
        this.options = options;
    }

    /**
     * The names that step-ca has to answer to beside its default ones: those of the services that run it from
     * {@code config/step-ca}.
     */
    public static List<String> serverNames(Stack stack, StackOptions options) {
        return new CaService(stack, options)
                .servers().stream()
                        .flatMap(server -> server.names().stream())
                        .filter(name -> Names.isName(name) && !CaOptions.DEFAULT_DNS.contains(name))
                        .distinct()
                        .toList();
    }

    /** Whether some service of the stack runs step-ca, from wherever. */
    public static boolean isIn(Stack stack) {
        return stack.services().stream().anyMatch(CaService::runsStepCa);
    }

    /** The service that runs step-ca once the plan is done; empty when there is none then. */
    public static Optional<String> name(Stack stack, StackOptions options) {
        return stack.services().stream()
                .filter(CaService::runsStepCa)
                .map(StackService::name)
                .findFirst()
                .or(() -> Optional.of(AddedCaService.NAME).filter(added -> options.stepCa()));
    }

    /**
     * The changes that make it serve; empty when it does, or nobody wants it.
     *
     * @param certified the services that use a certificate
     */
    List<ComposeChange> changes(Supplier<List<StackService>> certified) {
        List<ComposeChange> changes = new ArrayList<>();
        servers().forEach(server -> changes.addAll(new CaServiceRepair(stack, server, options, port()).changes()));
        if (isToBeAdded() && !isNameTaken()) {
            changes.addAll(new AddedCaService(stack, certified.get(), options, port()).changes());
        }
        return changes;
    }

    /** The script of the init, when one of ours is wanted. */
    List<PlannedFile> files(List<ComposeChange> changes) {
        boolean init = changes.stream().anyMatch(ComposeChange.AddService.class::isInstance)
                || stack.project().services().values().stream()
                        .anyMatch(service -> service.command().contains(CaInit.scriptInContainer()));
        byte[] text = Templates.read("step-ca/init.sh").getBytes(StandardCharsets.UTF_8);
        return init
                ? List.of(PlannedFile.of(
                        FileWrite.open(CaInit.script(options.layout()), text),
                        "delivers ca.json and the CA's keys to step-ca"))
                : List.of();
    }

    /** What there is to say. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (StackService server : stack.services().stream()
                .filter(CaService::runsStepCa)
                .filter(StackService::selected)
                .toList()) {
            if (!servers().contains(server)) {
                findings.add(Finding.note(
                                FindingId.OTHER_CA,
                                "by default it serves its own CA, not the one in "
                                        + options.layout()
                                                .display(options.layout().configDir()),
                                Remedy.aria("bootstrap", "--with-step-ca"))
                        .about(server.name()));
            }
        }
        if (isToBeAdded() && isNameTaken()) {
            findings.add(Finding.error(
                            FindingId.NAME_TAKEN,
                            "a service with this name already exists and is not known to run step-ca",
                            Remedy.advice("rename it"),
                            Remedy.setting("--preset", AddedCaService.NAME + "=" + PRESET))
                    .about(AddedCaService.NAME));
        }
        return findings;
    }

    private List<StackService> servers() {
        return stack.services().stream()
                .filter(StackService::selected)
                .filter(CaService::runsStepCa)
                .filter(server -> options.stepCa()
                        || CaInit.of(server.service(), stack, options.layout()).isPresent()
                        || CaServiceRepair.isMeantForOurs(server.service(), options.layout()))
                .toList();
    }

    private boolean isToBeAdded() {
        return options.stepCa() && !isIn(stack);
    }

    private boolean isNameTaken() {
        return stack.project().services().containsKey(AddedCaService.NAME);
    }

    private static boolean runsStepCa(StackService service) {
        return service.preset().filter(Preset::authority).isPresent();
    }

    private int port() {
        Layout layout = options.layout();
        try {
            return Files.exists(layout.caJson())
                    ? CaConfig.parse(layout.display(layout.caJson()), InputFile.bytes(layout.caJson()))
                            .port()
                    : CaConfig.fresh().port();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    layout.display(layout.caJson()) + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
