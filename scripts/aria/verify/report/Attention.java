package aria.verify.report;

import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of what the headline only counts: checks that warn, and those that could not look. */
final class Attention {
    private static final int MOST = 3;

    private Attention() {}

    /** Returns a line for each of the two of which there is any: ids, with services and listeners. */
    static List<TerminalReport.Line> lines(Report report) {
        List<TerminalReport.Line> lines = new ArrayList<>();
        add(lines, "Warnings: ", report, Status.WARN);
        add(lines, "Not checked: ", report, Status.SKIP);
        return lines;
    }

    /** Checks about the same services stand together. */
    private static void add(List<TerminalReport.Line> lines, String what, Report report, Status status) {
        Map<String, Set<String>> byId = new LinkedHashMap<>();
        report.results().stream()
                .filter(result -> result.status() == status)
                .forEach(result -> byId.computeIfAbsent(result.id(), id -> new LinkedHashSet<>())
                        .addAll(subject(result)));
        Map<Set<String>, List<String>> bySubjects = new LinkedHashMap<>();
        byId.forEach((id, subjects) ->
                bySubjects.computeIfAbsent(subjects, same -> new ArrayList<>()).add(id));
        List<String> all = bySubjects.entrySet().stream()
                .map(same -> few(same.getValue()) + (same.getKey().isEmpty() ? "" : " (" + few(same.getKey()) + ")"))
                .toList();
        if (!all.isEmpty()) {
            lines.add(TerminalReport.Line.plain("  " + what + few(all)));
        }
    }

    private static List<String> subject(CheckResult result) {
        return result
                .service()
                .map(service -> service
                        + result.listener().map(listener -> " " + listener).orElse(""))
                .stream()
                .toList();
    }

    private static String few(Collection<String> names) {
        int more = names.size() - MOST;
        return names.stream().limit(MOST).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
