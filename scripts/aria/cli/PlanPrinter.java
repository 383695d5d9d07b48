package aria.cli;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Severity;
import aria.plan.ProjectPlan;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows a plan in short: a line for each service, then what was held back or needs a look, then the counts. */
final class PlanPrinter {
    /** {@code --diff} to standard output. */
    static final Path STANDARD_OUTPUT = Path.of("-");

    private final Console console;
    private final WriteOptions write;

    PlanPrinter(Console console, WriteOptions write) {
        this.console = console;
        this.write = write;
    }

    /** Shows a plan; with {@code --verbose} its reasons and its diff, too. */
    void print(ProjectPlan plan) {
        PlanText.services(plan).forEach(this::line);
        findings(plan);
        PlanText.counts(plan).forEach(write.showsOnly() ? console::result : console::message);
        if (console.verbose()) {
            PlanText.reasons(plan).forEach(console::message);
            if (plan.usersFiles() > 0 && !write.diff().equals(Optional.of(STANDARD_OUTPUT))) {
                console.resultText("\n" + diff(plan));
            }
        }
    }

    /** Shows the diff, page by page on a terminal. */
    void pageDiff(ProjectPlan plan) {
        Pager.show(console, diff(plan));
    }

    /** Shows why each change is made, page by page on a terminal. */
    void pageReasons(ProjectPlan plan) {
        Pager.show(console, PlanText.coloured(String.join("\n", PlanText.reasons(plan)) + "\n", false));
    }

    private void line(String line) {
        if (write.showsOnly() && !console.quiet()) {
            console.result(line);
        } else {
            console.message(line);
        }
    }

    private String diff(ProjectPlan plan) {
        return PlanText.coloured(PlanText.diff(plan), console.colourOut());
    }

    /** What is said of several services in the same words is said once, of all of them. */
    private static List<Finding> grouped(List<Finding> findings) {
        Map<Finding, Set<String>> services = new LinkedHashMap<>();
        findings.forEach(finding -> services.computeIfAbsent(
                        finding.service().isPresent() ? finding.about("") : finding, same -> new LinkedHashSet<>())
                .addAll(finding.service().stream().toList()));
        return services.entrySet().stream()
                .map(same -> same.getValue().isEmpty()
                        ? same.getKey()
                        : same.getKey().about(String.join(", ", same.getValue())))
                .toList();
    }

    /** The worst first; services without a preset share a line. */
    private void findings(ProjectPlan plan) {
        Map<Boolean, List<Finding>> unknown = grouped(plan.findings()).stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .collect(Collectors.partitioningBy(finding -> finding.is(FindingId.NO_PRESET)));
        for (Finding finding : unknown.get(false)) {
            if (finding.severity() == Severity.ERROR) {
                console.error(finding);
            } else if (finding.is(FindingId.HELD_BACK)) {
                console.inTwoLines(finding);
            } else if (finding.severity() == Severity.WARNING) {
                console.warning(console.text().line(finding));
            } else {
                console.message(console.text().line(finding));
            }
        }
        if (!unknown.get(true).isEmpty()) {
            console.message("no preset yet, left alone: "
                    + unknown.get(true).stream()
                            .flatMap(finding -> finding.service().stream())
                            .distinct()
                            .collect(Collectors.joining(", "))
                    + ". --preset NAME=mount delivers certificate, key and CA into one");
        }
        long weak = plan.findings().stream()
                .filter(finding -> finding.is(FindingId.CHOICE_WEAKENS))
                .count();
        if (weak > 0) {
            console.warning(weak + (weak == 1 ? " choice" : " choices")
                    + " in aria.yaml: less strict than the default, see above");
        }
    }
}
