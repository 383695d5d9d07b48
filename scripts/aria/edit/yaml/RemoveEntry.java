package aria.edit.yaml;

import java.util.List;
import java.util.Optional;

/**
 * Removes this key from the mapping at the path; a mapping that would become empty is removed with its own key.
 *
 * @param index   the item, from 0, of the list at the path that is the mapping; -1 when the path leads to it
 * @param comment a line directly above the key that goes with it, without the {@code #}
 */
public record RemoveEntry(List<String> path, int index, String key, Optional<String> comment, String reason)
        implements StoredChange {
    static final String KIND = "remove-entry";
    static final String KIND_IN_ITEM = "remove-entry-in-item";

    /** Removes the entry and nothing above it. */
    public RemoveEntry(List<String> path, String key, String reason) {
        this(path, -1, key, Optional.empty(), reason);
    }

    @Override
    public String kind() {
        return index < 0 ? KIND : KIND_IN_ITEM;
    }

    @Override
    public StoredChange inItem(int other) {
        return new RemoveEntry(path, other, key, comment, reason);
    }

    @Override
    public YamlValue after(YamlValue before, String file) {
        return before == null ? null : Paths.map(this, before, file).without(key);
    }

    @Override
    public void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after) {
        edits.removeEntry(node, key, comment);
    }
}
