package aria.cli;

import aria.cli.RunningServers.Presented;
import aria.cli.pkicert.OtherCertificates;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.operate.CertificateDelivery.Delivered;
import aria.operate.CertificateDelivery.Taken;
import aria.plan.ProjectPlan;
import aria.verify.CheckResult;
import aria.verify.metrics.RotationMetrics.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The report of rotate-certs.
 *
 * @param plan    the services' certificates
 * @param all     how many services have one
 * @param outcome of the plan
 * @param others  what else was renewed
 */
public record RotationReport(
        CommonOptions common, ProjectPlan plan, int all, RunOutcome outcome, OtherCertificates.Outcome others) {

    private static final String NOTHING_DUE = "nothing is due";

    /** One server in the JSON answer; {@code taken} is what was done about it. */
    private record Server(String service, String server, String taken) {}

    /**
     * Tells what would be done.
     *
     * @param check whether anything to do is a failure
     */
    public ExitCode shown(boolean check) {
        boolean due = !plan.certificates().isEmpty() || !others.renewed().isEmpty();
        if (!common.json()) {
            others.renewed().forEach(name -> common.console().result(name + " is due"));
            if (!due) {
                common.console().result(Mark.PASS, NOTHING_DUE);
            }
            others.left().forEach(common.console()::tell);
        }
        ExitCode exit = check && due ? ExitCode.FAILED : outcome.exit();
        return answer(
                others.failedAny() ? exit.worse(ExitCode.PARTLY) : exit,
                new Presented(List.of(), List.of()),
                IssuedCertificate.of(plan));
    }

    /** Tells what was done, and returns how the command ends. */
    public ExitCode done(Presented presented) {
        Set<String> awaited = presented.awaited();
        Set<String> renewed = renewed();
        List<CheckResult> late = late(presented);
        List<Delivered> failed = presented.all(Taken.FAILED);
        List<Delivered> waiting = presented.all(Taken.NEEDS_RESTART);
        boolean some = !renewed.isEmpty() || !others.renewed().isEmpty();
        // 3 and 4 say that nothing was done.
        ExitCode exit = some && outcome.exit() != ExitCode.OK ? ExitCode.PARTLY : outcome.exit();
        if (!waiting.isEmpty() || others.failedAny()) {
            exit = exit.worse(ExitCode.PARTLY);
        }
        if (!late.isEmpty() || !failed.isEmpty()) {
            exit = exit.worse(ExitCode.FAILED);
        }
        ExitCode end = answer(
                exit,
                presented,
                IssuedCertificate.of(plan).stream()
                        .filter(issued -> renewed.contains(issued.service()))
                        .toList());
        if (!common.json()) {
            print(presented, awaited, late, failed, waiting);
        }
        return end;
    }

    /**
     * Returns the result for each service, and under the empty name that for all else.
     *
     * @param services those that were looked at
     */
    public Map<String, Result> results(Set<String> services, Presented presented) {
        Map<String, Result> results = new TreeMap<>();
        results.put("", others.failedAny() ? Result.NOT_RENEWED : Result.OK);
        services.forEach(service -> results.put(service, Result.OK));
        late(presented).forEach(result -> results.put(result.service().orElseThrow(), Result.NOT_PRESENTED));
        presented
                .delivered()
                .forEach(one -> result(one.taken())
                        .ifPresent(result -> results.put(one.reload().service(), result)));
        Set<String> renewed = renewed();
        plan.certificates().stream()
                .map(task -> task.need().service())
                .filter(service -> !renewed.contains(service))
                .forEach(service -> results.put(service, Result.NOT_RENEWED));
        plan.findings().stream()
                .filter(finding -> finding.is(FindingId.NOT_RENEWED))
                .flatMap(finding -> finding.service().stream())
                .forEach(service -> results.put(service, Result.NOT_RENEWED));
        return results;
    }

    private static Optional<Result> result(Taken taken) {
        return switch (taken) {
            case NEEDS_RESTART -> Optional.of(Result.NEEDS_RESTART);
            case FAILED -> Optional.of(Result.NOT_PRESENTED);
            case BY_ITSELF, TOLD, NOT_RUNNING -> Optional.empty();
        };
    }

    /** Returns what says of a server that it should present its new certificate by now. */
    private static List<CheckResult> late(Presented presented) {
        Set<String> awaited = presented.awaited();
        return presented.shown().stream()
                .filter(CheckResult::isTrouble)
                .filter(result -> result.service().filter(awaited::contains).isPresent())
                .toList();
    }

    /** Returns the services with a new certificate. */
    public Set<String> renewed() {
        return plan.certificates().stream()
                .map(task -> task.need().service())
                .filter(service ->
                        outcome.applied().files().contains(plan.layout().serviceCertificate(service)))
                .collect(Collectors.toSet());
    }

    private void print(
            Presented presented,
            Set<String> awaited,
            List<CheckResult> late,
            List<Delivered> failed,
            List<Delivered> waiting) {
        Console console = common.console();
        int renewed = renewed().size();
        console.result(
                Mark.PASS,
                renewed == 0 && others.renewed().isEmpty()
                        ? NOTHING_DUE
                        : renewed + " renewed, " + (all - renewed) + " kept");
        if (!others.renewed().isEmpty()) {
            console.result(Mark.PASS, "also renewed: " + String.join(", ", others.renewed()));
        }
        Set<String> seen = presented.shown().stream()
                .filter(result -> !result.isTrouble())
                .flatMap(result -> result.service().stream())
                .filter(awaited::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!seen.isEmpty()) {
            console.result(Mark.PASS, String.join(", ", seen) + ": the new certificate is presented");
        }
        Set<String> unseen = awaited.stream()
                .filter(service -> presented.shown().stream()
                        .noneMatch(result ->
                                result.service().filter(service::equals).isPresent()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!unseen.isEmpty()) {
            console.message(String.join(", ", unseen)
                    + ": the new certificate is delivered; nothing listens that would show it");
        }
        late.forEach(result -> console.error(result.finding()));
        failed.forEach(one -> console.error(finding(one, "the new certificate could not be delivered")));
        waiting.forEach(one -> console.warning(common.console().text().line(restart(one))));
        others.left().forEach(console::tell);
    }

    private static Finding restart(Delivered one) {
        String service = one.reload().service();
        return Finding.warning(
                        FindingId.NOT_PRESENTED,
                        "it presents its new certificate after a restart",
                        Remedy.aria("rotate-certs", service, "--restart"))
                .about(service);
    }

    private static Finding finding(Delivered one, String what) {
        return Finding.warning(FindingId.NOT_PRESENTED, what, one.reload().remedy())
                .about(one.reload().service());
    }

    private ExitCode answer(ExitCode exit, Presented presented, List<IssuedCertificate> issued) {
        if (common.json()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("issued", issued);
            members.put("kept", all - issued.size());
            members.put("others", others.renewed());
            members.put(
                    "servers",
                    presented.delivered().stream()
                            .map(one -> new Server(
                                    one.reload().service(),
                                    one.reload().server(),
                                    one.taken().name().toLowerCase(Locale.ROOT).replace('_', '-')))
                            .toList());
            List<Problem> problems = new ArrayList<>(PlanRun.problems(plan));
            others.left().forEach(left -> problems.add(Problem.of(left)));
            common.console().answer("rotate-certs", exit, members, problems);
        }
        return exit;
    }
}
