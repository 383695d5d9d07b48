package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.FileEdit;
import aria.compose.MissingVariable;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.preset.Preset;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.RotationRecords;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans the changes of a stack. Reads the files concerned, writes nothing. */
public final class StackPlanner {
    private final Stack stack;
    private final StackOptions options;
    private final SecuredServices secured;
    private final EditPlaces places;

    private StackPlanner(Stack stack, StackOptions options, SecuredServices secured, EditPlaces places) {
        this.stack = stack;
        this.options = options;
        this.secured = secured;
        this.places = places;
    }

    /**
     * Plans a stack. A service whose edit can't be made or proven in place is edited in a file of our own beside the
     * project; one that can't be edited there either is refused alone, and the others are planned without it.
     *
     * @throws RefusedException when no single service is to blame: then nothing of this project is changed
     */
    public static StackPlan plan(Stack stack, StackOptions given) {
        StackOptions options = KeyOwners.with(stack, given);
        ProxyPlan proxies = ProxyPlan.of(stack, options, Map.of());
        EditPlaces places = EditPlaces.allInPlace(OverrideFile.of(stack.project()));
        while (true) {
            SecuredServices secured = SecuredServices.of(stack, options, places.heldBack(), proxies);
            StackEdits edits = new StackEdits(stack, options, secured);
            try {
                return new StackPlanner(stack, options, secured, places).plan(edits);
            } catch (RefusedException refusal) {
                EditPlaces others = places.after(refusal, edits);
                if (!others.heldBack().equals(places.heldBack())
                        && !proxies.topology().direct().isEmpty()) {
                    proxies = ProxyPlan.of(stack, options, others.heldBack());
                }
                places = others;
            }
        }
    }

    private StackPlan plan(StackEdits edits) {
        List<SettingsPlan> settings = secured.services().stream()
                .map(service -> SettingsPlan.of(service, secured, options))
                .toList();
        List<ComposeChange> apart = edits.apart(places);
        List<FileEdit> all = new ArrayList<>(edits.compose(places, apart));
        all.addAll(once(settings));
        CertificateNeeds.Split needs = CertificateNeeds.of(stack, secured, options);
        return new StackPlan(
                PlannedService.of(stack, secured, options),
                needs.used(),
                needs.unused(),
                secured.servers(),
                List.copyOf(secured.clients()),
                secured.following(),
                secured.proxies().topology(),
                listReaders(),
                files(apart, edits.envFiles()),
                all,
                findings(settings),
                places.override().filter(file -> !places.inOverride().isEmpty()).map(OverrideFile::files));
    }

    /** Services may share a file: the same edit counts once. */
    private static Collection<FileEdit> once(List<SettingsPlan> settings) {
        Map<List<Object>, FileEdit> once = new LinkedHashMap<>();
        settings.forEach(plan ->
                plan.edits().forEach(edit -> once.putIfAbsent(List.of(edit.file(), edit.edit()), edit)));
        return once.values();
    }

    private List<PlannedFile> files(List<ComposeChange> apart, List<PlannedFile> envFiles) {
        List<PlannedFile> files = new ArrayList<>(envFiles);
        secured.services().forEach(service -> files.addAll(new ServicePlan(service, options).files()));
        files.addAll(new CaService(stack, options).files(apart));
        files.addAll(secured.proxies().files(secured.metrics(options)));
        if (!secured.services().isEmpty() || !secured.proxies().changes().isEmpty()) {
            files.add(new InitService(options).script());
        }
        if (!files.isEmpty()) {
            files.add(PlannedFile.of(
                    FileWrite.ignoreAll(options.layout().mtlsFolder(), FileMode.PUBLIC_DIR),
                    "keeps generated files out of git"));
        }
        return files.stream().filter(PlannedFile::isNeeded).toList();
    }

    private List<String> listReaders() {
        return secured.services().stream()
                .filter(service -> service.preset().filter(Preset::givesLists).isPresent())
                .map(StackService::name)
                .toList();
    }

    /** A list that expires shuts everybody out, so it is given only where something renews it. */
    private Optional<Finding> unattended() {
        List<String> readers = listReaders();
        return readers.isEmpty() || Files.exists(RotationRecords.schedule(options.layout()))
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        FindingId.LISTS_UNATTENDED,
                        "crl: servers: nothing is known to run rotate-certs here, and once the revocation list expires,"
                                + " every client is refused by " + String.join(", ", readers),
                        Remedy.aria("rotate-certs", "--install", "systemd"),
                        Remedy.aria("rotate-certs", "--install", "cron")));
    }

    private static Finding missing(MissingVariable variable) {
        return Finding.error(
                        FindingId.COMPOSE_REFUSES,
                        "variable " + variable.name() + " has no value, and the file requires one"
                                + (variable.message().isEmpty() ? "" : " (\"" + variable.message() + "\")")
                                + ", so Docker Compose does not accept the project",
                        Remedy.advice(
                                "set " + variable.name()
                                        + " in .env beside the compose file, in a file that COMPOSE_ENV_FILES names, or in the shell"))
                .at(variable.place());
    }

    private List<Finding> findings(List<SettingsPlan> settings) {
        List<Finding> findings = new ArrayList<>(stack.project().missingVariables().stream()
                .map(StackPlanner::missing)
                .toList());
        findings.addAll(secured.proxies().explained(secured.findings()));
        settings.forEach(plan -> findings.addAll(plan.findings()));
        findings.addAll(CertificateNeeds.leftOut(stack, secured, options));
        findings.addAll(KeyOwners.findings(secured.services(), options));
        findings.addAll(ChosenPresets.findings(secured.services()));
        findings.addAll(AdmittedClients.findings(secured.services()));
        unattended().ifPresent(findings::add);
        secured.services().stream()
                .filter(service -> !new ServicePlan(service, options).isSecured(stack.project()))
                .flatMap(service -> ServerVersion.of(service, options).stream())
                .forEach(version -> version.assumed().ifPresent(findings::add));
        findings.addAll(new OldImages(stack, options).findings());
        findings.addAll(new TakenOver(options).findings(secured));
        findings.addAll(places.caHeldBack().map(List::of).orElseGet(() -> new CaService(stack, options).findings()));
        places.inOverride()
                .forEach((service, reason) -> findings.add(Finding.warning(
                                FindingId.OVERRIDE_FILE,
                                "its edits are in "
                                        + places.override().orElseThrow().label()
                                        + ", because they cannot be made in place ("
                                        + reason.place()
                                                .map(place -> place + ": ")
                                                .orElse("")
                                        + reason.message() + ")")
                        .about(service)));
        return findings;
    }
}
