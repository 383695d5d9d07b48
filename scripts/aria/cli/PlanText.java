package aria.cli;

import aria.ca.init.CaChange;
import aria.compose.FileEdit;
import aria.compose.WantedChange;
import aria.edit.SourceText;
import aria.edit.TextChange;
import aria.edit.UnifiedDiff;
import aria.edit.yaml.PutPair;
import aria.edit.yaml.RemovePair;
import aria.pki.Printable;
import aria.plan.CertificateTask;
import aria.plan.PlannedFile;
import aria.plan.PlannedService;
import aria.plan.ProjectPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as text: in short, with all its reasons, and as a diff. */
public final class PlanText {
    /** More certificates with the same reason share a line. */
    private static final int MANY = 50;
    /** So many reasons fit on a line. */
    private static final int FEW = 3;

    private final ProjectPlan plan;
    private final List<String> lines = new ArrayList<>();

    private PlanText(ProjectPlan plan) {
        this.plan = plan;
    }

    /** Each change with its reason, without the diff; none for an empty plan. */
    static List<String> reasons(ProjectPlan plan) {
        return new PlanText(plan).write();
    }

    /**
     * A line for each service: what, how, who calls it; then other things that are edited. A plan without services is
     * short as it is, so these are its reasons.
     */
    static List<String> services(ProjectPlan plan) {
        if (isShort(plan)) {
            return reasons(plan);
        }
        PlanText text = new PlanText(plan);
        Set<String> names = plan.services().stream().map(PlannedService::name).collect(Collectors.toSet());
        text.section("Services", plan.services().stream().map(PlanText::service).toList());
        Map<String, Set<String>> others = new LinkedHashMap<>();
        for (FileEdit edit : plan.edits()) {
            for (WantedChange change : edit.changes()) {
                if (!names.contains(change.service())) {
                    String about = change.service().isEmpty() ? plan.layout().display(edit.file()) : change.service();
                    others.computeIfAbsent(about, name -> new LinkedHashSet<>()).add(reason(change.change()));
                }
            }
        }
        text.section(
                "Also",
                others.entrySet().stream()
                        .map(other -> other.getKey() + ": " + few(other.getValue()))
                        .toList());
        return text.lines;
    }

    /** What is made and edited, by number; none for a plan that is short as it is. */
    static List<String> counts(ProjectPlan plan) {
        List<String> counts = new ArrayList<>();
        if (isShort(plan)) {
            return counts;
        }
        plan.ca()
                .filter(CaChange::changes)
                .ifPresent(change -> counts.add("CA: " + String.join("; ", change.reasons())));
        List<String> certificates = new ArrayList<>();
        plan.certificates().stream()
                .collect(Collectors.groupingBy(CertificateTask::reason, LinkedHashMap::new, Collectors.counting()))
                .forEach((reason, number) -> certificates.add(number + " (" + reason + ")"));
        plan.person().ifPresent(person -> certificates.add("1 for you (" + person.user() + ")"));
        if (!certificates.isEmpty()) {
            counts.add("Certificates: " + String.join(", ", certificates));
        }
        List<String> files = new ArrayList<>();
        if (!plan.files().isEmpty()) {
            files.add(plan.files().size() + " generated");
        }
        if (!plan.edits().isEmpty()) {
            files.add(plan.edits().size() + " edited ("
                    + Printable.some(plan.edits().stream()
                            .map(edit -> plan.layout().display(edit.file()))
                            .toList())
                    + ")");
        }
        if (!files.isEmpty()) {
            counts.add("Files: " + String.join(", ", files));
        }
        return counts;
    }

    private static String few(Set<String> reasons) {
        return reasons.size() > FEW ? reasons.size() + " changes" : String.join("; ", reasons);
    }

    private static boolean isShort(ProjectPlan plan) {
        return plan.services().isEmpty();
    }

    private static String service(PlannedService service) {
        return service.name() + " (" + service.title() + "): " + service.way().text()
                + (service.because().isEmpty() ? "" : ", because " + service.because())
                + (service.callers().isEmpty() ? "" : "; called by " + Printable.some(service.callers()))
                + (service.servers().isEmpty() ? "" : "; presents its own to " + Printable.some(service.servers()));
    }

    /**
     * The unified diff of every edit, then of generated files that a person has changed, one after the other, as
     * {@code git apply} takes it; empty when nothing is edited.
     */
    public static String diff(ProjectPlan plan) {
        StringBuilder diff = new StringBuilder();
        for (FileEdit edit : plan.edits()) {
            diff.append(UnifiedDiff.of(
                    plan.layout().display(edit.file()),
                    edit.before(),
                    edit.edit().after()));
        }
        for (PlannedFile file : plan.files()) {
            String name = plan.layout().display(file.path());
            file.users()
                    .ifPresent(theirs -> diff.append(UnifiedDiff.of(
                            name, theirs, SourceText.of(name, file.write().content()))));
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
        plan.ca().filter(CaChange::changes).ifPresent(change -> section("CA", change.reasons()));
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
            case NEW_NETWORK -> change.name() + " (new network)";
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
