package aria.edit.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The intended value of a document: changes made on the values themselves, without looking at the text. Only the
 * mappings on the way of a change are copied, each once, so that many changes in a large file stay linear.
 */
final class ValueApplier {
    /** A mapping under change; its entries are values or boxes again. */
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

    private final ExpectedValue wanted;
    private final Box root;

    ValueApplier(YamlMap root, ExpectedValue wanted) {
        this.root = Box.of(root);
        this.wanted = wanted;
    }

    YamlMap value() {
        return root.value();
    }

    /** Makes one change. */
    void apply(YamlChange change) {
        List<String> path = change.path();
        if (change instanceof YamlChange.PutEntry put && box(path) != null) {
            box(path).entries().put(put.key(), put.value());
        } else if (change instanceof YamlChange.RemoveEntry remove
                && box(path) != null
                && box(path).entries().size() > 1) {
            box(path).entries().remove(remove.key());
        } else if (path.isEmpty()) {
            YamlMap after = (YamlMap) wanted.after(change, value());
            root.entries().clear();
            root.entries().putAll(after.entries());
        } else {
            change(change, path.subList(0, path.size() - 1), path.get(path.size() - 1));
        }
    }

    private void change(YamlChange change, List<String> parentPath, String key) {
        Box parent = box(parentPath);
        Object there = parent == null ? null : parent.entries().get(key);
        YamlValue before = there == null || isNull(there) ? null : value(there);
        YamlValue after = before instanceof YamlList list && Paths.index(change).isPresent()
                ? inItem(change, list)
                : wanted.after(change, before);
        if (after == null || after.equals(before)) {
            return;
        }
        Box target = parent == null ? create(parentPath) : parent;
        boolean removed = before != null && isEmpty(after) && target.entries().size() > 1;
        if (removed) {
            target.entries().remove(key);
        } else {
            target.entries().put(key, after);
        }
    }

    private YamlValue inItem(YamlChange change, YamlList list) {
        int index = Paths.index(change).getAsInt();
        if (index >= list.items().size()) {
            return wanted.after(change, null);
        }
        List<YamlValue> items = new java.util.ArrayList<>(list.items());
        items.set(index, wanted.after(change, items.get(index)));
        return new YamlList(items, list.flow(), list.tag(), list.position());
    }

    /** The mapping at a path, ready for change; null when it is not there or no mapping. */
    private Box box(List<String> path) {
        Box box = root;
        for (String key : path) {
            Object child =
                    box.entries().computeIfPresent(key, (k, old) -> old instanceof YamlMap map ? Box.of(map) : old);
            if (!(child instanceof Box next)) {
                return null;
            }
            box = next;
        }
        return box;
    }

    private Box create(List<String> path) {
        Box box = root;
        for (String key : path) {
            box = (Box) box.entries()
                    .compute(
                            key,
                            (k, old) -> old instanceof Box ? old : Box.of(old instanceof YamlMap map ? map : EMPTY));
        }
        return box;
    }

    private static boolean isNull(Object entry) {
        return entry instanceof YamlScalar scalar && scalar.isNull();
    }

    static boolean isEmpty(YamlValue value) {
        return value instanceof YamlMap map && map.entries().isEmpty()
                || value instanceof YamlList list && list.items().isEmpty();
    }

    private static YamlValue value(Object entry) {
        return entry instanceof Box box ? box.value() : (YamlValue) entry;
    }
}
