package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.edit.TextLines;
import aria.finding.FindingId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Edits of lists and mappings written with brackets. One edit a collection and round: the comma depends on the others.
 */
final class FlowEdits {
    /** An element with its extent: an item, or a key with its value. */
    private record Element(int start, int end) {}

    private final SourceText source;
    private final String text;
    private final NodeRanges extents;
    private final Patch patch;

    FlowEdits(SourceText source, NodeRanges extents, Patch patch) {
        this.source = source;
        this.text = source.text();
        this.extents = extents;
        this.patch = patch;
    }

    void appendItem(Node list, YamlValue item) {
        append(list, writer(list).flow(item, jsonKeys(list)));
    }

    void appendEntry(Node map, String key, YamlValue value) {
        append(map, writer(map).flowEntry(key, value, jsonKeys(map)));
    }

    /** New text as the last element. */
    void append(Node collection, String written) {
        List<Element> elements = elements(collection);
        if (elements.isEmpty()) {
            patch.insert(collection.first + 1, written, collection.depth);
            return;
        }
        Element last = elements.get(elements.size() - 1);
        int comma = extents.skipBlanks(last.end());
        boolean trailing = text.charAt(comma) == ',';
        TextLines lines = extents.lines();
        int lineEnd = lines.lineEnd(last.end());
        boolean ownLine = extents.startsLine(last.start()) && lineEnd < collection.end;
        if (!ownLine) {
            patch.insert(last.end(), comma(last) + " " + written, collection.depth);
            return;
        }
        String indent = text.substring(lines.lineStart(last.start()), last.start());
        if (!trailing) {
            patch.insert(last.end(), comma(last), collection.depth);
        }
        patch.insert(lineEnd, lines.breakFor(lineEnd) + indent + written + (trailing ? "," : ""), collection.depth);
    }

    /** Behind a key without a value a blank comes first: readers of YAML 1.2 take {@code a:,} for a key that ends in a colon. */
    private String comma(Element last) {
        return text.charAt(last.end() - 1) == ':' ? " ," : ",";
    }

    /** Another value for a key, or the first one. */
    void setValue(Node map, Node.Entry entry, YamlValue value) {
        Node old = entry.value();
        String written = writer(map).flow(value, jsonKeys(map));
        if (old.start < old.end) {
            patch.replace(old.start, old.end, written);
        } else if (extents.colonEnd(entry) > 0) {
            patch.insert(extents.colonEnd(entry), " " + written, map.depth);
        } else {
            throw EditErrors.at(
                    FindingId.UNPROVEN,
                    source.file(),
                    entry.key().position,
                    "a key without a colon is not edited",
                    advice("write it as 'key: value'"));
        }
    }

    void setItem(Node list, int index, YamlValue item) {
        Node old = list.items.get(index);
        patch.replace(old.start, old.end, writer(list).flow(item, jsonKeys(list)));
    }

    /** Removes an item or entry with its comma. */
    void remove(Node collection, int index) {
        List<Element> elements = elements(collection);
        Element element = elements.get(index);
        if (index + 1 < elements.size()) {
            patch.replace(element.start(), elements.get(index + 1).start(), "");
        } else {
            patch.replace(index == 0 ? element.start() : elements.get(index - 1).end(), element.end(), "");
        }
    }

    /**
     * Turns a list of names into a mapping: {@code [a]} becomes <code>{a: {setting: value}}</code>.
     *
     * @param settings those of each name
     * @param further  a name that is not in the list yet; empty when all are
     */
    void listToMapping(Node list, Map<String, YamlValue> settings, Optional<String> further) {
        patch.replace(list.first, list.first + 1, "{");
        for (Node item : list.items) {
            patch.insert(item.end, ": " + writer(list).flow(settings.get(item.text), jsonKeys(list)), list.depth);
        }
        further.ifPresent(name ->
                append(list, writer(list).flowEntry(name, settings.get(name), YamlStyle.quote(list) == '"')));
        patch.replace(list.end - 1, list.end, "}");
    }

    private static List<Element> elements(Node collection) {
        List<Element> elements = new ArrayList<>();
        collection.items.forEach(item -> elements.add(new Element(item.start, item.end)));
        collection.entries.forEach(entry ->
                elements.add(new Element(entry.key().start, Math.max(entry.key().end, entry.value().end))));
        return elements;
    }

    private static YamlWriter writer(Node collection) {
        return new YamlWriter(new YamlStyle.Steps(2, 2), YamlStyle.quote(collection), " ");
    }

    /** Whether keys are quoted as in JSON: by the nearest mapping around that has any. A JSON file stays one. */
    private static boolean jsonKeys(Node collection) {
        Node node = collection;
        while (node != null && node.flow && node.entries.isEmpty()) {
            node = node.parent;
        }
        return node != null && node.flow && node.entries.get(0).key().style == '"';
    }
}
