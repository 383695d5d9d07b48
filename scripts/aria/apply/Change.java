package aria.apply;

import aria.edit.Edit;
import aria.edit.TextChange;
import aria.edit.undo.UndoRecord;
import aria.store.Digest;
import aria.store.FileWrite;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A file gets a new content.
 *
 * @param write          the file as it shall be
 * @param expectedSha256 the content that the plan saw; empty when there was no file. Anything else there when the
 *                       transaction begins, and it doesn't
 * @param undo           how to take an edit back; empty for a file written whole
 * @param reason         why
 */
public record Change(FileWrite write, Optional<String> expectedSha256, Optional<UndoRecord> undo, String reason)
        implements Step {

    public Change {
        Objects.requireNonNull(write);
        Objects.requireNonNull(expectedSha256);
        Objects.requireNonNull(undo);
        Objects.requireNonNull(reason);
    }

    /** An edit of a user's file, with its undo record and the reasons of its changes. */
    public static Change edit(Path file, Edit edit, List<? extends TextChange> changes) {
        return new Change(
                FileWrite.ofUser(file, edit.after().bytes()),
                Optional.of(edit.before().sha256()),
                Optional.of(UndoRecord.of(edit, changes)),
                reason(changes));
    }

    /** A new file of the user's; taken back, it is removed. */
    public static Change create(Path file, Edit edit, List<? extends TextChange> changes) {
        return new Change(
                FileWrite.open(file, edit.after().bytes()),
                Optional.empty(),
                Optional.of(UndoRecord.of(edit, changes)),
                reason(changes));
    }

    private static String reason(List<? extends TextChange> changes) {
        return changes.stream().map(TextChange::reason).distinct().collect(Collectors.joining("; "));
    }

    /** A file written whole, over the content that is there at this moment, if any: for plans made in the same breath. */
    public static Change whole(FileWrite write, String reason) {
        return new Change(write, Digest.ofFile(write.path()), Optional.empty(), reason);
    }

    @Override
    public Path path() {
        return write.path();
    }
}
