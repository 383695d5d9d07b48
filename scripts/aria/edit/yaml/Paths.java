package aria.edit.yaml;

import aria.edit.EditErrors;
import aria.edit.Position;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.List;
import java.util.Map;

/** Finds the places that changes name, and their values. */
final class Paths {
    private Paths() {}

    /** The path for a message: {@code services.web.environment}. */
    static String text(YamlChange change) {
        String path = change.path().isEmpty() ? "the top of the file" : String.join(".", change.path());
        return change.index() < 0 ? path : path + "[" + change.index() + "]";
    }

    /** The value that a change is about; null for none, for YAML's null, and when something else is on the way. */
    static YamlValue value(YamlMap root, YamlChange change) {
        YamlValue value = raw(root, change);
        return value instanceof YamlScalar scalar && scalar.isNull() ? null : value;
    }

    /** As {@link #value}, but YAML's null is given as it is. */
    static YamlValue raw(YamlMap root, YamlChange change) {
        YamlValue value = at(root, change.path());
        int index = change.index();
        if (index < 0) {
            return value;
        }
        return value instanceof YamlList list && index < list.items().size()
                ? list.items().get(index)
                : null;
    }

    /** The value at a path; null for none, and when something else than mappings is on the way. */
    static YamlValue at(YamlMap root, List<String> path) {
        YamlValue value = root;
        for (String key : path) {
            value = value instanceof YamlMap map ? map.entries().get(key) : null;
        }
        return value;
    }

    /** The entry of a mapping, or the item for a variable of a list; null when there is none. */
    static YamlValue entry(YamlValue container, String key) {
        if (container instanceof YamlList list) {
            int index = list.indexOfPair(key);
            return index < 0 ? null : list.items().get(index);
        }
        return container instanceof YamlMap map ? map.entries().get(key) : null;
    }

    /** Whether a value is a list with this item. */
    static boolean has(YamlValue value, YamlValue item) {
        return value instanceof YamlList list && list.indexOf(item) >= 0;
    }

    /** The value at a change's place as a list; an empty one for null. */
    static YamlList list(YamlChange change, YamlValue value, String file) {
        if (value != null && !(value instanceof YamlList)) {
            throw wrongType(change, value, file, "a list is expected here");
        }
        return value == null ? YamlValue.list() : (YamlList) value;
    }

    /** The value at a change's place as a mapping; an empty one for null, unless it is to be in an item. */
    static YamlMap map(YamlChange change, YamlValue value, String file) {
        boolean none = value == null && change.index() < 0;
        if (!none && !(value instanceof YamlMap)) {
            throw wrongType(change, value, file, "a mapping (key: value) is expected here");
        }
        return none ? YamlValue.map(Map.of()) : (YamlMap) value;
    }

    /** @param value what is there; null when nothing is */
    static RefusedException wrongType(YamlChange change, YamlValue value, String file, String message) {
        return value == null
                ? EditErrors.at(FindingId.WRONG_TYPE, file, Position.NONE, text(change) + ": this path does not exist")
                : EditErrors.at(FindingId.WRONG_TYPE, file, value.position(), text(change) + ": " + message);
    }

    /**
     * The document that a change is about: the one with the longest part of its path, the first that is not empty when
     * none has any; -1 when all are empty.
     */
    static int document(List<YamlMap> documents, YamlChange change) {
        int best = -1;
        int most = -1;
        for (int i = 0; i < documents.size(); i++) {
            YamlMap root = documents.get(i);
            int known = root.entries().isEmpty() ? root.flow() ? 0 : -1 : 1 + known(root, change);
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
        return value instanceof YamlMap map && map.entries().containsKey(change.key()) ? known + 1 : known;
    }
}
