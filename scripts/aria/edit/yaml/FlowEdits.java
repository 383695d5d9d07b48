package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.finding.FindingId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Edits of lists and mappings in flow style (with brackets). One edit per collection and round, because the comma
 * depends on the others.
 */
final class FlowEdits {
    /** An element with its range: an item, or a key with its value. */
    private record Element(int start, int end, Node value) {}

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
        add(list, false, style -> writer(list).flow(item, style));
    }

    void prependItem(Node list, YamlValue item) {
        add(list, true, style -> writer(list).flow(item, style));
    }

    void appendEntry(Node map, String key, YamlValue value) {
        add(map, false, style -> writer(map).flowEntry(key, value, style));
    }

    /** New text as the last element. */
    void append(Node collection, String written) {
        add(collection, false, style -> written);
    }

    private void add(Node collection, boolean first, Function<FlowStyle, String> written) {
        List<Element> elements = elements(collection);
        if (elements.isEmpty()) {
            fill(collection, written);
        } else if (first) {
            prepend(collection, elements.get(0), written);
        } else {
            append(collection, elements.get(elements.size() - 1), written);
        }
    }

    /** The first element: between the brackets on their line, or on a line of its own. */
    private void fill(Node empty, Function<FlowStyle, String> written) {
        int from = empty.first;
        FlowStyle style = style(empty, null, from);
        String element = written.apply(style.inner());
        if (style.isOneLine() || !text.substring(from + 1, empty.end - 1).isBlank()) {
            patch.insert(from + 1, element, empty.depth);
        } else {
            char close = text.charAt(empty.end - 1);
            patch.replace(from, empty.end, style.collection(text.charAt(from), List.of(element), close));
        }
    }

    private void prepend(Node collection, Element next, Function<FlowStyle, String> written) {
        FlowStyle style = style(collection, null, next.start());
        String separator = extents.startsLine(next.start()) ? lineStart(next.start()) : style.gap();
        patch.insert(next.start(), written.apply(style) + "," + separator, collection.depth);
    }

    private void append(Node collection, Element last, Function<FlowStyle, String> written) {
        int comma = extents.skipBlanks(last.end());
        boolean trailing = text.charAt(comma) == ',';
        int lineEnd = extents.lines().lineEnd(last.end());
        boolean ownLine = extents.startsLine(last.start()) && lineEnd < collection.end;
        FlowStyle style = style(collection, null, last.start());
        if (!ownLine) {
            patch.insert(last.end(), comma(last) + style.gap() + written.apply(style), collection.depth);
            return;
        }
        if (!trailing) {
            patch.insert(last.end(), comma(last), collection.depth);
        }
        String line = lineStart(last.start()) + written.apply(style) + (trailing ? "," : "");
        patch.insert(lineEnd, line, collection.depth);
    }

    /** The line break and the indentation of a further line like the one that an offset is in. */
    private String lineStart(int offset) {
        return extents.lines().breakFor(extents.lines().lineEnd(offset)) + indentation(offset);
    }

    private String indentation(int offset) {
        int start = extents.lines().lineStart(offset);
        return text.substring(start, extents.skipBlanks(start));
    }

    /**
     * Behind a key without a value a blank comes first: readers of YAML 1.2 take {@code a:,} for a key that ends in a
     * colon.
     */
    private String comma(Element last) {
        return text.charAt(last.end() - 1) == ':' ? " ," : ",";
    }

    /** Another value for a key, or the first one. */
    void setValue(Node map, Node.Entry entry, YamlValue value) {
        Node old = entry.value();
        String written = writer(map).flow(value, style(map, old, entry.key().start));
        if (old.start < old.end) {
            patch.replace(old.start, old.end, written);
        } else if (extents.colonEnd(entry) > 0) {
            patch.insert(extents.colonEnd(entry), " " + written, map.depth);
        } else {
            throw EditErrors.at(
                    FindingId.UNPROVEN,
                    source.file(),
                    entry.key().position,
                    "a key without a colon cannot be edited",
                    advice("write it as 'key: value'"));
        }
    }

    void setItem(Node list, int index, YamlValue item) {
        Node old = list.items.get(index);
        patch.replace(old.start, old.end, writer(list).flow(item, style(list, old, old.start)));
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
        FlowStyle style = FlowStyle.oneLine(jsonKeys(list), " ");
        FlowStyle entry = FlowStyle.oneLine(YamlStyle.quote(list) == '"', " ");
        patch.replace(list.first, list.first + 1, "{");
        for (Node item : list.items) {
            patch.insert(item.end, ": " + writer(list).flow(settings.get(item.text), style), list.depth);
        }
        further.ifPresent(name -> append(list, writer(list).flowEntry(name, settings.get(name), entry)));
        patch.replace(list.end - 1, list.end, "}");
    }

    private static List<Element> elements(Node collection) {
        List<Element> elements = new ArrayList<>();
        collection.items.forEach(item -> elements.add(new Element(item.start, item.end, item)));
        collection.entries.forEach(entry -> elements.add(
                new Element(entry.key().start, Math.max(entry.key().end, entry.value().end), entry.value())));
        return elements;
    }

    private static YamlWriter writer(Node collection) {
        return new YamlWriter(new YamlStyle.Steps(2, 2), YamlStyle.quote(collection), " ");
    }

    /**
     * How a value is written. In a JSON file it gets a line for each element where the collection that it replaces
     * has, else the last one beside or around it; elsewhere it goes on one line.
     *
     * @param old  what it replaces; null when it is added
     * @param line the element of the collection that is replaced, or that it goes beside; the bracket when there is
     *             none
     */
    private FlowStyle style(Node collection, Node old, int line) {
        boolean json = jsonKeys(collection);
        Node root = collection;
        while (root.parent != null) {
            root = root.parent;
        }
        if (!json || !root.flow) {
            return FlowStyle.oneLine(json, " ");
        }
        Node.Entry last = root.entries.isEmpty() ? null : root.entries.get(root.entries.size() - 1);
        String gap = last != null && text.charAt(last.value().start - 1) == ':' ? "" : " ";
        if (line != collection.first && !extents.startsLine(line) || !hasLines(collection, old, root)) {
            return FlowStyle.oneLine(true, gap);
        }
        String step = last == null ? "" : indentation(last.key().start);
        return new FlowStyle(true, gap, lineStart(line), step.isEmpty() ? "  " : step);
    }

    /** Whether a new collection gets a line for each element. */
    private boolean hasLines(Node collection, Node old, Node root) {
        Node model = old == null || isEmpty(old) ? root : old;
        for (Node around = collection; model == root && around != null; around = around.parent) {
            for (Element element : elements(around)) {
                model = isEmpty(element.value()) ? model : element.value();
            }
        }
        return isEmpty(model) || extents.startsLine(elements(model).get(0).start());
    }

    private static boolean isEmpty(Node node) {
        return node.items.isEmpty() && node.entries.isEmpty();
    }

    /** Whether keys are quoted as in JSON: by the nearest mapping around that has any. A JSON file stays one. */
    private static boolean jsonKeys(Node collection) {
        Node node = collection;
        while (node != null && node.flow && node.entries.isEmpty()) {
            node = node.parent;
        }
        return node == null || node.flow && node.entries.get(0).key().style == '"';
    }
}
