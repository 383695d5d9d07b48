package aria.edit.yaml;

import java.util.List;
import java.util.Optional;

/** The list at the path has this item; it is appended when missing. */
public record AddItem(List<String> path, YamlValue value, String reason) implements StoredChange {
    static final String KIND = "add-item";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public YamlValue after(YamlValue before, String file) {
        YamlList list = Paths.list(this, before, file);
        return list.indexOf(value) >= 0 ? list : list.with(-1, value);
    }

    @Override
    public Optional<UndoStep> inverse(YamlValue before, YamlValue after) {
        return UndoStep.when(!Paths.has(before, value), new RemoveItem(path, value, UndoStep.REASON));
    }

    @Override
    public String claim() {
        return "- " + value;
    }

    @Override
    public YamlValue added(boolean toList) {
        return toList ? value : null;
    }

    @Override
    public void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after) {
        edits.putItem(node, -1, value);
    }
}
