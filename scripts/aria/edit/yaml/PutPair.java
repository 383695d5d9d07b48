package aria.edit.yaml;

import java.util.List;
import java.util.Optional;

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
    public Optional<UndoStep> inverse(YamlValue before, YamlValue after) {
        return inverse(this, before, after);
    }

    /** The step that takes back a change of a pair. */
    static Optional<UndoStep> inverse(YamlChange change, YamlValue before, YamlValue after) {
        List<String> path = change.path();
        YamlValue old = Paths.entry(before, change.key());
        YamlValue ours = Paths.entry(after, change.key());
        if (before instanceof YamlList && old != null) {
            return UndoStep.when(
                    !old.equals(ours),
                    ours == null
                            ? new AddItem(path, old, UndoStep.REASON)
                            : new ReplaceItem(path, ours, old, UndoStep.REASON));
        }
        return UndoStep.between(
                old,
                ours,
                old == null
                        ? new RemovePair(path, change.key(), UndoStep.REASON)
                        : new PutEntry(path, change.key(), old, UndoStep.REASON));
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
