package aria.edit.yaml;

import java.util.List;
import java.util.OptionalInt;

/** The places that changes name. */
final class Paths {
    private Paths() {}

    /** The item of the list at the path that a change is about; empty when it is about what is at the path. */
    static OptionalInt index(YamlChange change) {
        if (change instanceof YamlChange.AddEntryInItem add) {
            return OptionalInt.of(add.index());
        }
        return change instanceof YamlChange.RemoveEntryInItem remove
                ? OptionalInt.of(remove.index())
                : OptionalInt.empty();
    }

    /** The path for a message: {@code services.web.environment}. */
    static String text(YamlChange change) {
        String path = change.path().isEmpty() ? "the top of the file" : String.join(".", change.path());
        OptionalInt index = index(change);
        return index.isPresent() ? path + "[" + index.getAsInt() + "]" : path;
    }

    /** The value that a change is about; null for none, for YAML's null, and when something else is on the way. */
    static YamlValue value(YamlMap root, YamlChange change) {
        YamlValue value = raw(root, change);
        return value instanceof YamlScalar scalar && scalar.isNull() ? null : value;
    }

    /** As {@link #value}, but YAML's null is given as it is. */
    static YamlValue raw(YamlMap root, YamlChange change) {
        YamlValue value = root;
        for (String key : change.path()) {
            value = value instanceof YamlMap map ? map.entries().get(key) : null;
        }
        OptionalInt index = index(change);
        if (index.isPresent()) {
            value = value instanceof YamlList list
                            && index.getAsInt() < list.items().size()
                    ? list.items().get(index.getAsInt())
                    : null;
        }
        return value;
    }

    /** The key or variable that a change is about; empty for a change of an item or of a scalar. */
    static String key(YamlChange change) {
        if (change instanceof YamlChange.PutEntry put) {
            return put.key();
        } else if (change instanceof YamlChange.AddEntryInItem add) {
            return add.key();
        } else if (change instanceof YamlChange.PutVariable variable) {
            return variable.name();
        } else if (change instanceof YamlChange.PutCondition condition) {
            return condition.service();
        } else if (change instanceof YamlChange.RemoveEntry remove) {
            return remove.key();
        } else if (change instanceof YamlChange.RemoveEntryInItem remove) {
            return remove.key();
        }
        return change instanceof YamlChange.RemoveVariable remove ? remove.name() : "";
    }

    /** The item, or the value of the entry, that a change would add to what is at its path; null when it adds none. */
    static YamlValue added(YamlChange change, boolean list) {
        if (change instanceof YamlChange.AddItem add) {
            return list ? add.item() : null;
        } else if (change instanceof YamlChange.PutVariable put) {
            return YamlValue.scalar(list ? put.name() + "=" + put.value() : put.value());
        } else if (change instanceof YamlChange.PutEntry put) {
            return list ? null : put.value();
        }
        return change instanceof YamlChange.PutCondition put && !list ? ExpectedValue.condition(put.condition()) : null;
    }

    /** The entry of a mapping, or the item for a variable of a list; null when there is none. */
    static YamlValue entry(YamlValue container, String key) {
        if (container instanceof YamlList list) {
            int index = Items.variable(list, key);
            return index < 0 ? null : list.items().get(index);
        }
        return container instanceof YamlMap map ? map.entries().get(key) : null;
    }

    /** Whether the mapping that the last key of a change's path is in is there. */
    static boolean parentExists(YamlMap root, YamlChange change) {
        YamlValue value = root;
        for (String key : change.path().subList(0, Math.max(0, change.path().size() - 1))) {
            value = value instanceof YamlMap map ? map.entries().get(key) : null;
        }
        return value instanceof YamlMap;
    }

    /**
     * The document that a change is about: the one with the longest part of its path, the first that is not empty when
     * none has any; -1 when all are empty.
     */
    static int document(List<YamlMap> documents, YamlChange change) {
        int best = -1;
        int most = -1;
        for (int i = 0; i < documents.size(); i++) {
            int known = documents.get(i).entries().isEmpty() ? -1 : known(documents.get(i), change);
            if (known > most) {
                best = i;
                most = known;
            }
        }
        return best;
    }

    /** How many keys of a change's place a document has. */
    private static int known(YamlMap root, YamlChange change) {
        YamlValue value = root;
        int known = 0;
        for (String key : change.path()) {
            if (!(value instanceof YamlMap map) || !map.entries().containsKey(key)) {
                return known;
            }
            value = map.entries().get(key);
            known++;
        }
        return value instanceof YamlMap map && map.entries().containsKey(key(change)) ? known + 1 : known;
    }
}
