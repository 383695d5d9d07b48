package aria.choices;

import aria.edit.EditErrors;
import aria.edit.Position;
import aria.edit.SourceText;
import aria.edit.yaml.Node;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlTree;
import aria.edit.yaml.YamlValue;
import aria.finding.DidYouMean;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code aria.yaml} by the table of its keys; whatever the table does not hold is refused with its place. */
final class ChoicesReader {
    /**
     * Values of a key.
     *
     * @param texts one for a key that is no list
     * @param key   where the key stands
     * @param value where the value stands
     */
    record Found(List<String> texts, Position key, Position value) {}

    private final String file;
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final Map<String, Position> places = new LinkedHashMap<>();

    /**
     * What a file says.
     *
     * @param values by their paths, in the order of the file
     * @param places of all keys by their paths, and of each item of a list by {@link #item}
     */
    record Content(Map<String, Found> values, Map<String, Position> places) {}

    private ChoicesReader(String file) {
        this.file = file;
    }

    /**
     * Returns what a file says.
     *
     * @throws RefusedException when the file is not valid, or asks for what this version cannot do
     */
    static Content read(SourceText source) {
        ChoicesReader reader = new ChoicesReader(source.file());
        YamlDocument.parse(source);
        List<Node> documents = YamlTree.of(source).documents();
        if (documents.size() > 1) {
            throw reader.refused(documents.get(1).position, "one document is expected");
        }
        documents.forEach(root -> reader.entries("", "", root.resolved()));
        reader.combinations();
        return new Content(reader.found, reader.places);
    }

    /**
     * @param prefix path of the mapping in the table, ending with a dot; empty for the root
     * @param shown  the same with the names in the file
     */
    private void entries(String prefix, String shown, Node mapping) {
        if (mapping.kind != Node.Shape.MAP) {
            throw refused(mapping.value.position(), where(shown) + "a mapping (key: value) is expected");
        }
        List<String> known = ChoiceKey.below(prefix);
        for (Node.Entry entry : mapping.entries) {
            String name = entry.key().resolved().text;
            String path = prefix + (known.contains(ChoiceKey.ANY) && !known.contains(name) ? ChoiceKey.ANY : name);
            Optional<ChoiceKey> key = ChoiceKey.of(path);
            places.put(shown + name, entry.key().position);
            if (key.isPresent()) {
                value(key.get(), shown + name, entry);
            } else if (known.contains(ChoiceKey.ANY) || known.contains(name)) {
                requireName(path, name, entry.key().position);
                entries(path + ".", shown + name + ".", entry.value().resolved());
            } else {
                throw refused(
                        entry.key().position,
                        "there is no key '" + shown + name + "'"
                                + DidYouMean.among(name, known, "; there are " + String.join(", ", known)));
            }
        }
    }

    private void requireName(String path, String name, Position position) {
        boolean everyone = name.equals(ChoiceKey.ANY);
        if (path.endsWith(ChoiceKey.ANY) && !everyone && !ValueType.SERVICE.accepts(name)) {
            throw refused(position, "'" + name + "' is not the name of a service");
        }
    }

    private void value(ChoiceKey key, String path, Node.Entry entry) {
        YamlValue value = entry.value().resolved().value;
        List<YamlValue> items = value instanceof YamlList list && key.list() ? list.items() : List.of(value);
        boolean word = !key.word().isEmpty()
                && value instanceof YamlScalar scalar
                && scalar.text().equals(key.word());
        boolean alone = key.alone() && value instanceof YamlScalar;
        if (key.list() && !word && !alone && !(value instanceof YamlList)) {
            throw refused(
                    value.position(),
                    path + ": " + (key.word().isEmpty() ? "" : key.word() + " or ") + "a list is expected, each "
                            + key.type().what());
        }
        items.forEach(item -> {
            require(key, path, item);
            places.put(item(path, ((YamlScalar) item).text()), item.position());
        });
        found.put(
                path,
                new Found(
                        items.stream().map(item -> ((YamlScalar) item).text()).toList(),
                        entry.key().position,
                        value.position()));
    }

    /** The path of an item of a list. */
    static String item(String list, String text) {
        return list + "[" + text + "]";
    }

    private void require(ChoiceKey key, String path, YamlValue item) {
        ValueType type = key.type();
        String text =
                item instanceof YamlScalar scalar && scalar.tag().isEmpty() && !scalar.isNull() ? scalar.text() : "";
        if (text.isEmpty()) {
            throw refused(item.position(), path + ": " + expected(type) + " is expected");
        }
        if (!type.accepts(text)) {
            throw refused(
                    item.position(),
                    path + ": '" + text + "' is not " + expected(type)
                            + (type.words().isEmpty() ? "" : DidYouMean.among(text, type.words(), "")));
        }
        if (key.isLater(text)) {
            throw EditErrors.at(
                    FindingId.CHOICE_LATER, file, item.position(), path + ": " + text + " is not supported yet");
        }
    }

    private static String expected(ValueType type) {
        return (type.words().size() > 1 ? "one of " : "") + type.what();
    }

    /** Values that are valid each for itself, and not together. */
    private void combinations() {
        if (!found.containsKey("version")) {
            throw refused(Position.NONE, "version is missing; write version: 1");
        }
        together("ca.url", "ca.fingerprint", "the fingerprint makes the CA trusted");
        together("ca.fingerprint", "ca.url", "it is the fingerprint of that CA");
        if (found.containsKey("ca.fingerprint")
                && found.get("ca.fingerprint").texts().isEmpty()) {
            throw refused(found.get("ca.fingerprint").key(), "ca.fingerprint is empty: it makes the CA trusted");
        }
        found.forEach((path, values) -> {
            if (path.endsWith(".secure")
                    || path.endsWith(".via") && values.texts().contains("none")) {
                String service = path.substring(0, path.lastIndexOf('.'));
                together(path, service + ".because", "write the reason for the decision");
                if (found.containsKey(service + ".secure") && path.endsWith(".via")) {
                    throw refused(values.key(), path + ": none contradicts secure: always");
                }
            }
            if (path.startsWith("services.*.") && !path.endsWith(".preset")) {
                throw refused(values.key(), path + ": the service \"*\" takes preset only");
            }
        });
    }

    private void together(String path, String other, String why) {
        if (found.containsKey(path) && !found.containsKey(other)) {
            throw refused(found.get(path).key(), path + " needs " + other + ": " + why);
        }
    }

    private static String where(String shown) {
        return shown.isEmpty() ? "" : shown.substring(0, shown.length() - 1) + ": ";
    }

    private RefusedException refused(Position position, String message) {
        return EditErrors.at(FindingId.CHOICES_INVALID, file, position, message);
    }
}
