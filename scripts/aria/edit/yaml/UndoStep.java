package aria.edit.yaml;

import java.util.Objects;
import java.util.Optional;

/**
 * One step of an undo.
 *
 * @param change    what undoes it
 * @param ours      the {@link Fingerprint} of the value that we left there; when the file has another one now, somebody
 *                  changed it; empty where the change itself names it
 * @param otherwise what to do when it was changed; empty when undo is to be refused then
 */
record UndoStep(StoredChange change, Optional<String> ours, Optional<StoredChange> otherwise) {
    /** The reason of every change that takes one back. */
    static final String REASON = "undo";

    UndoStep(StoredChange change, YamlValue left, Optional<StoredChange> otherwise) {
        this(change, Optional.ofNullable(left).map(Fingerprint::of), otherwise);
    }

    /** The step for a change that names what it takes back; empty when there is nothing to take back. */
    static Optional<UndoStep> when(boolean changed, StoredChange change) {
        return changed ? Optional.of(new UndoStep(change, Optional.empty(), Optional.empty())) : Optional.empty();
    }

    /**
     * The step for a change that leads from the value after an edit to that before it; empty when they are the same.
     */
    static Optional<UndoStep> between(YamlValue before, YamlValue after, StoredChange change) {
        return Objects.equals(before, after)
                ? Optional.empty()
                : Optional.of(new UndoStep(change, after, Optional.empty()));
    }

    /** As {@link #between}, for the entry of a mapping that a change is about. */
    static Optional<UndoStep> ofEntry(YamlChange change, YamlValue before, YamlValue after) {
        YamlValue old = Paths.entry(before, change.key());
        return between(
                old,
                Paths.entry(after, change.key()),
                old == null
                        ? new RemoveEntry(change.path(), change.index(), change.key(), change.comment(), REASON)
                        : new PutEntry(change.path(), change.index(), change.key(), old, REASON));
    }
}
