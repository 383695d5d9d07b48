package aria.edit;

import java.util.List;
import java.util.OptionalInt;

/** The places that changes name. */
final class Paths {
    private Paths() {
    }

    /** The item of the list at the path that a change is about; empty when it is about what is at the path. */
    static OptionalInt index(YamlChange change) {
        if (change instanceof YamlChange.AddEntryInItem add) {
            return OptionalInt.of(add.index());
        }
        return change instanceof YamlChange.RemoveEntryInItem remove ? OptionalInt.of(remove.index())
                : OptionalInt.empty();
    }

    /** The path for a message: {@code services.web.environment}. */
    static String text(YamlChange change) {
        String path = change.path().isEmpty() ? "the top of the file" : String.join(".", change.path());
        OptionalInt index = index(change);
        return index.isPresent() ? path + "[" + index.getAsInt() + "]" : path;
    }

    /** The value that a change is about; null when there is none, it is YAML's null, or something else is on the way. */
    static YamlValue value(YamlMap root, YamlChange change) {
        YamlValue value = root;
        for (String key : change.path()) {
            value = value instanceof YamlMap map ? map.entries().get(key) : null;
        }
        OptionalInt index = index(change);
        if (index.isPresent()) {
            value = value instanceof YamlList list && index.getAsInt() < list.items().size()
                    ? list.items().get(index.getAsInt()) : null;
        }
        return value instanceof YamlScalar scalar && scalar.isNull() ? null : value;
    }

    /** How many keys of a change's place a document has. */
    static int known(YamlMap root, YamlChange change) {
        YamlValue value = root;
        int known = 0;
        for (String key : keys(change)) {
            if (!(value instanceof YamlMap map) || !map.entries().containsKey(key)) {
                return known;
            }
            value = map.entries().get(key);
            known++;
        }
        return known;
    }

    private static List<String> keys(YamlChange change) {
        if (change instanceof YamlChange.PutEntry put) {
            return java.util.stream.Stream.concat(put.path().stream(), java.util.stream.Stream.of(put.key())).toList();
        }
        return change.path();
    }
}
