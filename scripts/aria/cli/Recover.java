package aria.cli;

import aria.apply.FileOperation;
import aria.apply.Interrupted;
import aria.apply.Recovery;
import aria.edit.SourceText;
import aria.edit.UnifiedDiff;
import aria.finding.FindingId;
import aria.finding.PartialFailureException;
import aria.finding.RefusedException;
import aria.store.FileMode;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.StateKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Recovers an interrupted run, at the start of every command. */
public final class Recover {
    private Recover() {}

    /**
     * Finishes or takes back an interrupted run, and says so. A command that only shows what it would do says that
     * there is one, and leaves it as it is.
     *
     * @throws PartialFailureException when nothing can be shown because that run stopped half-way
     * @throws RuntimeException        as {@link Interrupted#recover}
     */
    public static void first(Layout layout, Console console, boolean showsOnly) {
        if (showsOnly) {
            String unfinished = Interrupted.unfinished(layout).orElse("");
            if (Interrupted.halfDone(layout)) {
                throw new PartialFailureException(FindingId.PARTLY_DONE, unfinished);
            }
            if (!unfinished.isEmpty()) {
                console.warning(unfinished);
            }
            return;
        }
        recover(layout, console, Optional.empty());
    }

    /**
     * As {@link #first(Layout, Console, boolean)}; follows a record that this user did not write here once it was
     * shown and agreed to.
     *
     * @param options name that record
     */
    public static void first(CommonOptions common, boolean showsOnly, UndoOptions options) {
        Layout layout = common.layout();
        Optional<Interrupted.Foreign> foreign = options.accepted().isEmpty()
                ? Optional.empty()
                : Interrupted.foreign(layout)
                        .filter(record -> options.accepted().get().equals(record.id()));
        foreign.ifPresent(
                record -> record.operations().forEach(operation -> show(layout, common.console(), operation)));
        if (foreign.isPresent() && !showsOnly) {
            common.consent(false).requireAnswer("Do what this record says?");
            recover(layout, common.console(), options.accepted());
        } else {
            first(layout, common.console(), showsOnly);
        }
        common.console().interruption().reached(Interruption.NOTHING);
    }

    private static void recover(Layout layout, Console console, Optional<String> accepted) {
        StateKey.here()
                .problem()
                .ifPresent(problem -> console.warning("no key can be kept (" + problem
                        + "), so an undo of what is written now will need --accept-record."
                        + " Set ARIA_STATE_DIR to a folder of your own that stays."));
        Recovery recovery = Interrupted.recover(layout, accepted);
        switch (recovery.action()) {
            case NOTHING -> {}
            case ROLLED_BACK -> console.message("An interrupted run had changed nothing yet; its record was removed.");
            case ROLLED_FORWARD ->
                console.message(
                        "An interrupted run was finished: " + recovery.files().size() + " files.");
        }
    }

    private static void show(Layout layout, Console console, FileOperation operation) {
        String name = layout.display(operation.path());
        if (operation instanceof FileOperation.Move move) {
            console.message(name + ": is moved to " + layout.display(move.to()));
        } else if (operation instanceof FileOperation.Link link) {
            console.message(name + ": becomes a link to " + link.target());
        } else if (operation instanceof FileOperation.Write write) {
            boolean secret = write.write().mode().equals(Optional.of(FileMode.SECRET));
            console.message(name + (secret ? ": is written, and is secret" : ": is written"));
            if (!secret) {
                console.resultText(PlanText.coloured(diff(name, write), console.colourOut()));
            }
        } else {
            console.message(name + ": is deleted");
        }
    }

    private static String diff(String name, FileOperation.Write write) {
        try {
            Path file = write.path();
            byte[] now = Files.exists(file) ? InputFile.bytes(file) : new byte[0];
            return UnifiedDiff.of(
                    name,
                    SourceText.of(name, now),
                    SourceText.of(name, write.write().content()));
        } catch (RefusedException noText) {
            return "Binary files a/" + name + " and b/" + name + " differ\n";
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be read: " + e.getMessage(), e);
        }
    }
}
