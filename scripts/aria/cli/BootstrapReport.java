package aria.cli;

import aria.ca.CaInfo;
import aria.ca.init.CaChange;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.operate.CurrentUser;
import aria.operate.Readiness;
import aria.operate.StackUp;
import aria.pki.NameLimits;
import aria.pki.Printable;
import aria.plan.Endpoint;
import aria.plan.ProjectPlan;
import aria.store.Layout;
import aria.trust.TrustedRoot;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.report.ReportJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report at the end of bootstrap: the files, the changes, the checks, how to use the stack and how to undo. */
public final class BootstrapReport {
    private static final String STALE = "compose.applied";

    private final CommonOptions common;
    private final ProjectPlan plan;
    private final RunOutcome outcome;
    private final EditOptions edit;
    private final Optional<String> signedBy;
    private final Console console;
    private final boolean started;

    /**
     * @param signedBy the running CA that signed, as the end of a sentence; empty when the CA's files did
     * @param started  whether the stack was started
     */
    public BootstrapReport(
            CommonOptions common,
            ProjectPlan plan,
            RunOutcome outcome,
            EditOptions edit,
            Optional<String> signedBy,
            boolean started) {
        this.started = started;
        this.common = common;
        this.plan = plan;
        this.outcome = outcome;
        this.edit = edit;
        this.signedBy = signedBy;
        this.console = common.console();
    }

    /**
     * The plan was only to be shown.
     *
     * @param unused  what was made for services that are gone
     * @param nothing whether no service can be secured
     * @return how the command ends
     */
    public ExitCode shown(Unused unused, boolean nothing) {
        ExitCode exit = outcome.exit().worse(nothing ? ExitCode.PARTLY : ExitCode.OK);
        if (common.json()) {
            console.answer("bootstrap", exit, result(List.of(), false, unused), PlanRun.problems(plan));
        } else if (plan.isEmpty()) {
            boolean left = nothing || plan.heldBackAny();
            console.result(
                    left ? Mark.WARN : Mark.PASS,
                    left ? "nothing can be secured yet, nothing written" : "nothing to do");
        }
        unused.tell(console);
        return exit;
    }

    /**
     * Everything was done.
     *
     * @param troubles services that did not come up; empty without {@code --up}
     * @param unused   as above
     * @return how the command ends
     */
    public ExitCode done(List<PlannedStack> planned, List<StackUp.Trouble> troubles, Report checks, Unused unused) {
        boolean red = checks.failed(Severity.ERROR);
        List<Endpoint> entrances = planned.stream()
                .flatMap(each -> Endpoint.of(each.stack(), each.plan()).stream())
                .toList();
        ExitCode exit = outcome.exit().worse(red || !troubles.isEmpty() ? ExitCode.FAILED : ExitCode.OK);
        if (common.json()) {
            Map<String, Object> result = result(entrances, true, unused);
            result.put("checks", ReportJson.of(checks));
            List<Problem> problems = problems(troubles);
            broken(checks).map(Problem::of).forEach(problems::add);
            console.answer("bootstrap", exit, result, problems);
            return exit;
        }
        made();
        ReportPrinter.printFailures(console, checks);
        stale(checks);
        leftAsItIs();
        unused.tell(console);
        if (exit == ExitCode.FAILED) {
            troubles.forEach(this::trouble);
            Stream.concat(troubles.stream().map(StackUp.Trouble::finding), broken(checks))
                    .findFirst()
                    .map(Finding::withoutRemedies)
                    .ifPresent(console::error);
        } else {
            next(planned, entrances);
        }
        return exit;
    }

