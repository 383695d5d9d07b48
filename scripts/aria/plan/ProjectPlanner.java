package aria.plan;

import aria.ca.OfflineSigner;
import aria.ca.Signer;
import aria.ca.config.PolicyAdditions;
import aria.ca.init.CaChange;
import aria.ca.init.CaOptions;
import aria.ca.init.CaPlanner;
import aria.compose.FileEdit;
import aria.compose.WantedChange;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.MissingCaException;
import aria.finding.RefusedException;
import aria.finding.Severity;
import aria.pki.Names;
import aria.pki.Printable;
import aria.pki.path.RenewBefore;
import aria.store.FileWrite;
import aria.store.Layout;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the plan of a whole project, for each of the commands that write. Reads, never writes. */
public final class ProjectPlanner {
    private final Layout layout;
    private final Instant now;
    private final Duration validity;
    private final boolean keepsLifetimes;

    /**
     * Plans for one project.
     *
     * @param validity lifetime wanted for the certificates to issue; empty for that of the certificate on disk, else
     *                 {@link ProjectPlan#DEFAULT_VALIDITY}
     */
    public ProjectPlanner(Layout layout, Instant now, Optional<Duration> validity) {
        this.layout = layout;
        this.now = now;
        this.validity = validity.orElse(ProjectPlan.DEFAULT_VALIDITY);
        this.keepsLifetimes = validity.isEmpty();
    }

    /**
     * {@code init-ca}: the CA alone.
     *
     * @throws aria.finding.RefusedException when what is there can't be a CA of ours
     */
    public ProjectPlan initCa(CaOptions options) {
        return ca(new ListDelivery(layout, now, Set.of()).with(CaPlanner.plan(layout, options, now)));
    }

    /** A change of the CA alone. */
    public ProjectPlan ca(CaChange change) {
        return ca(change, List.of(), "");
    }

    /** A change of the CA, after which it issues these certificates anew. */
    public ProjectPlan ca(CaChange change, List<CertificateNeed> needs, String reason) {
        List<CertificateTask> tasks =
                new CertificatePlanner(layout, now, RenewBefore.A_THIRD, keepsLifetimes).all(needs, reason);
        return ProjectPlan.ofCa(layout, change, tasks, validity);
    }

    /**
     * {@code init-ca} with a CA on another machine: the files by which this project knows it, where they are missing
     * or differ.
     */
    public ProjectPlan joinCa(List<FileWrite> files) {
        List<PlannedFile> needed = files.stream()
                .map(file -> PlannedFile.of(file, "the CA elsewhere"))
                .filter(PlannedFile::isNeeded)
                .toList();
        return new ProjectPlan(
                layout,
                List.of(),
                Optional.empty(),
                List.of(),
                validity,
                Optional.empty(),
                needed,
                List.of(),
                List.of());
    }

    /**
     * {@code generate-service-certs}: certificates from the CA which is there.
     *
     * @param force  issue all of them, however good the ones on disk are
     * @param person the user to give a client certificate; empty for nobody
     * @param running who signs the services' certificates; empty for the CA's files
     * @throws MissingCaException when there is no CA
     */
    public ProjectPlan certificates(
            List<CertificateNeed> needs,
            boolean force,
            RenewBefore renewBefore,
            Optional<String> person,
            Optional<Signer> running) {
        Optional<OfflineSigner> files =
                running.isPresent() && person.isEmpty() ? Optional.empty() : Optional.of(OfflineSigner.open(layout));
        Signer signer = running.orElseGet(files::orElseThrow);
        CertificatePlanner planner = new CertificatePlanner(layout, now, renewBefore, keepsLifetimes);
        List<CertificateTask> tasks = force ? planner.all(needs, "asked for") : planner.due(needs, signer);
        if (running.isEmpty()) {
            files.ifPresent(open -> requireMayIssue(open, tasks));
        }
        List<Finding> findings = new ArrayList<>();
        Optional<ProjectPlan.Person> you = named(person, needs, findings)
                .flatMap(user -> planner.person(user, force ? Optional.empty() : files, "asked for"));
        return certificates(needs, signer, tasks, you, findings);
    }

