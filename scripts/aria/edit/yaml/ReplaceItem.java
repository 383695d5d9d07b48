package aria.edit.yaml;

import java.util.List;

/** Replaces the item {@code old} of the list at the path by {@code value}; refused when the list has neither. */
public record ReplaceItem(List<String> path, YamlValue old, YamlValue value, String reason) implements StoredChange {
    static final String KIND = "replace-item";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public YamlValue after(YamlValue before, String file) {
        YamlList list = Paths.list(this, before, file);
        int index = list.indexOf(old);
        if (index < 0 && list.indexOf(value) < 0) {
            throw Paths.wrongType(this, list, file, "there is no item '" + old + "'");
        }
        return index < 0 ? list : list.with(index, value);
    }

    @Override
    public void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after) {
        edits.putItem(node, indexIn((YamlList) node.value), value);
    }
}
