package aria.edit.yaml;

import java.util.List;
import java.util.Optional;

/** Removes the key from the list of {@code key=value} strings, or from the mapping, at the path. */
public record RemovePair(List<String> path, String key, String reason) implements StoredChange {
    static final String KIND = "remove-variable";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public YamlValue after(YamlValue before, String file) {
        if (before instanceof YamlList list) {
            return list.without(indexIn(list));
        }
        return before == null ? null : Paths.map(this, before, file).without(key);
    }

    @Override
    public int indexIn(YamlList list) {
        return list.indexOfPair(key);
    }

    @Override
    public void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after) {
        if (node.value instanceof YamlList list) {
            edits.removeItem(node, indexIn(list));
        } else {
            edits.removeEntry(node, key, Optional.empty());
        }
    }
}
