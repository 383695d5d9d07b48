package aria.edit.yaml;

import aria.edit.TextChange;
import java.util.List;
import java.util.Optional;

/**
 * A wanted state of one place in a YAML file, with the reason for it. A state that is already there is no change.
 *
 * <p>A path is the keys from the root of the document; in a file with several documents the one that has the
 * longest part of the path is meant. What is missing on the way is created, a null value is filled, an alias or an
 * inherited value becomes the path's own before it is changed. A value of another kind on the way is refused
 * ({@code wrong-type}), {@code !reset} on the way and a tag without a value too ({@code override-tag}).
 * Items are found by their text, however they are quoted.
 */
public sealed interface YamlChange extends TextChange {
    /** The keys that lead to the list or mapping that is changed. */
    List<String> path();

    /** The list at the path has this item; it is appended when missing. */
    record AddItem(List<String> path, YamlValue item, String reason) implements YamlChange {}

    /**
     * The mapping at the path has this entry; another value of the key is replaced.
     *
     * @param comment a line written above a new key, without the {@code #}
     */
    record PutEntry(List<String> path, String key, YamlValue value, Optional<String> comment, String reason)
            implements YamlChange {
        /** An entry without a comment. */
        public PutEntry(List<String> path, String key, YamlValue value, String reason) {
            this(path, key, value, Optional.empty(), reason);
        }
    }

    /** The environment-like list ({@code "K=V"}) or mapping at the path gives the variable this value. */
    record PutVariable(List<String> path, String name, String value, String reason) implements YamlChange {}

    /** The environment-like list or mapping at the path does not name the variable. */
    record RemoveVariable(List<String> path, String name, String reason) implements YamlChange {}

    /** The {@code depends_on} at the path names the service with this condition; the list form becomes a mapping. */
    record PutCondition(List<String> path, String service, String condition, String reason) implements YamlChange {}

    /** The list at the path has {@code item} where it had {@code old}; refused when it has neither. */
    record ReplaceItem(List<String> path, YamlValue old, YamlValue item, String reason) implements YamlChange {}

    /** The list at the path has no such item; a list that would become empty goes with its key. */
    record RemoveItem(List<String> path, YamlValue old, String reason) implements YamlChange {}

    /**
     * The mapping at the path has no such key; a mapping that would become empty goes with its own key.
     *
     * @param comment a line directly above the key that goes with it, without the {@code #}
     */
    record RemoveEntry(List<String> path, String key, Optional<String> comment, String reason) implements YamlChange {
        /** Removes the entry and nothing above it. */
        public RemoveEntry(List<String> path, String key, String reason) {
            this(path, key, Optional.empty(), reason);
        }
    }

    /** The scalar at the path has this text; refused when there is no scalar. */
    record ReplaceScalar(List<String> path, String newText, String reason) implements YamlChange {}

    /** The mapping that is item {@code index} (from 0) of the list at the path has this entry. */
    record AddEntryInItem(List<String> path, int index, String key, YamlValue value, String reason)
            implements YamlChange {}

    /** The mapping that is item {@code index} (from 0) of the list at the path does not have this key. */
    record RemoveEntryInItem(List<String> path, int index, String key, String reason) implements YamlChange {}
}
