package aria.verify;

import aria.compose.FileEdit;
import aria.compose.Port;
import aria.compose.ProjectFiles;
import aria.compose.Service;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.plan.CertificateNeed;
import aria.plan.CertificateNeeds;
import aria.plan.PlannedFile;
import aria.plan.StackPlan;
import aria.plan.StackPlanner;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import aria.verify.probe.Listener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads compose projects and collects the facts for the checks. */
final class ComposeReader {
    private static final String REQUIRED = "required";

    private final Layout layout;
    private final Function<ProjectFiles, SubjectReader.Decided> decided;

    private final List<ComposeFacts.PlannedStack> stacks = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final List<Finding> troubles = new ArrayList<>();
    private final Set<String> stepCaServices = new LinkedHashSet<>();
    private final List<ComposeFacts.Gap> gaps = new ArrayList<>();
    private final List<ComposeFacts.OpenPort> openPorts = new ArrayList<>();
    private final List<Finding> remarks = new ArrayList<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    ComposeReader(Layout layout, Function<ProjectFiles, SubjectReader.Decided> decided) {
        this.layout = layout;
        this.decided = decided;
    }

    /** Reads one project; one that is refused becomes a trouble, and the others still count. */
    void read(ProjectFiles projectFiles) {
        try {
            SubjectReader.Decided project = decided.apply(projectFiles);
            Stack stack = project.stack();
            stack.project().sources().keySet().forEach(file -> files.add(layout.display(file)));
            StackPlan plan = StackPlanner.plan(stack, project.options());
            stacks.add(new ComposeFacts.PlannedStack(stack, plan));
            stack.services()
                    .forEach(service -> add(service, plan, project.options().mode(service.name())));
            addPlan(plan, stack);
            project.findings().stream()
                    .filter(finding -> finding.severity() != Severity.NOTE)
                    .forEach(remarks::add);
        } catch (RefusedException refused) {
            files.add(layout.display(projectFiles.files().get(0)));
            Finding why = refused.finding();
            troubles.add(why.at(why.place()
                    .map(at -> new Place(layout.display(Path.of(at.file())), at.line(), at.column()))
                    .orElse(Place.of(layout.display(projectFiles.files().get(0))))));
        }
    }

    ComposeFacts facts() {
        return new ComposeFacts(
                List.copyOf(files),
                List.copyOf(troubles),
                stepCaServices,
                gaps,
                openPorts,
                remarks,
                places,
                List.copyOf(stacks));
    }

    List<CertificateNeed> needs() {
        return CertificateNeeds.ofPlans(
                stacks.stream().map(ComposeFacts.PlannedStack::plan).toList());
    }

    List<Listener> listeners() {
        return listeners;
    }

    private void add(StackService service, StackPlan plan, String mode) {
        if (service.preset().filter(Preset::authority).isPresent()) {
            stepCaServices.add(service.name());
        }
        places.putIfAbsent(
                service.name(), place(service.service(), service.service().line()));
        boolean secured = plan.secured().contains(service.name());
        if (secured) {
            Preset preset = service.preset().orElseThrow();
            preset.listeners().forEach(listener -> listeners.add(listener(service, preset, listener, mode)));
            service.service().ports().forEach(port -> addIfOpen(service.service(), preset, port));
        }
        boolean known = secured && !service.preset().orElseThrow().listeners().isEmpty();
        List<Listener> proxied = ProxyListeners.of(service, plan.proxies());
        listeners.addAll(proxied);
        boolean calls = plan.proxies().of(service.name()).isPresent();
        if (!known && !calls && plan.certified().contains(service.name())) {
            listeners.add(Listener.unknown(service.name(), service.names()));
        }
    }

    private Listener listener(StackService service, Preset preset, Preset.Listener listener, String mode) {
        TemplateVariables variables = new TemplateVariables(
                preset.modes().getOrDefault(mode, Map.of()), service.service().environment()::get);
        return new Listener(
                service.name(),
                listener.name(),
                listener.port(),
                listener.protocol(),
                variables.fill(listener.clientAuth()).equals(REQUIRED),
                service.names(),
                listener.path(),
                listener.optional(),
                Optional.empty(),
                preset.givesLists());
    }

    private void addIfOpen(Service service, Preset preset, Port port) {
        preset.compose().ports().stream()
                .filter(rule -> rule.from() == port.target() && port.protocol().equals("tcp"))
                .findFirst()
                .ifPresent(rule -> openPorts.add(new ComposeFacts.OpenPort(
                        service.name(),
                        place(service, port.raw().position().line()),
                        port.shortForm(),
                        rule.reason())));
    }

    private void addPlan(StackPlan plan, Stack stack) {
        plan.edits()
                .forEach(edit -> gaps.add(new ComposeFacts.Gap(
                        new Place(layout.display(edit.file()), firstLine(edit), 0), edit.reasons())));
        if (!plan.files().isEmpty()) {
            gaps.add(new ComposeFacts.Gap(
                    Place.of(layout.display(layout.mtlsFolder())),
                    plan.files().stream().map(PlannedFile::reason).toList()));
        }
        plan.findings().stream()
                .filter(finding -> finding.severity() != Severity.NOTE || finding.is(FindingId.NO_PRESET))
                .filter(finding -> !(finding.is(FindingId.NO_PRESET) && publishes(finding, stack)))
                .map(this::remark)
                .forEach(remarks::add);
    }

    /** Each published port of such a service is spoken of by itself. */
    private static boolean publishes(Finding finding, Stack stack) {
        return finding.service()
                .flatMap(stack::service)
                .filter(service -> service.service().ports().stream()
                        .anyMatch(port -> port.protocol().equals("tcp")))
                .isPresent();
    }

    private Place place(Service service, int line) {
        return new Place(layout.display(service.file()), line, 0);
    }

    /** The first line that has to change; 0 for a file that is yet to be made. */
    private static int firstLine(FileEdit edit) {
        return edit.isNew()
                ? 0
                : 1
                        + (int) edit.edit()
                                .before()
                                .text()
                                .substring(0, edit.edit().splices().get(0).offset())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
    }

    /** In the same words for every service without a preset, so that the report names them in one line. */
    private Finding remark(Finding finding) {
        boolean unknown = finding.is(FindingId.NO_PRESET);
        return new Finding(
                finding.id(),
                unknown ? Severity.WARNING : finding.severity(),
                finding.service(),
                finding.place(),
                unknown ? "no preset yet, so it stays without mutual TLS" : finding.message(),
                unknown
                        ? List.of()
                        : finding.remedies().stream().map(this::command).toList());
    }

    /** What is an option in a plan is a command with it from here. */
    private Remedy command(Remedy remedy) {
        if (remedy instanceof Remedy.Setting setting && setting.name().startsWith("--")) {
            return setting.value().isEmpty()
                    ? Remedy.aria("patch-compose", setting.name())
                    : certified(setting, Remedy.aria("patch-compose", setting.name(), setting.value()));
        }
        return remedy instanceof Remedy.Steps all
                ? new Remedy.Steps(all.steps().stream()
                        .map(this::command)
                        .flatMap(step -> step instanceof Remedy.Steps more ? more.steps().stream() : Stream.of(step))
                        .toList())
                : remedy;
    }

    /** A preset mounts a certificate, which its service need not have. */
    private Remedy certified(Remedy.Setting setting, Remedy patch) {
        String service = setting.value().split("=", 2)[0];
        return setting.name().equals("--preset")
                        && Layout.canName(service)
                        && !Files.exists(layout.serviceCertificate(service))
                ? Remedy.inOrder(Remedy.aria("generate-service-certs", service), patch)
                : patch;
    }
}
