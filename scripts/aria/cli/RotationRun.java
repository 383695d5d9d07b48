package aria.cli;

import aria.apply.Applied;
import aria.apply.PartlyIssuedException;
import aria.ca.Signer;
import aria.cli.RunningServers.Presented;
import aria.cli.pkicert.CaRevocations;
import aria.cli.pkicert.ListServers;
import aria.cli.pkicert.OtherCertificates;
import aria.finding.AriaException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import aria.pki.path.RenewBefore;
import aria.plan.CertificateNeed;
import aria.plan.ProjectPlan;
import aria.plan.ProjectPlanner;
import aria.stack.Stack;
import aria.store.AuditLog;
import aria.store.Layout;
import aria.verify.SubjectReader;
import aria.verify.metrics.RotationMetrics;
import aria.verify.metrics.RotationMetrics.Result;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One run of rotate-certs.
 *
 * @param window   when a certificate is due
 * @param restarts whether servers may be restarted
 */
public record RotationRun(
        CommonOptions common,
        ComposeOptions compose,
        IssuerOptions issuer,
        WriteOptions write,
        IntermediateRotation intermediate,
        MetricsOption metrics,
        RenewBefore window,
        boolean restarts) {
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    /**
     * What is rotated.
     *
     * @param known the certificates of the project's services
     * @param needs those of them that are looked at
     * @param all   whether everything else that the CA has issued here is looked at, too
     */
    public record Subjects(
            Layout layout,
            ProjectChoices choices,
            List<Stack> stacks,
            List<CertificateNeed> known,
            List<CertificateNeed> needs,
            boolean all) {
        private Set<String> services() {
            return needs.stream().map(CertificateNeed::service).collect(Collectors.toSet());
        }
    }

    /**
     * Rotates, reports, and writes metrics where that is wanted, also of a run that fails.
     *
     * @throws UnavailableException when the CA does not answer
     * @throws RefusedException     when it cannot be used
     */
    public ExitCode run(Subjects subjects, Instant now) {
        metrics.require(common);
        try {
            requireNotSetBack(subjects.layout(), now);
            return rotate(subjects, now);
        } catch (AriaException failed) {
            Result result = ExitCode.of(failed) == ExitCode.REFUSED ? Result.REFUSED : Result.UNAVAILABLE;
            Map<String, Result> results = new TreeMap<>(subjects.all() ? Map.of("", result) : Map.of());
            subjects.services().forEach(service -> results.put(service, result));
            try {
                measure(subjects, results, Optional.empty());
            } catch (AriaException | UncheckedIOException more) {
                failed.addSuppressed(more);
            }
            throw failed;
        }
    }

    /** A clock that was set back would renew nothing, and say that all is well. */
    private static void requireNotSetBack(Layout layout, Instant now) {
        AuditLog.of(layout)
                .last()
                .filter(last -> last.isAfter(now.plus(CLOCKS_DIFFER)))
                .ifPresent(last -> {
                    throw new RefusedException(Finding.error(
                            FindingId.NOT_RENEWED,
                            "this machine's clock says " + now.truncatedTo(ChronoUnit.SECONDS)
                                    + ", but the last change of this project was at " + last + ", which is later",
                            Remedy.advice("correct the clock"),
                            Remedy.inOrder(
                                    Remedy.advice("if the clock is right now, and was wrong then"),
                                    Remedy.aria("generate-service-certs", "--force"))));
                });
    }

    /** Here is the time that decides what is due, there the one that counts for what is issued. */
    private static void requireClock(Signer running, Instant now) {
        running.clockAhead()
                .filter(ahead -> ahead.abs().compareTo(CLOCKS_DIFFER) > 0)
                .ifPresent(ahead -> {
                    throw new RefusedException(Finding.error(
                            FindingId.NOT_RENEWED,
                            "this machine's clock says " + now.truncatedTo(ChronoUnit.SECONDS) + ", but the CA's says "
                                    + now.plus(ahead).truncatedTo(ChronoUnit.SECONDS),
                            Remedy.advice("correct the clock that is wrong")));
                });
    }

    private ExitCode rotate(Subjects subjects, Instant now) {
        Layout layout = subjects.layout();
        OtherCertificates.Outcome ca =
                subjects.all() ? intermediate.run(common, write, now) : OtherCertificates.Outcome.NOTHING;
        try (IssuerOptions.Chosen chosen = issuer.choose(common, subjects.needs(), write.showsOnly())) {
            chosen.signer().ifPresent(running -> requireClock(running, now));
            ProjectPlan plan = common.guarded(
                    new ProjectPlanner(layout, now, subjects.choices().validity(null))
                            .rotation(subjects.needs(), window, chosen.signer())
                            .without(chosen.without()),
                    subjects.stacks());
            if (!plan.certificates().isEmpty()) {
                chosen.tell(common.console());
            }
            List<Finding> left = new ArrayList<>();
            RunOutcome outcome = run(plan, chosen.signer(), now, left);
            CaRevocations revoked = subjects.all() && !write.showsOnly()
                    ? CaRevocations.of(common, layout, issuer)
                    : CaRevocations.NONE;
            OtherCertificates.Outcome others = subjects.all()
                    ? new OtherCertificates(common, layout, window, now, write.showsOnly(), revoked)
                            .renew(subjects.known().stream()
                                    .map(CertificateNeed::service)
                                    .collect(Collectors.toSet()))
                    : OtherCertificates.Outcome.NOTHING;
            RotationReport report = new RotationReport(
                    common,
                    plan,
                    subjects.needs().size(),
                    outcome,
                    ca.and(others).and(new OtherCertificates.Outcome(List.of(), left)));
            return write.showsOnly() ? report.shown(write.check()) : deliver(subjects, report, revoked);
        }
    }

    /** What the CA does not issue does not keep the rest from being renewed and delivered. */
    private RunOutcome run(ProjectPlan plan, Optional<Signer> running, Instant now, List<Finding> left) {
        try {
            return new PlanRun(common, write).run(plan, running, now);
        } catch (PartlyIssuedException some) {
            left.add(some.finding());
            return new RunOutcome(ExitCode.PARTLY, some.applied());
        } catch (RefusedException | UnavailableException none) {
            left.add(none.finding());
            return new RunOutcome(ExitCode.of(none), Applied.NOTHING);
        }
    }

    private ExitCode deliver(Subjects subjects, RotationReport report, CaRevocations revoked) {
        Presented presented = new RunningServers(
                        common, compose, subjects.layout(), subjects.choices(), subjects.stacks())
                .present(subjects.services(), report.renewed(), restarts);
        ExitCode exit = report.done(presented)
                .worse(subjects.all() ? ListServers.of(common).deliver(restarts).exit() : ExitCode.OK);
        try {
            Map<String, Result> results = report.results(subjects.services(), presented);
            if (!subjects.all()) {
                results.remove("");
            }
            measure(subjects, results, revoked.read());
            return exit;
        } catch (UncheckedIOException unwritten) {
            common.console().error(unwritten.getMessage());
            return exit.worse(ExitCode.PARTLY);
        }
    }

    private void measure(Subjects subjects, Map<String, Result> results, Optional<Boolean> listRead) {
        if (metrics.isGiven() && !write.showsOnly()) {
            // what this run has done belongs to what the metrics say is sent; what is in the way is told at its end
            AuditSending.now(common).forEach(unsent -> common.console().detail(unsent.message()));
            var subject = subjects.choices()
                    .subject(compose, subjects.layout(), List.of(), SubjectReader.Live.WHERE_IT_RUNS, Optional.empty());
            metrics.write(common, metrics.metrics(common, subject, new RotationMetrics(results, listRead)));
        }
    }
}
