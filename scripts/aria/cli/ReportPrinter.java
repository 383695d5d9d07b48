package aria.cli;

import aria.finding.Severity;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.report.ReportJson;
import aria.verify.report.TerminalReport;
import java.util.List;

/** Prints the report of the checks. */
public final class ReportPrinter {
    private ReportPrinter() {}

    /** The report for people, to standard output; when quiet, what needs attention and the headline. */
    public static void print(Console console, Report report) {
        print(
                console,
                console.quiet()
                        ? TerminalReport.atLeast(Severity.WARNING, report, console.text())
                        : TerminalReport.lines(report, console.text()));
    }

    /** What failed and the headline, to standard output; with {@code --verbose} the whole report. */
    static void printFailures(Console console, Report report) {
        print(
                console,
                console.verbose()
                        ? TerminalReport.lines(report, console.text())
                        : TerminalReport.atLeast(Severity.ERROR, report, console.text()));
    }

    private static void print(Console console, List<TerminalReport.Line> lines) {
        for (TerminalReport.Line line : lines) {
            line.mark()
                    .map(Status::name)
                    .map(Mark::valueOf)
                    .ifPresentOrElse(mark -> console.result(mark, line.text()), () -> console.result(line.text()));
        }
    }

    /** The report for machines; failures are its problems. */
    public static String json(Report report, ExitCode exit) {
        return Json.answer("verify-mtls-setup", exit, ReportJson.of(report), problems(report));
    }

    private static List<Problem> problems(Report report) {
        return report.results().stream()
                .filter(result -> result.status() == Status.FAIL)
                .map(ReportPrinter::problem)
                .toList();
    }

    /** The hint is the check's page. */
    private static Problem problem(CheckResult result) {
        Problem problem = Problem.of(result.finding());
        return new Problem(
                problem.id(),
                problem.service(),
                problem.file(),
                problem.line(),
                problem.column(),
                problem.message(),
                result.hint(),
                problem.remedies());
    }
}
