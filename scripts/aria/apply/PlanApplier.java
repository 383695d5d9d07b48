package aria.apply;

import aria.ca.OfflineSigner;
import aria.ca.OwnRoots;
import aria.ca.PersonCertificate;
import aria.ca.Signer;
import aria.ca.init.CaChange;
import aria.ca.init.NewCa;
import aria.finding.ConsentException;
import aria.finding.RefusedException;
import aria.plan.PlannedFile;
import aria.plan.ProjectPlan;
import aria.store.AuditLog;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.ProjectLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Applies a plan: makes keys and certificates in memory, then writes everything in one transaction. */
public final class PlanApplier {
    private final ProjectPlan plan;
    private final Layout layout;
    private final Instant now;

    private final Optional<Signer> running;

    private PlanApplier(ProjectPlan plan, Optional<Signer> running, Instant now) {
        this.plan = plan;
        this.layout = plan.layout();
        this.running = running;
        this.now = now;
    }

    /**
     * Applies a plan; an empty one writes nothing at all.
     *
     * @param watcher told how far it has come
     * @throws ConsentException when another run is at work here
     * @throws RefusedException    when a file is no longer what the plan saw: nothing was written
     */
    public static Applied apply(ProjectPlan plan, Instant now, Watcher watcher) {
        return apply(plan, Optional.empty(), now, watcher);
    }

    /**
     * As {@link #apply(ProjectPlan, Instant, Watcher)}, the services' certificates by a CA that runs.
     *
     * @param running who signs them; empty for the CA's files
     * @throws PartlyIssuedException when the CA fell silent half-way, or refused some: what it issued is written,
     *                               and nothing half
     */
    public static Applied apply(ProjectPlan plan, Optional<Signer> running, Instant now, Watcher watcher) {
        return plan.isEmpty() ? Applied.NOTHING : new PlanApplier(plan, running, now).run(watcher);
    }

    private Applied run(Watcher watcher) {
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            requireNoOtherCa();
            Optional<NewCa> ca = plan.ca().map(change -> change.build().get());
            // Of two operations on one file the later one counts, in the place of the first.
            Map<Path, FileOperation> operations = new LinkedHashMap<>();
            Consumer<FileOperation> add = operation -> operations.put(operation.path(), operation);
            Consumer<FileWrite> write = file -> add.accept(FileOperation.Write.over(file));
            ca.ifPresent(made -> made.files().forEach(write));
            Optional<Issuing.Issued> services = services(ca, watcher);
            services.ifPresent(issued -> issued.files().forEach(write));
            person(ca).forEach(write);
            plan.files().forEach(file -> add.accept(new FileOperation.Write(file.write(), file.before())));
            plan.edits().forEach(edit -> add.accept(FileOperation.Write.of(edit)));
            if (!adopts()) {
                // Before it is there: a run that is killed is finished by one that does not know who made it.
                ca.ifPresent(made -> OwnRoots.made(layout, made.files()));
                OwnRoots.made(
                        layout, plan.files().stream().map(PlannedFile::write).toList());
            }
            Applied applied = Generations.commit(
                    new HeldProject(layout, AuditLog.of(layout), lock, watcher), List.copyOf(operations.values()));
            services.ifPresent(issued -> issued.failures().require(applied));
            return applied;
        }
    }

    /** Two runs may have planned a new CA at the same time; the second finds the first one's once it has the lock. */
    private void requireNoOtherCa() {
        boolean creates = plan.ca()
                .filter(change -> change.state() == CaChange.State.ABSENT_CREATE)
                .isPresent();
        if (creates && Files.exists(layout.rootCertificate())) {
            throw Preflight.changed(
                    layout,
                    layout.rootCertificate(),
                    "the certificate was made by another run since the plan was made");
        }
    }

    /** A CA that lies in the folder in another layout came with it; who has named one is asked by {@code init-ca}. */
    private boolean adopts() {
        return plan.ca()
                .filter(change -> change.state() == CaChange.State.ADOPT)
                .isPresent();
    }

    private Optional<Issuing.Issued> services(Optional<NewCa> ca, Watcher watcher) {
        if (plan.certificates().isEmpty()) {
            return Optional.empty();
        }
        Signer signer = running.orElseGet(() -> offline(ca));
        boolean keepKeys = plan.ca()
                .filter(change ->
                        change.state() == CaChange.State.ABSENT_CREATE || change.state() == CaChange.State.REPLACE)
                .isEmpty();
        AtomicInteger done = new AtomicInteger();
        return Optional.of(new Issuing(layout, signer, plan.validity(), keepKeys, now)
                .issue(plan.certificates(), () -> watcher.issued(done.incrementAndGet())));
    }

    /** Always with the CA's files: the policy of a running CA would refuse a person's name. */
    private List<FileWrite> person(Optional<NewCa> ca) {
        return plan.person()
                .map(person -> PersonCertificate.issue(layout, person.user(), offline(ca), plan.validity(), now))
                .orElse(List.of());
    }

    private OfflineSigner offline(Optional<NewCa> ca) {
        return ca.map(NewCa::signer).orElseGet(() -> OfflineSigner.open(layout));
    }
}
