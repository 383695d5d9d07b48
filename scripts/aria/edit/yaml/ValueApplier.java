package aria.edit.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies changes to the values of a document, without its text. Only the mappings on the path of a change are
 * copied, each once, so that many changes in a large file take linear time.
 */
final class ValueApplier {
    /** A mapping that is being changed; its entries are values or boxes. */
    private record Box(YamlMap origin, Map<String, Object> entries) {
        static Box of(YamlMap map) {
            return new Box(map, new LinkedHashMap<>(map.entries()));
        }

        YamlMap value() {
            Map<String, YamlValue> values = new LinkedHashMap<>();
            entries.forEach((key, entry) -> values.put(key, ValueApplier.value(entry)));
            return new YamlMap(values, origin.flow(), origin.tag(), origin.position());
        }
    }

    private static final YamlMap EMPTY = YamlValue.map(Map.of());

    private final String file;
    private final Box root;

    /** @param file the name for messages */
    ValueApplier(YamlMap root, String file) {
        this.root = Box.of(root);
        this.file = file;
    }

    YamlMap value() {
        return root.value();
    }

    /** Makes one change; a collection that it empties goes with its key. */
    void apply(YamlChange change) {
        List<String> path = change.path();
        Box map = change.key().isEmpty() || change.index() >= 0 ? null : box(path, false);
        if (map != null && changed(map, change)) {
            return;
        }
        if (path.isEmpty()) {
            YamlMap after = (YamlMap) change.after(value(), file);
            root.entries().clear();
            root.entries().putAll(after.entries());
            return;
        }
        List<String> parentPath = path.subList(0, path.size() - 1);
        String key = path.get(path.size() - 1);
        Box parent = box(parentPath, false);
        Object there = parent == null ? null : parent.entries().get(key);
        boolean none = there == null || there instanceof YamlScalar scalar && scalar.isNull();
        YamlValue before = none ? null : value(there);
        YamlValue after = before instanceof YamlList list && change.index() >= 0
                ? inItem(change, list)
                : change.after(before, file);
        if (after == null || after.equals(before)) {
            return;
        }
        Box target = box(parentPath, true);
        boolean removed = before != null && isEmpty(after) && target.entries().size() > 1;
        if (removed) {
            target.entries().remove(key);
        } else {
            target.entries().put(key, after);
        }
    }

    private YamlValue inItem(YamlChange change, YamlList list) {
        int index = change.index();
        return index >= list.items().size()
                ? change.after(null, file)
                : list.with(index, change.after(list.items().get(index), file));
    }

    /** Changes the one entry of a mapping that a change is about; false when the mapping would become empty. */
    private boolean changed(Box map, YamlChange change) {
        String key = change.key();
        Object there = map.entries().get(key);
        YamlMap after = (YamlMap) change.after(there == null ? EMPTY : YamlValue.map(Map.of(key, value(there))), file);
        if (after.entries().isEmpty() && there != null && map.entries().size() == 1) {
            return false;
        }
        map.entries().compute(key, (name, old) -> after.entries().get(name));
        return true;
    }

    /** The mapping at a path, ready for change; null when it is not there or no mapping, and not to be made. */
    private Box box(List<String> path, boolean make) {
        Box box = root;
        for (String key : path) {
            Object child = box.entries().get(key);
            if (!(child instanceof Box)) {
                if (!(child instanceof YamlMap) && !make) {
                    return null;
                }
                child = Box.of(child instanceof YamlMap map ? map : EMPTY);
                box.entries().put(key, child);
            }
            box = (Box) child;
        }
        return box;
    }

    /** Whether a value is YAML's null, or an empty collection. */
    static boolean holdsNothing(YamlValue value) {
        return value instanceof YamlScalar scalar && scalar.isNull() || isEmpty(value);
    }

    static boolean isEmpty(YamlValue value) {
        return value instanceof YamlMap map && map.entries().isEmpty()
                || value instanceof YamlList list && list.items().isEmpty();
    }

    private static YamlValue value(Object entry) {
        return entry instanceof Box box ? box.value() : (YamlValue) entry;
    }
}
