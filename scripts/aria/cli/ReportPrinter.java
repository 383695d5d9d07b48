package aria.cli;

import aria.verify.CheckResult;
import aria.verify.Place;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.report.ReportJson;
import aria.verify.report.TerminalReport;
import java.util.List;

/** Shows what verifying found. */
public final class ReportPrinter {
    private ReportPrinter() {}

    /** The report for people, to standard output. */
    public static void print(Console console, Report report) {
        for (TerminalReport.Line line : TerminalReport.lines(report)) {
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
                .map(result -> new Problem(
                        result.id(),
                        null,
                        result.place().map(Place::file).orElse(null),
                        result.place().map(Place::line).orElse(0),
                        0,
                        prefix(result) + result.message(),
                        result.hint(),
                        List.of()))
                .toList();
    }

    private static String prefix(CheckResult result) {
        return result.service().map(name -> name + ": ").orElse("");
    }
}
