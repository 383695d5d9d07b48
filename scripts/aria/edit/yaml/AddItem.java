package aria.edit.yaml;

import java.util.List;

/**
 * Adds this item to the list at the path, if it is missing.
 *
 * @param first whether it goes in front of the others, not behind them
 */
public record AddItem(List<String> path, YamlValue value, boolean first, String reason) implements StoredChange {
    static final String KIND = "add-item";

    /** An item that goes behind the others. */
    public AddItem(List<String> path, YamlValue value, String reason) {
        this(path, value, false, reason);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public YamlValue after(YamlValue before, String file) {
        YamlList list = Paths.list(this, before, file);
        if (list.indexOf(value) >= 0) {
            return list;
        }
        return first ? list.behind(value) : list.with(-1, value);
    }

    @Override
    public String claim() {
        return "- " + value;
    }

    @Override
    public YamlValue added(boolean toList) {
        return toList && !first ? value : null;
    }

    @Override
    public void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after) {
        if (first) {
            edits.prependItem(node, value);
        } else {
            edits.putItem(node, -1, value);
        }
    }
}
