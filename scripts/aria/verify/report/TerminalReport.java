package aria.verify.report;

import aria.finding.FindingText;
import aria.finding.Severity;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.probe.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The report in the style of {@code linkerd check}: category, mark, one line, hint. Several services with the same
 * result share a line. The console adds marks and colours.
 */
public final class TerminalReport {
    private static final String IN_PROCESS_NOTE =
            "in-process: the issued files were tried on test servers; only a running stack can prove that its servers require them";

    private static final int MOST_NAMES = 5;

    private TerminalReport() {}

    /**
     * A line to print.
     *
     * @param mark the status whose mark stands before it; empty for headings and hints
     * @param text without the mark; empty for an empty line
     */
    public record Line(Optional<Status> mark, String text) {
        static Line plain(String text) {
            return new Line(Optional.empty(), text);
        }
    }

    /**
     * Returns the whole report.
     *
     * @param words writes what to do for the place where the reader stands
     */
    public static List<Line> lines(Report report, FindingText words) {
        List<Line> lines = new ArrayList<>();
        String category = "";
        for (List<CheckResult> same : report.grouped()) {
            CheckResult first = same.get(0);
            if (!first.category().equals(category)) {
                category = first.category();
                heading(lines, category);
            }
            lines.addAll(result(same, words));
        }
        if (report.results().stream().anyMatch(TerminalReport::passedInProcess)) {
            lines.add(Line.plain("  " + IN_PROCESS_NOTE));
        }
        lines.add(Line.plain(""));
        headline(lines, report);
        return lines;
    }

    /** Returns the results of this severity or a worse one, then the last lines of {@link #lines}. */
    public static List<Line> atLeast(Severity least, Report report, FindingText words) {
        List<Line> lines = new ArrayList<>();
        report.grouped().stream()
                .filter(same -> same.get(0).finding().severity().compareTo(least) >= 0)
                .forEach(same -> lines.addAll(result(same, words)));
        headline(lines, report);
        return lines;
    }

    private static void headline(List<Line> lines, Report report) {
        lines.add(Line.plain(summary(report)));
        lines.addAll(Attention.lines(report));
    }

    private static List<Line> result(List<CheckResult> same, FindingText words) {
        CheckResult first = same.get(0);
        Line line = new Line(Optional.of(first.status()), text(same) + words.sentence(first.remedies()));
        return first.isTrouble() ? List.of(line, Line.plain("    see " + words.page(first.hint()))) : List.of(line);
    }

    private static void heading(List<Line> lines, String category) {
        if (!lines.isEmpty()) {
            lines.add(Line.plain(""));
        }
        lines.add(Line.plain(category));
        lines.add(Line.plain("-".repeat(category.length())));
    }

    /** One line: that all is well, or how much is not. */
    public static String summary(Report report) {
        List<String> counts = new ArrayList<>(List.of(report.count(Status.PASS) + " passed"));
        add(counts, report.count(Status.WARN), report.count(Status.WARN) == 1 ? " warning" : " warnings");
        add(counts, report.count(Status.FAIL), " failed");
        add(counts, report.count(Status.SKIP), " not checked");
        String numbers = String.join(", ", counts)
                + prefixed(". Listeners: ", listeners(report))
                + prefixed(". Applications: ", applications(report));
        if (report.count(Status.FAIL) > 0) {
            return "Some checks failed: " + numbers;
        }
        return (report.allWell() ? "All checks passed! " : "No check failed: ") + numbers;
    }

    /** Returns how many listeners are in each state, as {@code 2 enforced, 1 not checked}; empty without any. */
    static String listeners(Report report) {
        return report.listenerStates().entrySet().stream()
                .map(state -> state.getValue() + " " + state.getKey().label())
                .collect(Collectors.joining(", "));
    }

    /** Returns how many applications are in each state, as {@code 2 work, 1 broken}; empty without any. */
    static String applications(Report report) {
        return report.applicationStates().entrySet().stream()
                .map(state -> state.getKey().counted(state.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static void add(List<String> counts, long count, String what) {
        if (count > 0) {
            counts.add(count + what);
        }
    }

    private static boolean passedInProcess(CheckResult result) {
        return result.status() == Status.PASS && result.via().equals(Optional.of(Via.IN_PROCESS));
    }

    private static String text(List<CheckResult> same) {
        CheckResult first = same.get(0);
        List<String> services = same.stream()
                .flatMap(result -> result.service().stream())
                .distinct()
                .toList();
        String who = String.join(", ", services);
        String via = first.via().map(way -> " (" + way.label() + ")").orElse("");
        return switch (first.status()) {
            case PASS -> first.title() + prefixed(": ", services.isEmpty() ? first.message() : few(services)) + via;
            case SKIP -> first.title() + ": not checked" + prefixed(" for ", who) + prefixed(": ", first.message());
            case WARN, FAIL -> (who.isEmpty() ? "" : who + ": ") + first.message() + via;
        };
    }

    private static String prefixed(String prefix, String text) {
        return text.isEmpty() ? "" : prefix + text;
    }

    /** All is well with them, so their number is enough when they are many. */
    private static String few(List<String> services) {
        return services.size() > MOST_NAMES ? services.size() + " services" : String.join(", ", services);
    }
}
