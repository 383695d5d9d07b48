package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.finding.FindingId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes the value of each node from those of its children: resolves aliases and merge keys, and enforces limits. */
final class Values {
    /** How many values a file may have when every alias is written out, and how many entries merges may copy. */
    private static final long SIZE_LIMIT = 10_000_000;

    private static final String STANDARD = "tag:yaml.org,2002:";

    private final String file;
    private long merged;

    Values(String file) {
        this.file = file;
    }

    void complete(Node node) {
        switch (node.kind) {
            case SCALAR -> node.value = scalar(node);
            case ALIAS -> alias(node);
            case LIST -> list(node);
            case MAP -> map(node);
        }
        if (node.size > SIZE_LIMIT || merged > SIZE_LIMIT) {
            throw EditErrors.at(
                    FindingId.LIMIT, file, node.position, "its aliases expand to more than " + SIZE_LIMIT + " values");
        }
    }

    private static YamlScalar scalar(Node node) {
        boolean string = node.style != 0 || "!".equals(node.tag) || (STANDARD + "str").equals(node.tag);
        return new YamlScalar(node.text, string, tag(node), node.position);
    }

    private static void alias(Node node) {
        node.value = node.target.value;
        node.size = node.target.size;
    }

    private static void list(Node node) {
        List<YamlValue> items = new ArrayList<>(node.items.size());
        for (Node item : node.items) {
            items.add(item.value);
            node.size += item.size;
        }
        node.value = new YamlList(items, node.flow, tag(node), node.position);
    }

    private void map(Node node) {
        Map<String, YamlValue> own = new LinkedHashMap<>();
        boolean merges = false;
        for (Node.Entry entry : node.entries) {
            Node key = entry.key().resolved();
            node.size += 1 + entry.value().size;
            requireScalarKey(key, entry.key());
            if (own.putIfAbsent(key.text, entry.value().value) != null) {
                throw EditErrors.at(
                        FindingId.DUPLICATE_KEY,
                        file,
                        entry.key().position,
                        "the key '" + key.text + "' occurs twice; Compose refuses it too",
                        advice("remove one"));
            }
            merges |= Node.isMerge(entry.key());
        }
        if (merges) {
            own.remove("<<");
            node.entries.stream()
                    .filter(entry -> Node.isMerge(entry.key()))
                    .forEach(entry -> merge(own, entry.value()));
        }
        node.value = new YamlMap(own, node.flow, tag(node), node.position);
    }

    private void requireScalarKey(Node key, Node place) {
        if (key.kind != Node.Shape.SCALAR) {
            throw key.kind == Node.Shape.MAP && key.flow
                    ? Events.template(file, place.position)
                    : EditErrors.at(
                            FindingId.WRONG_TYPE,
                            file,
                            place.position,
                            "a list or a mapping as a key, which Compose does not support");
        }
    }

    private void merge(Map<String, YamlValue> into, Node from) {
        YamlValue source = from.resolved().value;
        List<YamlValue> maps =
                source instanceof YamlList list && from.kind != Node.Shape.ALIAS ? list.items() : List.of(source);
        for (YamlValue map : maps) {
            if (!(map instanceof YamlMap inherited)) {
                throw EditErrors.at(
                        FindingId.MERGE_OF_LIST,
                        file,
                        from.position,
                        "'<<' merges something that is not a mapping; Compose refuses it too");
            }
            merged += inherited.entries().size();
            inherited.entries().forEach(into::putIfAbsent);
        }
    }

    /** The tag, unless it says what the form says already. */
    private static Optional<String> tag(Node node) {
        String form = switch (node.kind) {
            case MAP -> "map";
            case LIST -> "seq";
            default -> "str";
        };
        boolean redundant = node.tag == null || node.tag.equals("!") || node.tag.equals(STANDARD + form);
        return redundant ? Optional.empty() : Optional.of(node.tag);
    }
}