    /**
     * {@code rotate-certs}: as above. What cannot be judged or may not be issued is an error of the plan, and does not
     * keep the others from being renewed.
     */
    public ProjectPlan rotation(List<CertificateNeed> needs, RenewBefore renewBefore, Optional<Signer> running) {
        Optional<OfflineSigner> files =
                running.isPresent() ? Optional.empty() : Optional.of(OfflineSigner.open(layout));
        Signer signer = running.orElseGet(files::orElseThrow);
        CertificatePlanner planner = new CertificatePlanner(layout, now, renewBefore, keepsLifetimes);
        List<CertificateTask> tasks = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (CertificateNeed need : needs) {
            try {
                List<CertificateTask> due = planner.due(List.of(need), signer);
                files.ifPresent(open -> requireMayIssue(open, due));
                tasks.addAll(due);
            } catch (RefusedException no) {
                findings.add(notRenewed(need, no.finding().message())
                        .also(no.finding().remedies()));
            } catch (UncheckedIOException unreadable) {
                findings.add(notRenewed(need, unreadable.getMessage()));
            }
        }
        return certificates(needs, signer, tasks, Optional.empty(), findings);
    }

    private static Finding notRenewed(CertificateNeed need, String why) {
        return Finding.error(FindingId.NOT_RENEWED, "it was not renewed: " + why)
                .about(need.service());
    }

    private static void requireMayIssue(OfflineSigner signer, List<CertificateTask> tasks) {
        tasks.forEach(task ->
                signer.requireMayIssue(task.need().service(), task.need().names()));
    }

    private ProjectPlan certificates(
            List<CertificateNeed> needs,
            Signer signer,
            List<CertificateTask> tasks,
            Optional<ProjectPlan.Person> person,
            List<Finding> findings) {
        List<PlannedFile> policy = policy(needs, findings);
        limits().of(signer, tasks, person.isPresent()).ifPresent(findings::add);
        return new ProjectPlan(
                layout, List.of(), Optional.empty(), tasks, validity, person, policy, List.of(), findings);
    }

    /** {@code patch-compose}: the stack alone; certificates that are missing are findings with the command for them. */
    public ProjectPlan patch(List<StackPlan> stacks) {
        List<Finding> findings = new ArrayList<>();
        CertificateNeeds.missing(layout, stacks).ifPresent(findings::add);
        List<PlannedFile> lists = ListDelivery.of(layout, now, stacks).present(findings);
        return joined(Optional.empty(), List.of(), Optional.empty(), lists, stacks, findings);
    }

    /** {@code bootstrap}: CA, certificates and stack; nothing at all when no service can be secured yet. */
    public ProjectPlan bootstrap(
            List<StackPlan> stacks, List<CertificateNeed> needs, CaOptions options, Optional<String> person) {
        if (secureNothing(stacks)) {
            return joined(Optional.empty(), List.of(), Optional.empty(), List.of(), stacks, new ArrayList<>());
        }
        ListDelivery lists = ListDelivery.of(layout, now, stacks);
        ProjectPlan ca = ca(lists.with(CaPlanner.plan(layout, options, now)));
        boolean there = ca.ca()
                .filter(change -> change.state() == CaChange.State.PRESENT || change.state() == CaChange.State.REPAIR)
                .isPresent();
        Optional<OfflineSigner> signer =
                there ? Optional.of(ca.ca().orElseThrow().build().get().signer()) : Optional.empty();
        CertificatePlanner planner = new CertificatePlanner(layout, now, RenewBefore.A_THIRD, keepsLifetimes);
        List<CertificateTask> tasks =
                signer.map(open -> planner.due(needs, open)).orElseGet(() -> planner.all(needs, "new CA"));
        signer.ifPresent(open -> requireMayIssue(open, tasks));
        List<Finding> findings = new ArrayList<>(ca.findings());
        signer.map(open -> limits().of(open, tasks, false))
                .orElseGet(() -> limits().of(options))
                .ifPresent(findings::add);
        List<PlannedFile> more =
                new ArrayList<>(there && !ca.ca().get().changes() ? policy(needs, findings) : List.of());
        signer.map(lists::signedBy).ifPresent(more::addAll);
        return joined(
                ca.ca(),
                tasks,
                named(person, needs, findings).flatMap(user -> planner.person(user, signer, "new CA")),
                more,
                stacks,
                findings);
    }

