package aria.edit.yaml;

import java.util.List;
import java.util.Optional;

/**
 * Sets this entry of the mapping at the path, replacing another value of the key.
 *
 * @param index   the item, from 0, of the list at the path that is the mapping; -1 when the path leads to it
 * @param comment a line written above a new key, without the {@code #}
 */
public record PutEntry(
        List<String> path, int index, String key, YamlValue value, Optional<String> comment, String reason)
        implements StoredChange {
    static final String KIND = "put-entry";
    static final String KIND_IN_ITEM = "add-entry-in-item";

    /** An entry without a comment. */
    public PutEntry(List<String> path, String key, YamlValue value, String reason) {
        this(path, -1, key, value, Optional.empty(), reason);
    }

    /** An entry without a comment, of an item of a list. */
    public PutEntry(List<String> path, int index, String key, YamlValue value, String reason) {
        this(path, index, key, value, Optional.empty(), reason);
    }

    @Override
    public String kind() {
        return index < 0 ? KIND : KIND_IN_ITEM;
    }

    @Override
    public StoredChange inItem(int other) {
        return new PutEntry(path, other, key, value, comment, reason);
    }

    @Override
    public YamlValue after(YamlValue before, String file) {
        return Paths.map(this, before, file).with(key, value);
    }

    @Override
    public YamlValue added(boolean toList) {
        return toList ? null : value;
    }

    @Override
    public void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after) {
        edits.putKey(node, key, value, comment);
    }
}
