package aria.edit.yaml;

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
}
