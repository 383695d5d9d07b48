package aria.edit;

import java.util.Optional;

/**
 * One thing to take back.
 *
 * @param change    what undoes it
 * @param ours      the value that we left there; when the file has another one now, somebody changed it
 * @param otherwise what to do when it was changed; empty when undo is to be refused then
 */
public record UndoStep(YamlChange change, Optional<YamlValue> ours, Optional<YamlChange> otherwise) {
    UndoStep(YamlChange change, Optional<YamlValue> ours) {
        this(change, ours, Optional.empty());
    }
}