    /** Containers that are older than the files, and services that are down, with the command that changes it. */
    private void stale(Report checks) {
        List<CheckResult> stale = checks.results().stream()
                .filter(result -> result.id().equals(STALE) && result.isTrouble()
                        || result.id().equals(Readiness.APPLICATIONS) && result.status() == Status.WARN)
                .toList();
        stale.stream()
                .collect(Collectors.groupingBy(
                        result -> List.of(result.message(), result.remedies()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .forEach((same, alike) -> console.result(
                        Mark.WARN,
                        alike.stream()
                                        .flatMap(result -> result.service().stream())
                                        .collect(Collectors.joining(", "))
                                + ": " + alike.get(0).message()
                                + console.text().sentence(alike.get(0).remedies())));
    }

    private static Stream<Finding> broken(Report checks) {
        return checks.results().stream()
                .filter(result -> result.id().equals(Readiness.APPLICATIONS) && result.isTrouble())
                .map(CheckResult::finding);
    }

    private void made() {
        Layout layout = plan.layout();
        if (outcome.applied().files().isEmpty()) {
            console.result(Mark.PASS, (started ? "no file needs a change" : "nothing to do") + ", nothing written");
            return;
        }
        plan.ca()
                .filter(CaChange::changes)
                .ifPresent(ca -> console.result(Mark.PASS, "CA in " + layout.display(layout.configDir())));
        if (!plan.certificates().isEmpty()) {
            console.result(
                    Mark.PASS,
                    counted(plan.certificates().size(), "certificate") + " in " + layout.display(layout.certsDir())
                            + signedBy.map(who -> ", signed " + who).orElse(""));
        }
        if (!plan.edits().isEmpty()) {
            console.result(
                    Mark.PASS,
                    counted(plan.edits().size(), "file") + " edited: "
                            + String.join(
                                    ", ",
                                    plan.edits().stream()
                                            .map(edit -> layout.display(edit.file()))
                                            .toList()));
        }
    }

    /** What was held back or refused, by name: the plan has said why. */
    private void leftAsItIs() {
        List<String> services = plan.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR
                        || finding.severity() == Severity.WARNING && finding.is(FindingId.HELD_BACK))
                .flatMap(finding -> finding.service().stream())
                .distinct()
                .toList();
        if (!services.isEmpty()) {
            console.result(Mark.WARN, "left unchanged, for the reasons above: " + Printable.some(services));
        }
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** A root without constraints is no root for a browser: whoever gets its key can pose as any site. */
    private String trust(Layout layout) {
        String bundle = layout.display(layout.trustBundle());
        boolean limited = CaInfo.of(layout).roots().stream()
                .allMatch(root -> NameLimits.of(root).limitsHosts());
        return limited
                ? "To trust " + bundle + " there, " + console.text().text(Remedy.aria("pki-cert", "trust", "install"))
                : "Before a browser trusts " + bundle
                        + ", limit the CA to your own domain: "
                        + console.text().text(TrustedRoot.LIMITING);
    }

    /** How to undo what was written, then the one command that comes next. */
    private void next(List<PlannedStack> planned, List<Endpoint> entrances) {
        Layout layout = plan.layout();
        if (!outcome.applied().files().isEmpty()) {
            Stream<String> override =
                    edit.file(layout).stream().flatMap(file -> Stream.of("--override", layout.display(file)));
            console.message("To take it back, "
                    + console.text()
                            .text(Remedy.aria(
                                    "bootstrap",
                                    Stream.concat(Stream.of("--undo"), override).toArray(String[]::new))));
        }
        if (started && !entrances.isEmpty()) {
            call(entrances.get(0));
        } else if (started) {
            console.next(Remedy.aria("verify-mtls-setup"));
        } else if (!outcome.applied().files().isEmpty()
                && !planned.isEmpty()
                && planned.stream().allMatch(each -> edit.toldOf(each).isEmpty())) {
            console.next(Remedy.aria("bootstrap", "--up"));
        }
    }

    /** The person's certificate is new, or was used before: only then the browser knows it. */
    private void call(Endpoint entrance) {
        Layout layout = plan.layout();
        String user = CurrentUser.atTheKeyboard();
        if (plan.person().isPresent()) {
            console.message("Browser: import " + layout.display(layout.personFile(user, "p12"))
                    + " (its password is in " + layout.display(layout.personFile(user, "password")) + "). "
                    + trust(layout));
        }
        console.next(Remedy.command(
                "curl",
                "--cacert",
                layout.display(layout.trustBundle()),
                "--cert",
                layout.display(layout.personFile(user, "crt")),
                "--key",
                layout.display(layout.personFile(user, "key")),
                entrance.url()));
    }

    private void trouble(StackUp.Trouble trouble) {
        console.result(Mark.FAIL, console.text().line(trouble.finding()));
        trouble.lines().forEach(line -> console.result("    " + line));
    }

    private List<Problem> problems(List<StackUp.Trouble> troubles) {
        List<Problem> problems = new ArrayList<>(PlanRun.problems(plan));
        troubles.forEach(trouble -> problems.add(Problem.of(
                trouble.finding().id(), FindingText.about(trouble.finding()), String.join(" | ", trouble.lines()))));
        return problems;
    }

    private Map<String, Object> result(List<Endpoint> entrances, boolean applied, Unused unused) {
        Layout layout = plan.layout();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("applied", applied && !outcome.applied().files().isEmpty());
        result.put(
                "ca",
                plan.ca().map(ca -> ca.state().name().toLowerCase(Locale.ROOT)).orElse("unchanged"));
        result.put("signed", signedBy.orElse("with the CA's files"));
        result.put("certificates", IssuedCertificate.of(plan));
        result.put(
                "edited",
                plan.edits().stream().map(edit -> layout.display(edit.file())).toList());
        result.put(
                "written",
                outcome.applied().files().stream().map(layout::display).toList());
        result.put("entrances", entrances.stream().map(Endpoint::url).toList());
        result.put("unused", unused.all());
        return result;
    }
}
