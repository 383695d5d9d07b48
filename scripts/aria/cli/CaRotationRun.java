package aria.cli;

import aria.apply.FileOperation;
import aria.apply.Transaction;
import aria.ca.CaInfo;
import aria.ca.init.CaChange;
import aria.ca.rotation.CaRotation;
import aria.ca.rotation.CaRotation.Phase;
import aria.ca.rotation.RotationEnd;
import aria.ca.rotation.RotationPlanner;
import aria.cli.CaTakeUp.Standing;
import aria.cli.pkicert.CaRevocations;
import aria.cli.pkicert.OtherCertificates;
import aria.finding.Finding;
import aria.pki.path.RenewBefore;
import aria.plan.CertificateNeed;
import aria.plan.ProjectPlanner;
import aria.store.AtomicFiles;
import aria.store.AuditLog;
import aria.store.Digest;
import aria.store.Layout;
import aria.verify.CertificateFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One run of rotate-ca: writes a step, brings it to the servers and sees them go by it.
 *
 * @param needs    the certificates of services that there are
 * @param validity of the next ones, where one was chosen
 * @param takeUp   of the servers
 * @param restarts whether servers may be restarted
 */
record CaRotationRun(
        CommonOptions common,
        WriteOptions write,
        Layout layout,
        List<CertificateNeed> needs,
        Optional<Duration> validity,
        CaTakeUp takeUp,
        boolean restarts,
        Instant now) {

    /**
     * The outcome.
     *
     * @param rotation how far it is; empty when none is under way any more
     * @param standing of the servers
     * @param left     the other certificates that could not be issued anew
     * @param files    those that were written
     * @param exit     how the command ends
     */
    record Outcome(
            Optional<CaRotation> rotation, Standing standing, List<Finding> left, List<String> files, ExitCode exit) {
        /** Whether another step may follow. */
        boolean complete() {
            return standing.complete() && left.isEmpty();
        }
    }

    /** Shows a step, and unless it is only shown, takes it and sees to it. */
    Outcome begin(CaChange change, String question) {
        return take(change, Phase.TRUSTING, question);
    }

    /** As {@link #begin}, of a change that has begun. */
    Outcome step(CaRotation rotation, Phase phase, String question) {
        return take(new RotationPlanner(layout, now).step(rotation, phase), phase, question);
    }

    private Outcome take(CaChange change, Phase phase, String question) {
        boolean anew = phase == Phase.ISSUING || phase == Phase.RETURNING;
        ProjectPlanner planner = new ProjectPlanner(layout, now, validity);
        Optional<URI> agreed = CaInfo.of(layout).url().filter(new CaConsent(common)::given);
        RunOutcome outcome = new PlanRun(common, write)
                .asking(
                        question,
                        planner.ca(change, anew ? needs : List.of(), "the CA that issues is another one"),
                        now);
        List<String> files =
                outcome.applied().files().stream().map(layout::display).toList();
        if (write.showsOnly()) {
            return new Outcome(CaRotation.of(layout), Standing.NOTHING_RUNS, List.of(), files, outcome.exit());
        }
        // Who agreed to contact the CA did so for its root, which is another one now.
        agreed.ifPresent(url -> CaConsent.typed(layout, url));
        Outcome settled = settle(CaRotation.of(layout).orElseThrow());
        return new Outcome(
                settled.rotation(),
                settled.standing(),
                settled.left(),
                files,
                outcome.exit().worse(settled.exit()));
    }

    /** Sees to a step that was taken, and ends the change after the last one. */
    Outcome settle(CaRotation rotation) {
        List<Finding> left = new ArrayList<>();
        if (rotation.phase().trustsBoth()) {
            left.addAll(new OtherCertificates(common, layout, RenewBefore.A_THIRD, now, false, CaRevocations.NONE)
                    .renew(needs.stream().map(CertificateNeed::service).collect(Collectors.toSet()))
                    .left());
        }
        Set<String> told = new HashSet<>(rotation.told());
        Standing standing = takeUp.settle(rotation, restarts, told);
        CaRotation known = rotation.telling(told);
        save(known);
        boolean complete = standing.complete() && left.isEmpty();
        if (complete && known.phase().isLast()) {
            end(known);
            return new Outcome(Optional.empty(), standing, left, List.of(), ExitCode.OK);
        }
        return new Outcome(Optional.of(known), standing, left, List.of(), complete ? ExitCode.OK : ExitCode.PARTLY);
    }

    /** Looks how far a step is, and changes nothing. */
    Outcome look(CaRotation rotation) {
        return new Outcome(Optional.of(rotation), takeUp.look(rotation), List.of(), List.of(), ExitCode.OK);
    }

    /** Returns the certificates of this project that the CA which does not issue has issued; relative to the project. */
    List<String> others(CaRotation rotation) {
        Optional<X509Certificate> other = RotationPlanner.otherIntermediate(layout);
        Set<Path> files = new TreeSet<>(OtherCertificates.files(layout));
        needs.forEach(need -> files.add(layout.serviceCertificate(need.service())));
        return files.stream()
                .filter(Files::exists)
                .filter(file -> CertificateFile.read(file).chain().stream()
                        .skip(1)
                        .anyMatch(issuer -> other.filter(issuer::equals).isPresent()))
                .map(layout::display)
                .toList();
    }

    /** Keeps what is known of a step. */
    void save(CaRotation rotation) {
        Transaction.commit(layout, List.of(FileOperation.Write.over(rotation.write(layout))), AuditLog.of(layout));
    }

    private void end(CaRotation rotation) {
        RotationEnd end = RotationEnd.of(layout, rotation, now);
        List<FileOperation> operations = new ArrayList<>();
        end.writes().forEach(file -> operations.add(FileOperation.Write.over(file)));
        end.removed()
                .forEach(file -> Digest.ofFile(file)
                        .ifPresent(before -> operations.add(new FileOperation.Remove(file, before))));
        Transaction.commit(layout, operations, AuditLog.of(layout));
        for (Path folder : List.of(
                layout.rotationFolder().resolve("old"),
                layout.rotationFolder().resolve("new"),
                layout.rotationFolder())) {
            if (Files.isDirectory(folder)) {
                AtomicFiles.delete(folder);
            }
        }
    }
}
