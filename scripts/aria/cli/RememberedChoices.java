package aria.cli;

import aria.choices.Choices;
import aria.choices.ChoicesEditor;
import aria.choices.ChoicesFile;
import aria.choices.DurationText;
import aria.compose.FileEdit;
import aria.compose.WantedChange;
import aria.edit.Edit;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.plan.ProjectPlan;
import aria.plan.StackOptions;
import aria.stack.ProxyChoices;
import aria.stack.Selection;
import aria.stack.Stage;
import aria.store.Layout;
import aria.verify.traffic.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The choices of a command line that are to hold from now on: they go into the project's {@code aria.yaml} with the
 * plan.
 */
public final class RememberedChoices {
    private final ChoicesFile file;
    private final String command;
    private final Choices known;
    private final boolean once;
    private final ChoicesEditor editor;
    private final List<Finding> findings = new ArrayList<>();
    private Optional<Runnable> home = Optional.empty();

    /**
     * @param command the one that remembers
     * @param once    nothing is to be remembered
     */
    RememberedChoices(ChoicesFile file, String command, boolean once) {
        this.file = file;
        this.command = command;
        this.known = file.choices();
        this.once = once;
        this.editor = new ChoicesEditor(file);
    }

    /** What is remembered already. */
    public Choices known() {
        return known;
    }

    /**
     * Remembers a value that differs from what holds without it.
     *
     * @param typed   what was asked for; empty when nothing was
     * @param without what holds without it
     * @param path    the keys that lead to it
     */
    public void text(String option, Optional<String> typed, String without, String... path) {
        typed.filter(value -> !value.equals(without)).ifPresent(value -> editor.put(option, value, path));
    }

    /** As {@link #text}, for a file or folder; both absolute, {@code without} null for none. */
    void path(String option, Optional<Path> typed, Path without, String... path) {
        typed.filter(value -> !value.equals(without))
                .flatMap(value -> relative(option, value))
                .ifPresent(value -> editor.put(option, value, path));
    }

    /** Remembers the folder of all that is generated, once something is: it may lie outside the project. */
    void home(Path folder, String reason) {
        home = Optional.of(folder)
                .filter(wanted -> !known.home().equals(Optional.of(wanted)))
                .map(wanted -> () -> editor.home(wanted, reason));
    }

    /** As {@link #text}, for compose files in their order, absolute. */
    void files(List<Path> typed) {
        List<String> paths =
                typed.stream().flatMap(path -> relative("-f", path).stream()).toList();
        if (!paths.isEmpty() && paths.size() == typed.size()) {
            editor.put("-f", paths, "files");
        }
    }

    /**
     * Says that compose files are not remembered.
     *
     * @param other the files that are meant without them
     */
    void notFiles(List<Path> typed, List<Path> other, Layout layout) {
        findings.add(Finding.note(
                FindingId.CHOICE_NOT_KEPT,
                options(typed, layout) + " is not remembered, because commands without -f are about "
                        + other.stream().map(layout::display).collect(Collectors.joining(", ")),
                Remedy.advice("name it in each command"),
                Remedy.advice("change files in " + file.name())));
    }

    private static String options(List<Path> files, Layout layout) {
        return files.stream().map(path -> "-f " + layout.display(path)).collect(Collectors.joining(" "));
    }

    /** Remembers a lifetime; null for none. */
    public void validity(Duration typed) {
        text(
                "--validity",
                Optional.ofNullable(typed).map(DurationText::print),
                DurationText.print(known.validity().orElse(ProjectPlan.DEFAULT_VALIDITY)),
                "validity");
    }

    /** Remembers what was said of services. */
    void services(Selection typed, Optional<String> mode) {
        if (!typed.only().isEmpty() && !List.copyOf(typed.only()).equals(known.only())) {
            editor.put("--only", List.copyOf(typed.only()), "only");
        }
        typed.presets().forEach((service, preset) -> editor.put("--preset", preset, "services", service, "preset"));
        typed.proxies()
                .published()
                .forEach(service ->
                        editor.put(ProxyChoices.PUBLISHED, ProxyChoices.LOOPBACK, "services", service, "published"));
        names(typed.names());
        text("--mode", mode, known.mode().orElse(StackOptions.REQUIRE), "mode");
        text("--crl", typed.crl(), known.crl().orElse("off"), "crl");
    }

    /**
     * Remembers whether a server's proxy also accepts plaintext.
     *
     * @param reason why, for the user
     */
    void stage(String server, Stage stage, String reason) {
        boolean known = Optional.ofNullable(this.known.services().get(server))
                .flatMap(Choices.Service::stage)
                .equals(Optional.of(stage.toString()));
        if (!known) {
            editor.decide(reason, stage.toString(), "services", server, "stage");
            if (stage.equals(Stage.OPEN)) {
                findings.add(Finding.warning(
                                FindingId.STAGE_OPEN,
                                "its proxy also accepts plaintext until that is ended",
                                Remedy.aria("enforce", server))
                        .about(server));
            }
        }
    }

    /** Remembers calls that were seen on the running stack. */
    public void calls(Collection<Call> seen) {
        seen.stream()
                .collect(Collectors.groupingBy(
                        Call::caller, TreeMap::new, Collectors.mapping(Call::listener, Collectors.toList())))
                .forEach((caller, listeners) -> editor.calls(
                        caller,
                        Optional.ofNullable(known.services().get(caller))
                                .map(Choices.Service::calls)
                                .orElse(List.of()),
                        listeners));
    }

    /** Remembers further names of certificates. */
    public void names(Map<String, List<String>> typed) {
        Map<String, Choices.Service> services = new LinkedHashMap<>(known.services());
        typed.forEach((service, names) -> {
            boolean has = Optional.ofNullable(services.get(service))
                    .filter(there -> !there.sans().isEmpty())
                    .isPresent();
            if (has) {
                names.forEach(name -> editor.add("--san", name, "services", service, "sans"));
            } else {
                editor.put("--san", names, "services", service, "sans");
            }
        });
    }

    /**
     * Returns the plan with the edit that remembers; as it is when there is nothing to remember, and when it refuses
     * all of it.
     *
     * @throws aria.finding.RefusedException when the file can't be edited so
     */
    public ProjectPlan with(ProjectPlan plan) {
        if (!plan.isEmpty()) {
            home.ifPresent(Runnable::run);
        }
        boolean refused = plan.isEmpty() && plan.refusedAny();
        return once || refused ? plan : plan.also(edits(), findings);
    }

    private List<FileEdit> edits() {
        if (editor.changes().isEmpty()) {
            return List.of();
        }
        Edit edit = editor.edit();
        return edit.isEmpty()
                ? List.of()
                : List.of(new FileEdit(
                        file.path(),
                        edit,
                        WantedChange.ofChoices(command, editor.changes()),
                        file.source().isEmpty()));
    }

    private Optional<String> relative(String option, Path target) {
        Optional<String> path = Optional.ofNullable(editor.relative(target));
        if (path.isEmpty()) {
            findings.add(Finding.note(
                    FindingId.CHOICE_NOT_KEPT,
                    option + " " + target + " is not remembered, because it lies outside the project"));
        }
        return path;
    }
}
