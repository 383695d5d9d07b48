package aria.edit.yaml;

import java.util.List;

/**
 * Sets the value of the key in the list of {@code key=value} strings, or in the mapping, at the path. Of several
 * items with the key, the last one counts. A number or a boolean in a mapping equals a value that is written the
 * same.
 */
public record PutPair(List<String> path, String key, String value, String reason) implements YamlChange {
    private YamlScalar item() {
        return YamlValue.scalar(key + "=" + value);
    }

    @Override
    public YamlValue after(YamlValue before, String file) {
        if (before instanceof YamlList list) {
            int index = indexIn(list);
            boolean there = index >= 0 && list.items().get(index).hasTextOf(item());
            return there ? list : list.with(index, item());
        }
        YamlMap map = Paths.map(this, before, file);
        boolean there = map.entries().get(key) instanceof YamlScalar old
                && old.text().equals(value)
                && (old.isString() || PlainScalars.printsAsWritten(value));
        return there ? map : map.with(key, YamlValue.scalar(value));
    }

    @Override
    public int indexIn(YamlList list) {
        return list.indexOfPair(key);
    }

    @Override
    public YamlValue added(boolean toList) {
        return toList ? item() : YamlValue.scalar(value);
    }

    @Override
    public void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after) {
        if (node.value instanceof YamlList list) {
            edits.putItem(node, indexIn(list), item());
        } else {
            edits.putEntry(node, key, YamlValue.scalar(value), true);
        }
    }
}
