package aria.plan;

import aria.ca.init.CaChange;
import aria.compose.FileEdit;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Severity;
import aria.pki.Names;
import aria.store.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The plan of a whole project, as a value: nothing is written until it is applied.
 *
 * @param layout       where everything lies
 * @param services     those for which something changes, each as a line of the plan
 * @param ca           the CA to make or mend; empty when this plan leaves the CA alone
 * @param certificates to issue, each with its reason
 * @param validity     lifetime wanted for them
 * @param person       the certificate of the person at the keyboard; empty when it is still good or not wanted
 * @param files        to write whole
 * @param edits        to the user's files, each proven
 * @param findings     what else there is to say
 */
public record ProjectPlan(
        Layout layout,
        List<PlannedService> services,
        Optional<CaChange> ca,
        List<CertificateTask> certificates,
        Duration validity,
        Optional<Person> person,
        List<PlannedFile> files,
        List<FileEdit> edits,
        List<Finding> findings) {

    /** A client certificate for a person, with the reason to issue it. */
    public record Person(String user, String reason) {}

    /** The lifetime of a leaf when nothing else is asked for. */
    public static final Duration DEFAULT_VALIDITY = Duration.ofDays(365);

    public ProjectPlan {
        services = List.copyOf(services);
        certificates = List.copyOf(certificates);
        files = List.copyOf(files);
        edits = List.copyOf(edits);
        findings = List.copyOf(findings);
    }

    /** A change of the CA, and the certificates that it issues then. */
    static ProjectPlan ofCa(Layout layout, CaChange change, List<CertificateTask> tasks, Duration validity) {
        List<Finding> warnings = change.warnings().stream()
                .map(text -> Finding.warning(FindingId.CA, text))
                .toList();
        return new ProjectPlan(
                layout,
                List.of(),
                Optional.of(change),
                tasks,
                validity,
                Optional.empty(),
                List.of(),
                List.of(),
                warnings);
    }

    /** The same plan, with a new key for every certificate. */
    public ProjectPlan rekeyed() {
        return with(task -> new CertificateTask(task.need(), task.reason(), true, task.lifetime()));
    }

    /** The same plan, with these names in none of the certificates of services that only serve. */
    public ProjectPlan without(Names names) {
        return with(task -> task.need().client()
                ? task
                : new CertificateTask(task.need().without(names), task.reason(), task.newKey(), task.lifetime()));
    }

    private ProjectPlan with(UnaryOperator<CertificateTask> change) {
        return with(certificates.stream().map(change).toList());
    }

    private ProjectPlan with(List<CertificateTask> tasks) {
        return new ProjectPlan(layout, services, ca, tasks, validity, person, files, edits, findings);
    }

    private ProjectPlan with(List<PlannedFile> whole, List<FileEdit> edited, List<Finding> found) {
        return new ProjectPlan(layout, services, ca, certificates, validity, person, whole, edited, found);
    }

    /** The same plan but for the services' certificates. */
    public ProjectPlan withoutCertificates() {
        return with(List.of());
    }

    /** The services' certificates of this plan, once the rest of it is done: for a new CA with new keys. */
    public ProjectPlan certificatesAlone() {
        boolean fresh = ca.map(CaChange::state)
                .filter(state -> state == CaChange.State.ABSENT_CREATE || state == CaChange.State.REPLACE)
                .isPresent();
        ProjectPlan alone = new ProjectPlan(
                layout,
                services,
                Optional.empty(),
                certificates,
                validity,
                Optional.empty(),
                List.of(),
                List.of(),
                findings);
        return fresh ? alone.rekeyed() : alone;
    }

    /** The same plan with more edits and findings. */
    public ProjectPlan also(List<FileEdit> moreEdits, List<Finding> moreFindings) {
        return with(
                files,
                Stream.concat(edits.stream(), moreEdits.stream()).toList(),
                Stream.concat(findings.stream(), moreFindings.stream()).toList());
    }

    /** The same plan with these files to write whole. */
    public ProjectPlan writing(List<PlannedFile> whole) {
        return with(whole, edits, findings);
    }

    /** The same plan with one more file to write whole. */
    public ProjectPlan writing(PlannedFile file) {
        return with(Stream.concat(files.stream(), Stream.of(file)).toList(), edits, findings);
    }

    /** Whether this file is among those to write whole. */
    public boolean writes(Path file) {
        return files.stream().anyMatch(planned -> planned.write().path().equals(file));
    }

    /**
     * The files and edits of several plans for one folder as one plan; nothing else of them.
     *
     * @param plans at least one
     */
    public static ProjectPlan together(List<ProjectPlan> plans) {
        ProjectPlan any = plans.get(0);
        return new ProjectPlan(
                any.layout,
                List.of(),
                Optional.empty(),
                List.of(),
                any.validity,
                Optional.empty(),
                plans.stream().flatMap(plan -> plan.files.stream()).toList(),
                plans.stream().flatMap(plan -> plan.edits.stream()).toList(),
                List.of());
    }

    /** The same plan without the files to which others, already written, give the same content. */
    public ProjectPlan without(Collection<PlannedFile> others) {
        List<PlannedFile> left = files.stream()
                .filter(file -> others.stream().noneMatch(file::isSameAs))
                .toList();
        return with(left, edits, findings);
    }

    /** The files that are written whole and those that are edited; absolute. */
    public List<Path> paths() {
        return Stream.concat(
                        files.stream().map(PlannedFile::path), edits.stream().map(FileEdit::file))
                .toList();
    }

    /** True when there is nothing to do. */
    public boolean isEmpty() {
        return ca.filter(CaChange::changes).isEmpty()
                && certificates.isEmpty()
                && person.isEmpty()
                && files.isEmpty()
                && edits.isEmpty();
    }

    /** True when some service was refused. */
    public boolean refusedAny() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** How many files of the user's change: those that are edited, and generated ones that a person changed since. */
    public int usersFiles() {
        return edits.size()
                + (int) findings.stream()
                        .filter(finding -> finding.is(FindingId.CHANGED_BY_HAND))
                        .count();
    }

    /** True when a server is held back because of its callers, or shuts a new one out, and nobody chose so. */
    public boolean heldBackAny() {
        return findings.stream()
                .anyMatch(finding -> finding.severity() == Severity.WARNING
                        && (finding.is(FindingId.HELD_BACK) || finding.is(FindingId.UNKNOWN_CALLER)));
    }
}
