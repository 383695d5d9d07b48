package aria.apply;

import aria.edit.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The effect of an undo on one file, planned or done.
 *
 * @param file       the file; absolute
 * @param effect     what happens to it
 * @param current    what it is before; empty when there is no file, or it can't be read as text
 * @param restored   what it is afterwards; empty when it goes or stays as it is
 * @param message    one line for people, beginning with the file
 * @param operations what has to be done; empty when nothing is
 * @param foreign    the records it follows that this user did not write here, each by what it is known
 */
public record Undone(
        Path file,
        Effect effect,
        Optional<SourceText> current,
        Optional<SourceText> restored,
        String message,
        List<FileOperation> operations,
        List<String> foreign) {

    /** The effect of an undo on a file. */
    public enum Effect {
        /** The original bytes come back. */
        RESTORED,
        /** The user edited it since: what was added goes, the user's edits stay. */
        ADDITIONS_REMOVED,
        /** It was created by us and goes. */
        REMOVED,
        /** It has been taken back already. */
        NOTHING,
        /** Nothing is known about it here. */
        NO_RECORD,
        /** It was created by us, and the user made it their own: it stays. */
        KEPT,
        /** It can't be taken back, and the message says why; it stays as it is. */
        REFUSED,
        /** It stays as it is because another file that belongs to it can't be taken back. */
        WAITS
    }

    /** Keeps unmodifiable copies. */
    public Undone {
        operations = List.copyOf(operations);
        foreign = List.copyOf(foreign);
    }

    /** The same file, left as it is until others can be taken back, too. */
    Undone waiting() {
        return operations.isEmpty()
                ? this
                : new Undone(
                        file,
                        Effect.WAITS,
                        current,
                        Optional.empty(),
                        current.map(SourceText::file).orElse(file.toString()) + ": stays as it is for now",
                        List.of(),
                        foreign);
    }
}
