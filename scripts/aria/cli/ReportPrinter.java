package aria.cli;

import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.report.ReportJson;
import aria.verify.report.TerminalReport;
import java.util.List;

/** Prints the report of the checks. */
public final class ReportPrinter {
    private ReportPrinter() {}

    /** The report for people, to standard output. */
    public static void print(Console console, Report report) {
        for (TerminalReport.Line line : TerminalReport.lines(report, console.text())) {
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
