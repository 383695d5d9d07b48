package aria.cli;

import aria.apply.Applied;
import aria.apply.Undo;
import aria.apply.Undone;
import aria.edit.UnifiedDiff;
import aria.finding.FindingText;
import aria.operate.KeyVolumes;
import aria.store.AuditLog;
import aria.store.Layout;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Undoes edits: shows the plan, asks, applies it. */
public final class UndoRun {
    /** The commands whose choices go with the edits that they made. */
    private static final Set<String> PATCHING = Set.of("patch-compose", "bootstrap");

    private final CommonOptions common;
    private final WriteOptions write;
    private final Console console;

    public UndoRun(CommonOptions common, WriteOptions write) {
        this.common = common;
        this.write = write;
        this.console = common.console();
    }

    /**
     * Takes back what was done to these files.
     *
     * @param command  the alias, for {@code --json}
     * @param accepted the records that may be followed although this user did not write them here
     * @throws aria.finding.ConsentException when the user does not agree, or can't be asked
     */
    public RunOutcome run(String command, List<Path> files, Optional<String> accepted) {
        Layout layout = common.layout();
        List<Undone> planned = Undo.plan(layout, files, by -> command.equals("bootstrap") || PATCHING.contains(by));
        Undo.requireAccepted(layout, planned, accepted, command);
        boolean foreign = Undo.foreign(planned).isPresent();
        boolean something =
                planned.stream().anyMatch(undone -> !undone.operations().isEmpty());
        boolean refused = planned.stream().anyMatch(undone -> undone.effect() == Undone.Effect.REFUSED);
        if (!common.json()) {
            planned.forEach(undone -> show(undone, layout, foreign));
            if (planned.stream().anyMatch(undone -> undone.effect() == Undone.Effect.WAITS)) {
                console.message("Nothing was taken back, because these files belong together."
                        + " Mend what is named above and run this again");
            }
        }
        Applied applied = Applied.NOTHING;
        if (something && !write.showsOnly()) {
            if (foreign) {
                common.consent(false).requireAnswer("Take these edits back, as others recorded them?");
            } else {
                common.consent(write.yes()).require("Take these edits back?");
            }
            applied = Undo.commit(layout, planned, new AuditLog(layout.auditLog()));
        }
        ExitCode exit = refused ? ExitCode.REFUSED : write.check() && something ? ExitCode.FAILED : ExitCode.OK;
        report(command, exit, planned, applied, layout);
        return new RunOutcome(exit, applied);
    }

    /** After something was taken back: says which volumes still hold keys, and how to be rid of them. */
    public void tellOfKeys(RunOutcome outcome, List<KeyVolumes> keys) {
        for (KeyVolumes left : outcome.applied().files().isEmpty() ? List.<KeyVolumes>of() : keys) {
            if (!left.volumes().isEmpty()) {
                console.message(
                        "If the stack ran, volumes still hold copies of keys. Back to plaintext, and without them:");
                console.text().folder().ifPresent(path -> console.message("  cd " + FindingText.quoted(path)));
                left.commands(common.layout().root()).forEach(line -> console.message("  " + line));
            }
        }
    }

    /** One file in the JSON answer. */
    private record UndoneFile(String file, String outcome, String message) {}

    private void report(String command, ExitCode exit, List<Undone> planned, Applied applied, Layout layout) {
        if (common.json()) {
            console.answer(
                    command,
                    exit,
                    planned.stream()
                            .map(undone -> new UndoneFile(
                                    layout.display(undone.file()),
                                    undone.effect().name().toLowerCase(Locale.ROOT),
                                    undone.message()))
                            .toList(),
                    List.of());
        } else if (!applied.files().isEmpty()) {
            long files = planned.stream()
                    .filter(undone -> !undone.operations().isEmpty())
                    .count();
            console.result(
                    Mark.PASS,
                    files + (files == 1 ? " file is as it was" : " files are as they were")
                            + "; keys and certificates stay");
        } else if (planned.isEmpty()) {
            console.result("Nothing to take back.");
        }
    }

    private void show(Undone undone, Layout layout, boolean foreign) {
        if (undone.effect() == Undone.Effect.REFUSED) {
            console.error(undone.message());
        } else {
            console.message(undone.message());
        }
        boolean diff = foreign || write.showsOnly() || !write.yes() || console.verbose();
        if (diff && undone.current().isPresent() && undone.restored().isPresent()) {
            String text = UnifiedDiff.of(
                    layout.display(undone.file()),
                    undone.current().get(),
                    undone.restored().get());
            console.resultText(PlanText.coloured(text, console.colourOut()));
        }
    }
}
