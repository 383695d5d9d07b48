package aria.cli;

import aria.compose.FileEdit;
import aria.compose.WantedChange;
import aria.edit.TextChange;
import aria.edit.UnifiedDiff;
import aria.edit.yaml.PutPair;
import aria.edit.yaml.RemovePair;
import aria.pki.Printable;
import aria.plan.CertificateTask;
import aria.plan.PlannedFile;
import aria.plan.ProjectPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as text: what will be done and why, then other messages. */
public final class PlanText {
    /** More certificates with the same reason share a line. */
    private static final int MANY = 50;

    private final ProjectPlan plan;
    private final List<String> lines = new ArrayList<>();

    private PlanText(ProjectPlan plan) {
        this.plan = plan;
    }

    /** The lines of a plan, without the diff; none for an empty one. */
    public static List<String> lines(ProjectPlan plan) {
        return new PlanText(plan).write();
    }

    /**
     * The unified diff of every edit, one after the other, as {@code git apply} takes it; empty when nothing is
     * edited.
     */
    public static String diff(ProjectPlan plan) {
        StringBuilder diff = new StringBuilder();
        for (FileEdit edit : plan.edits()) {
            diff.append(UnifiedDiff.of(
                    plan.layout().display(edit.file()),
                    edit.before(),
                    edit.edit().after()));
        }
        return diff.toString();
    }

    /**
     * A diff fit to be shown, with the colours of {@code git diff} where they are wanted; without them, line ends
     * stay what they are.
     */
    public static String coloured(String diff, boolean colour) {
        return Arrays.stream(diff.split("\n", -1))
                .map(line -> {
                    boolean carriage = line.endsWith("\r");
                    String text = Printable.text(carriage ? line.substring(0, line.length() - 1) : line);
                    return colour ? colouredLine(text) : text + (carriage ? "\r" : "");
                })
                .collect(Collectors.joining("\n"));
    }

    private static String colouredLine(String line) {
        String code = line.startsWith("+++") || line.startsWith("---")
                ? "1"
                : line.startsWith("+") ? "32" : line.startsWith("-") ? "31" : line.startsWith("@@") ? "36" : "";
        return code.isEmpty() ? line : "\u001b[" + code + "m" + line + "\u001b[0m";
    }

    private List<String> write() {
        plan.ca().filter(change -> change.changes()).ifPresent(change -> section("CA", change.reasons()));
        certificates();
        section("Files", plan.files().stream().map(this::file).toList());
        for (FileEdit edit : plan.edits()) {
            section(plan.layout().display(edit.file()), reasons(edit));
        }
        return lines;
    }

    /** Each service or volume once, its reasons below it; what is about settings stands for itself. */
    private static List<String> reasons(FileEdit edit) {
        Map<String, Set<String>> byHeading = new LinkedHashMap<>();
        edit.changes()
                .forEach(change -> byHeading
                        .computeIfAbsent(heading(change), name -> new LinkedHashSet<>())
                        .add(reason(change.change())));
        List<String> entries = new ArrayList<>();
        byHeading.forEach((heading, reasons) -> {
            if (heading.isEmpty()) {
                entries.addAll(reasons);
            } else {
                entries.add(heading);
                reasons.forEach(reason -> entries.add("  " + reason));
            }
        });
        return entries;
    }

    private static String reason(TextChange change) {
        if (change instanceof PutPair put) {
            return put.key() + ": " + put.reason();
        }
        return change instanceof RemovePair remove ? remove.key() + " goes: " + remove.reason() : change.reason();
    }

    /** What a change is about: a service or a volume; empty for a file with one service's settings. */
    private static String heading(WantedChange change) {
        return switch (change.subject()) {
            case SERVICE -> change.name();
            case NEW_SERVICE -> change.name() + " (new)";
            case NEW_VOLUME -> change.name() + " (new volume)";
            case SETTINGS, CHOICE -> "";
        };
    }

    private void certificates() {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        plan.certificates()
                .forEach(task -> byReason.computeIfAbsent(task.reason(), reason -> new ArrayList<>())
                        .add(task.need().service()));
        List<String> entries = new ArrayList<>();
        for (CertificateTask task : plan.certificates()) {
            List<String> alike = byReason.get(task.reason());
            if (alike.size() <= MANY) {
                entries.add(task.need().service() + ": " + task.reason());
            } else if (alike.get(0).equals(task.need().service())) {
                entries.add(Printable.some(alike) + ": " + task.reason());
            }
        }
        plan.person()
                .ifPresent(person -> entries.add(person.user() + " (you, for browser and curl): " + person.reason()));
        section("Certificates", entries);
    }

    private String file(PlannedFile file) {
        return plan.layout().display(file.write().path()) + ": " + file.reason();
    }

    private void section(String title, List<String> entries) {
        if (!entries.isEmpty()) {
            lines.add(title);
            entries.forEach(entry -> lines.add("  " + entry));
        }
    }
}
