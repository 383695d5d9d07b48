package aria.edit.yaml;

import java.util.List;

/** Removes this item from the list at the path; a list that would become empty is removed with its key. */
public record RemoveItem(List<String> path, YamlValue old, String reason) implements StoredChange {
    static final String KIND = "remove-item";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public YamlValue after(YamlValue before, String file) {
        YamlList list = Paths.list(this, before, file);
        return before == null ? null : list.without(indexIn(list));
    }

    @Override
    public void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after) {
        edits.removeItem(node, indexIn((YamlList) node.value));
    }
}