    /** The person, unless a service has that name. */
    private Optional<String> named(Optional<String> person, List<CertificateNeed> needs, List<Finding> findings) {
        List<String> services = needs.stream().map(CertificateNeed::service).toList();
        Optional<Finding> taken = person.flatMap(user -> PersonNames.taken(layout, user, services, Severity.WARNING));
        taken.ifPresent(findings::add);
        findings.addAll(PersonNames.held(layout, services));
        return person.filter(user -> taken.isEmpty());
    }

    /** Whether every server of these stacks is held back, so that a CA would have nobody to certify. */
    public static boolean secureNothing(List<StackPlan> stacks) {
        return !stacks.isEmpty() && stacks.stream().allMatch(StackPlan::securesNothing);
    }

    private ProjectPlan joined(
            Optional<CaChange> ca,
            List<CertificateTask> tasks,
            Optional<ProjectPlan.Person> person,
            List<PlannedFile> more,
            List<StackPlan> stacks,
            List<Finding> findings) {
        Map<Path, PlannedFile> files = PlannedFile.byPath(
                layout, Stream.concat(more.stream(), stacks.stream().flatMap(stack -> stack.files().stream())));
        stacks.forEach(stack -> findings.addAll(stack.findings()));
        List<FileEdit> edits =
                stacks.stream().flatMap(stack -> stack.edits().stream()).toList();
        Set<String> changed = Stream.of(
                        tasks.stream().map(task -> task.need().service()),
                        files.keySet().stream()
                                .filter(file -> file.startsWith(layout.mtlsFolder()))
                                .map(file -> layout.mtlsFolder()
                                        .relativize(file)
                                        .getName(0)
                                        .toString()),
                        edits.stream().flatMap(edit -> edit.changes().stream()).map(WantedChange::service))
                .flatMap(names -> names)
                .collect(Collectors.toSet());
        List<PlannedService> services = stacks.stream()
                .flatMap(stack -> stack.services().stream())
                .filter(service -> changed.contains(service.name()))
                .toList();
        return new ProjectPlan(
                layout,
                services,
                ca,
                tasks,
                validity,
                person,
                List.copyOf(files.values()),
                edits,
                Finding.joined(findings));
    }

    private LifetimeLimits limits() {
        return new LifetimeLimits(layout, now, validity);
    }

    /** The names step-ca's policy has to allow so that it certifies, and nobody else's names. */
    private List<PlannedFile> policy(List<CertificateNeed> needs, List<Finding> findings) {
        PolicyAdditions additions = PolicyAdditions.of(layout, names(needs));
        if (!additions.unsupported().isEmpty()) {
            findings.add(Finding.warning(
                    FindingId.POLICY_NAMES,
                    "step-ca's policy cannot express " + Printable.some(additions.unsupported())
                            + ": certificates with such a name are issued offline"));
        }
        return additions
                .caJson()
                .map(json -> List.of(PlannedFile.of(FileWrite.ofUser(layout.caJson(), json), additions.note())))
                .orElse(List.of());
    }

    /** The names of all these certificates together. */
    public static Names names(List<CertificateNeed> needs) {
        return new Names(
                needs.stream().flatMap(need -> need.names().dns().stream()).toList(),
                needs.stream().flatMap(need -> need.names().ips().stream()).toList());
    }
}
