package aria.apply;

import aria.ca.CaChange;
import aria.ca.NewCa;
import aria.ca.OfflineSigner;
import aria.ca.PersonCertificate;
import aria.plan.FileEdit;
import aria.plan.PlannedFile;
import aria.plan.ProjectPlan;
import aria.store.AuditLog;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.ProjectLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Makes a plan true: keys and certificates are made in memory, then everything is written in one transaction. */
public final class PlanApplier {
    private final ProjectPlan plan;
    private final Layout layout;
    private final Instant now;

    private PlanApplier(ProjectPlan plan, Instant now) {
        this.plan = plan;
        this.layout = plan.layout();
        this.now = now;
    }

    /**
     * What was made.
     *
     * @param applied     the files written
     * @param fingerprint SHA-256 of the new root certificate; empty when no CA was made
     */
    public record Result(Applied applied, Optional<String> fingerprint) {}

    /**
     * Applies a plan; an empty one writes nothing at all.
     *
     * @param progress told how many certificates are issued so far; called from several threads
     * @throws aria.store.LockHeld when another run is at work here
     * @throws ChangedSincePlan    when a file is no longer what the plan saw: nothing was written
     */
    public static Result apply(ProjectPlan plan, Instant now, IntConsumer progress) {
        return plan.isEmpty() ? new Result(Applied.NOTHING, Optional.empty()) : new PlanApplier(plan, now).run(progress);
    }

    private Result run(IntConsumer progress) {
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            requireNoOtherCa();
            Optional<NewCa> ca = plan.ca().map(change -> change.build().get());
            Map<Path, Step> steps = new LinkedHashMap<>();
            ca.ifPresent(made -> made.files().forEach(file -> put(steps, file, "the CA")));
            issue(ca, progress).forEach(step -> steps.put(step.path(), step));
            for (PlannedFile file : plan.files()) {
                steps.put(file.write().path(), new Change(file.write(), file.before(), Optional.empty(), file.reason()));
            }
            for (FileEdit edit : plan.edits()) {
                steps.put(edit.file(), edit.isNew() ? Change.create(edit.file(), edit.edit(), edit.changes())
                        : Change.edit(edit.file(), edit.edit(), edit.changes()));
            }
            Applied applied = Transaction.commit(layout, List.copyOf(steps.values()), new AuditLog(layout.auditLog()), lock);
            return new Result(applied, ca.filter(made -> plan.ca().filter(CaChange::changes).isPresent()).map(NewCa::fingerprint));
        }
    }

    /** Two runs may have planned a new CA at the same time; the second finds the first one's once it has the lock. */
    private void requireNoOtherCa() {
        boolean creates = plan.ca().filter(change -> change.state() == CaChange.State.ABSENT_CREATE).isPresent();
        if (creates && Files.exists(layout.rootCertificate())) {
            throw new ChangedSincePlan(layout.display(layout.rootCertificate()),
                    "was made by another run since the plan was made, nothing was written: run again");
        }
    }

    private List<Step> issue(Optional<NewCa> ca, IntConsumer progress) {
        if (plan.certificates().isEmpty() && plan.person().isEmpty()) {
            return List.of();
        }
        OfflineSigner signer = ca.map(NewCa::signer).orElseGet(() -> OfflineSigner.open(layout));
        boolean keepKeys = plan.ca().filter(change -> change.state() == CaChange.State.ABSENT_CREATE
                || change.state() == CaChange.State.REPLACE).isEmpty();
        AtomicInteger done = new AtomicInteger();
        List<Step> steps = new ArrayList<>();
        if (!plan.certificates().isEmpty()) {
            new Issuing(layout, signer, plan.validity(), keepKeys, now)
                    .files(plan.certificates(), () -> progress.accept(done.incrementAndGet()))
                    .forEach(file -> steps.add(Change.whole(file, "a certificate")));
        }
        plan.person().ifPresent(person -> PersonCertificate.issue(layout, person.user(), signer, plan.validity(), now)
                .forEach(file -> steps.add(Change.whole(file, "the certificate of " + person.user()))));
        return steps;
    }

    private static void put(Map<Path, Step> steps, FileWrite file, String reason) {
        steps.put(file.path(), Change.whole(file, reason));
    }
}
