package aria.apply;

import aria.compose.FileEdit;
import aria.compose.WantedChange;
import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.edit.TextMerge;
import aria.edit.undo.Removal;
import aria.edit.undo.UndoRecord;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.plan.StackOptions;
import aria.plan.StackPlan;
import aria.plan.StackPlanner;
import aria.preset.Presets;
import aria.proxy.Topology;
import aria.stack.Edge;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.InputFile;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Takes some servers of a stack back, with the settings of their callers. It goes by the user's own files, as they
 * would be without any of our edits: what a plan writes for all servers, and does not write for the others alone, is
 * taken out of the files.
 */
public final class PartialUndo {
    private final Layout layout;
    private final Stack stack;
    private final Presets presets;
    private final StackOptions options;
    private final Map<Path, SourceText> users = new LinkedHashMap<>();

    private PartialUndo(Layout layout, Stack stack, Presets presets, StackOptions options) {
        this.layout = layout;
        this.stack = stack;
        this.presets = presets;
        this.options = options;
        stack.project().sources().forEach((file, now) -> users.put(file, Undo.without(layout, file, now)));
    }

    /**
     * Plans it; writes nothing.
     *
     * @param servers services of the stack
     * @throws RefusedException when one of them calls a server that would then refuse it, or when the edits were not
     *                          recorded here
     */
    public static StackPlan plan(
            Layout layout, Stack stack, Set<String> servers, Presets presets, StackOptions options) {
        return new PartialUndo(layout, stack, presets, options).plan(servers);
    }

    private StackPlan plan(Set<String> servers) {
        Set<String> secured = stack.services().stream()
                .filter(this::isSecured)
                .map(StackService::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> rest = new TreeSet<>(secured);
        rest.removeAll(servers);
        StackPlan all = planOf(secured);
        StackPlan others = planOf(rest);
        Set<String> already = shutOut(all);
        others.findings().stream()
                .filter(finding -> finding.is(FindingId.UNKNOWN_CALLER))
                .filter(finding ->
                        servers.contains(finding.service().orElse("")) && !already.contains(finding.message()))
                .findFirst()
                .flatMap(Finding::service)
                .ifPresent(caller -> {
                    throw refused(caller, servers, rest);
                });
        List<FileEdit> edits = new ArrayList<>();
        Set<Path> files = new LinkedHashSet<>();
        all.edits().forEach(edit -> files.add(edit.file()));
        files.forEach(file -> edit(file, all, others, servers).ifPresent(edits::add));
        return new StackPlan(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Topology.NONE,
                List.of(),
                List.of(),
                edits,
                List.of(),
                Optional.empty());
    }

    private RefusedException refused(String caller, Set<String> servers, Set<String> rest) {
        Set<String> called = stack.edges().stream()
                .filter(edge -> edge.caller().equals(caller) && rest.contains(edge.server()))
                .map(Edge::server)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> together = new TreeSet<>(servers);
        together.addAll(called);
        return new RefusedException(Finding.error(
                        FindingId.CONFLICT,
                        "it calls " + String.join(", ", called) + ", which would refuse it without a certificate",
                        Remedy.aria("patch-compose", "--undo", "--only", String.join(",", together)))
                .about(caller));
    }

    private boolean isSecured(StackService service) {
        String init = Stack.initName(service.name());
        return stack.project().services().containsKey(init)
                && service.service().mounts().stream()
                        .anyMatch(mount -> Stack.volumeName(service.name()).equals(mount.source()));
    }

    private static Set<String> shutOut(StackPlan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.is(FindingId.UNKNOWN_CALLER))
                .map(Finding::message)
                .collect(Collectors.toSet());
    }

    /** The plan on the user's own files that secures these services, whoever calls them, and no others. */
    private StackPlan planOf(Set<String> secured) {
        Set<String> left = new TreeSet<>(stack.project().services().keySet());
        left.removeAll(secured);
        left.removeIf(name -> stack.project().services().containsKey(name + Stack.PROXY_INIT_SUFFIX));
        Selection selection = stack.selection().securingJust(secured, left);
        return StackPlanner.plan(Stack.of(stack.project().with(users), presets, selection), options);
    }

    private Optional<FileEdit> edit(Path file, StackPlan all, StackPlan others, Set<String> servers) {
        FileEdit ours = find(all, file).orElseThrow();
        SourceText after = ours.edit().after();
        SourceText before = find(others, file)
                .map(edit -> edit.edit().after())
                .orElse(ours.edit().before());
        if (before.equals(after) || Files.notExists(file)) {
            return Optional.empty();
        }
        SourceText now = stack.project().sources().getOrDefault(file, after.withText(InputFile.requiredText(file)));
        if (users.getOrDefault(file, before).equals(now)) {
            throw EditErrors.file(
                    FindingId.CONFLICT,
                    layout.display(file),
                    "its edits were not recorded here",
                    Remedy.advice("use git revert"));
        }
        Edit part = new Edit(before, after, TextMerge.between(before.text(), after.text()));
        SourceText without = UndoRecord.of(
                        part, ours.changes().stream().map(WantedChange::change).toList())
                .undo(now);
        String reason = "without mutual TLS for " + String.join(", ", servers);
        return without.equals(now)
                ? Optional.empty()
                : Optional.of(new FileEdit(
                        file,
                        new Edit(now, without, TextMerge.between(now.text(), without.text())),
                        servers.stream()
                                .map(server -> new WantedChange(
                                        server, WantedChange.Subject.SERVICE, server, new Removal(reason)))
                                .toList()));
    }

    private static Optional<FileEdit> find(StackPlan plan, Path file) {
        return plan.edits().stream().filter(edit -> edit.file().equals(file)).findFirst();
    }
}
