package aria.edit.yaml;

import java.util.Optional;

/**
 * One thing to take back.
 *
 * @param change    what undoes it
 * @param ours      the {@link Fingerprint} of the value that we left there; when the file has another one now, somebody
 *                  changed it; empty where the change itself names it
 * @param otherwise what to do when it was changed; empty when undo is to be refused then
 */
public record UndoStep(YamlChange change, Optional<String> ours, Optional<YamlChange> otherwise) {
    UndoStep(YamlChange change, Optional<String> ours) {
        this(change, ours, Optional.empty());
    }
}
