package aria.cli;

import aria.apply.Applied;
import aria.apply.Prune;
import aria.apply.Undo;
import aria.apply.Undone;
import aria.edit.UnifiedDiff;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import aria.operate.KeyVolumes;
import aria.pki.Printable;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.store.AtomicFiles;
import aria.store.AuditLog;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Undoes edits: shows the plan, asks, applies it. */
public final class UndoRun {
    /** The commands whose choices go with the edits that they made. */
    private static final Set<String> PATCHING = Set.of("patch-compose", "bootstrap");

    private final CommonOptions common;
    private final WriteOptions write;
    private final Console console;
    private final boolean shared;

    /** Takes back whatever is named. */
    public UndoRun(CommonOptions common, WriteOptions write) {
        this(common, write, false);
    }

    /** @param shared whether other projects that were patched stay so, and use keys and records of this folder */
    public UndoRun(CommonOptions common, WriteOptions write, boolean shared) {
        this.shared = shared;
        this.common = common;
        this.write = write;
        this.console = common.console();
    }

    /**
     * Takes back what was done to these files.
     *
     * @param command  the alias, for {@code --json}
     * @param stacks   the projects as they are, which tell whether something was added at all
     * @param accepted the records that may be followed although this user did not write them here
     * @throws aria.finding.ConsentException when the user does not agree, or can't be asked
     * @throws UnavailableException when the projects hold what was added, and there is no record of it
     */
    public RunOutcome run(String command, List<Path> files, List<Stack> stacks, Optional<String> accepted) {
        Layout layout = common.layout();
        List<Undone> planned = Undo.plan(layout, files, by -> command.equals("bootstrap") || PATCHING.contains(by));
        Undo.requireAccepted(layout, planned, accepted, command);
        boolean foreign = Undo.foreign(planned).isPresent();
        boolean something =
                planned.stream().anyMatch(undone -> !undone.operations().isEmpty());
        boolean refused = planned.stream().anyMatch(undone -> undone.effect() == Undone.Effect.REFUSED);
        if (!common.json()) {
            show(planned, layout, foreign);
        }
        if (!something && !refused) {
            stacks.forEach(stack -> requireRecord(command, layout, stack));
        }
        Applied applied = Applied.NOTHING;
        if (something && !write.showsOnly()) {
            if (foreign) {
                common.consent(false).requireAnswer("Take these edits back, as others recorded them?");
            } else {
                common.consent(write.yes()).require("Take these edits back?");
            }
            console.interruption().writing();
            applied = Undo.commit(layout, planned, AuditLog.of(layout));
            console.interruption().wrote(true);
            if (!shared) {
                AtomicFiles.delete(layout.observed());
            }
        }
        ExitCode exit = refused ? ExitCode.REFUSED : write.check() && something ? ExitCode.FAILED : ExitCode.OK;
        report(command, exit, planned, applied, layout);
        return new RunOutcome(exit, applied);
    }

    private static void requireRecord(String command, Layout layout, Stack stack) {
        List<String> added = OurServices.added(stack);
        if (added.isEmpty()) {
            return;
        }
        Path folder = stack.project().files().directory();
        boolean there = !folder.equals(layout.root())
                && !Undo.recorded(Layout.of(folder)).isEmpty();
        throw new UnavailableException(Finding.error(
                        FindingId.FOREIGN_RECORD,
                        "it has " + String.join(", ", added) + ", but " + layout.display(layout.undoFolder())
                                + " has no record of how to take that back")
                .at(Place.of(layout.display(stack.project().files().files().get(0))))
                .also(
                        there
                                ? List.of(Remedy.aria(command, "--undo", "-C", layout.display(folder)))
                                : List.of(
                                        Remedy.advice("use git revert"),
                                        Remedy.advice("run this where it was changed, or with --home as then"))));
    }

    /** Returns the volumes with keys of these projects, as they are before the undo. */
    public static List<KeyVolumes> keys(Layout layout, List<Stack> stacks) {
        Set<String> delivered = Prune.delivered(layout);
        return stacks.stream().map(stack -> KeyVolumes.of(stack, delivered)).toList();
    }

    /** After something was taken back: says which volumes still hold keys, and how to be rid of them. */
    public void tellOfKeys(RunOutcome outcome, List<KeyVolumes> keys) {
        for (KeyVolumes before : outcome.applied().files().isEmpty() ? List.<KeyVolumes>of() : keys) {
            KeyVolumes left = before.found();
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
            console.result(Mark.PASS, whatWasDone(planned) + "; keys and certificates stay");
            left(layout);
        } else if (planned.isEmpty()) {
            console.result("Nothing to take back.");
        }
    }

    /** A file that the user edited since is not as it was: it keeps these edits. */
    private static String whatWasDone(List<Undone> planned) {
        long edited = planned.stream()
                .filter(undone -> undone.effect() == Undone.Effect.ADDITIONS_REMOVED)
                .count();
        long exact = planned.stream()
                        .filter(undone -> !undone.operations().isEmpty())
                        .count()
                - edited;
        List<String> parts = new ArrayList<>();
        if (exact > 0) {
            parts.add(exact + (exact == 1 ? " file is as it was" : " files are as they were"));
        }
        if (edited > 0) {
            parts.add(
                    edited + (edited == 1 ? " file keeps" : " files keep") + " your edits and nothing that was added");
        }
        return String.join(", ", parts);
    }

    /** Says what stays, and how it goes, too. A CA whose ca.json stays is in use, or was there before. */
    private void left(Layout layout) {
        boolean used = Files.exists(layout.caJson());
        List<String> ca = used ? List.of() : present(layout, layout.configDir(), layout.rootKeyFolder());
        List<String> certificates = present(layout, layout.certsDir(), layout.peopleFolder());
        if (certificates.isEmpty() || shared) {
            return;
        }
        console.message(
                "The audit log and the records of what was taken back stay in " + layout.display(layout.mtlsFolder()));
        Remedy removal = Remedy.command(Stream.of(List.of("rm", "-r"), ca, certificates)
                .flatMap(List::stream)
                .toArray(String[]::new));
        console.message((ca.isEmpty() ? "Left: " : "Left: the CA in " + String.join(" and ", ca) + ", ")
                + "certificates and keys in " + String.join(" and ", certificates)
                + ": the next bootstrap uses them again. To delete them for good, "
                + console.text().text(removal));
    }

    private static List<String> present(Layout layout, Path... folders) {
        return Stream.of(folders)
                .filter(Files::isDirectory)
                .map(layout::display)
                .toList();
    }

    private void show(List<Undone> planned, Layout layout, boolean foreign) {
        List<Undone> waiting = planned.stream()
                .filter(undone -> undone.effect() == Undone.Effect.WAITS)
                .toList();
        List<Undone> generated = planned.stream()
                .filter(undone -> undone.effect() == Undone.Effect.REMOVED
                        && undone.file().startsWith(layout.mtlsFolder()))
                .toList();
        boolean each = foreign || console.verbose() || generated.size() < 2;
        planned.stream()
                .filter(undone -> !waiting.contains(undone) && (each || !generated.contains(undone)))
                .forEach(undone -> show(undone, layout, foreign));
        if (!each) {
            console.message(layout.display(layout.mtlsFolder()) + ": " + generated.size()
                    + " files were created here and are removed");
        }
        if (!waiting.isEmpty()) {
            console.message("Nothing was taken back, because these files belong together: "
                    + Printable.some(waiting.stream()
                            .map(undone -> layout.display(undone.file()))
                            .toList())
                    + ". Mend what is named above and run this again");
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
