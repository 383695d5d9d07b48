package aria.edit.yaml;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.finding.FindingId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** YAML as plain Java values, for our own data files. */
public final class PlainYaml {
    private PlainYaml() {}

    /**
     * Reads one document.
     *
     * @param file the name for messages
     * @return nested {@code Map<String, Object>} (in file order), {@code List<Object>}, {@code String} (the raw text,
     *         never converted) and {@code null}; all unmodifiable; {@code null} for an empty file
     * @throws aria.finding.RefusedException when it is not valid YAML, or holds more than one document
     */
    public static Object load(String file, String text) {
        SourceText source = SourceText.of(file, text.getBytes(StandardCharsets.UTF_8));
        YamlTree tree = YamlTree.of(source);
        if (tree.documents().size() > 1) {
            throw EditErrors.at(
                    FindingId.WRONG_TYPE, file, tree.documents().get(1).position, "one document is expected");
        }
        return tree.documents().isEmpty() ? null : plain(tree.documents().get(0).value);
    }

    private static Object plain(YamlValue value) {
        if (value instanceof YamlMap map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            map.entries().forEach((key, entry) -> entries.put(key, plain(entry)));
            return Collections.unmodifiableMap(entries);
        }
        if (value instanceof YamlList list) {
            List<Object> items = new ArrayList<>();
            list.items().forEach(item -> items.add(plain(item)));
            return Collections.unmodifiableList(items);
        }
        YamlScalar scalar = (YamlScalar) value;
        return scalar.isNull() ? null : scalar.text();
    }
}
