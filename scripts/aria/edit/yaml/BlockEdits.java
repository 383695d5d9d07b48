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
import java.util.function.Supplier;

/** Edits of lists and mappings written in block style. */
final class BlockEdits {
    private final SourceText source;
    private final String text;
    private final NodeRanges extents;
    private final TextLines lines;
    private final YamlStyle layout;
    private final Patch patch;

    BlockEdits(SourceText source, NodeRanges extents, YamlStyle layout, Patch patch) {
        this.source = source;
        this.text = source.text();
        this.extents = extents;
        this.lines = extents.lines();
        this.layout = layout;
        this.patch = patch;
    }

    void appendItem(Node list, YamlValue item) {
        YamlWriter writer = writer(list, item);
        patch.insertLines(extents.lineEndAfter(list), () -> writer.item(item, list.column), list.depth);
    }

    /** A new item in front of the first, in the place of its dash. */
    void prependItem(Node list, YamlValue item) {
        String lineBreak = lines.breakFor(lines.lineEnd(list.first));
        String written = String.join(lineBreak, writer(list, item).item(item, list.column));
        String before = written.substring(list.column) + lineBreak + YamlWriter.blanks(list.column);
        patch.insert(list.first, before, list.depth);
    }

    /**
     * A new entry directly behind the last.
     *
     * @param asLast whether it is written in the quotes of the last
     */
    void appendEntry(Node map, String key, YamlValue value, boolean asLast) {
        YamlWriter writer = new YamlWriter(layout.steps(map), asLast ? YamlStyle.quote(map) : 0, " ");
        patch.insertLines(extents.lineEndAfter(map), () -> writer.entry(key, value, map.column), map.depth);
    }

    /** A new key behind the mapping and its comments, after a blank line where that is the habit. */
    void appendKey(Node map, Supplier<List<String>> written, Optional<String> comment) {
        int tail = extents.tail(map);
        boolean apart = layout.spaced(map) && !(extents.takesBlankLines(map) && tail == extents.lineEndAfter(map));
        patch.insertLines(
                tail,
                () -> {
                    List<String> all = new ArrayList<>();
                    if (apart) {
                        all.add("");
                    }
                    comment.ifPresent(line -> all.add(YamlWriter.blanks(map.column) + "# " + line));
                    all.addAll(written.get());
                    return all;
                },
                map.depth);
    }

    /** As {@link #appendKey}, for a value that is to be written. */
    void appendNewKey(Node map, String key, YamlValue value, Optional<String> comment) {
        YamlWriter writer = new YamlWriter(layout.steps(map));
        appendKey(map, () -> writer.entry(key, value, map.column), comment);
    }

    /** Another value for a key, or the first one. */
    void setValue(Node map, Node.Entry entry, YamlValue value, char quote) {
        Node old = entry.value();
        int colon = colonEnd(entry);
        YamlWriter writer = new YamlWriter(layout.steps(map), quote, " ");
        boolean oldBlock = isBlock(old);
        Optional<BlockScalarSplice> within =
                old.isBlockScalar() && value instanceof YamlScalar scalar && scalar.quoted()
                        ? BlockScalarSplice.between(text, extents, old, scalar.text())
                        : Optional.empty();
        if (within.isPresent()) {
            // Deeper than a new sibling of the key, which may go behind the scalar's last line.
            patchReplace(within.get().from(), within.get().to(), within.get().text(), map.depth + 1);
            return;
        }
        if (YamlWriter.isInline(value)) {
            String written = writer.inline(value);
            boolean onItsPlace = !oldBlock && old.start < old.end && !written.isEmpty();
            int from = onItsPlace ? old.start : colon;
            int to = Math.max(from, oldBlock ? extents.trueEnd(old) : old.end);
            if (written.isEmpty()) {
                endLineAt(from, to, "", map.depth);
            } else {
                patchReplace(from, to, (onItsPlace ? "" : " ") + written, map.depth);
            }
            return;
        }
        List<String> children = writer.children(value, map.column);
        String tag = YamlWriter.tagBehindColon(value);
        if (oldBlock) {
            replaceBlock(colon, extents.trueEnd(old), tag, children);
        } else {
            endLineAt(colon, Math.max(colon, old.end), tag, map.depth);
            // Deeper than a new sibling of the key, which may go behind the same line.
            patch.insertLines(lines.lineEnd(Math.max(colon, old.end)), () -> children, map.depth + 1);
        }
    }

    /** Another value for an item. */
    void setItem(Node list, int index, YamlValue item) {
        Node old = list.items.get(index);
        int behindDash = extents.dash(list, index) + 1;
        List<String> written = writer(list, item).item(item, list.column);
        if (YamlWriter.isInline(item) && !isBlock(old) && old.start < old.end) {
            patch.replace(
                    old.start,
                    old.end,
                    written.get(0).substring(list.column + 1).stripLeading());
        } else {
            String lineBreak = lines.breakFor(lines.lineEnd(behindDash));
            patch.replace(
                    behindDash,
                    extents.trueEnd(old),
                    String.join(lineBreak, written).substring(list.column + 1));
        }
    }

    /** Removes an item with its line; not the last one of its list. */
    void removeItem(Node list, int index) {
        int dash = extents.dash(list, index);
        if (extents.startsLine(dash)) {
            removeLines(lines.lineStart(dash), extents.lineEndAfter(list.items.get(index)));
        } else {
            patch.replace(dash, extents.dash(list, index + 1), "");
        }
    }

    /** Removes an entry with its lines, a comment line of ours above it and the blank line that separated it. */
    void removeEntry(Node map, Node.Entry entry, Optional<String> comment) {
        colonEnd(entry);
        int start = entry.key().start;
        int end = extents.lineEndAfter(entry.value());
        int index = map.entries.indexOf(entry);
        if (!extents.startsLine(start)) {
            int next = map.entries.get(index + 1).key().start;
            boolean tidy = text.substring(end, next).isBlank();
            patch.replace(start, tidy ? next : extents.trueEnd(entry.value()), "");
            return;
        }
        int from = lines.lineStart(start);
        int above = lines.previousEnd(from);
        if (comment.isPresent()
                && above >= 0
                && text.substring(lines.lineStart(above), above).strip().equals("# " + comment.get())) {
            from = lines.lineStart(above);
            above = lines.previousEnd(from);
        }
        if (index > 0
                && layout.spaced(map)
                && lines.blank(lines.lineStart(Math.max(above, 0)))
                && above > extents.lineEndAfter(map.entries.get(index - 1).value())) {
            from = lines.lineStart(above);
        }
        removeLines(from, end);
    }

    /**
     * Turns a list of names into a mapping: each {@code - name} becomes {@code name:} with its settings below.
     *
     * @param settings those of each name, which are mappings
     */
    void listToMapping(Node list, Map<String, YamlValue> settings) {
        int step = layout.steps(list.parent).map();
        for (int i = 0; i < list.items.size(); i++) {
            Node item = list.items.get(i);
            int dash = extents.dash(list, i);
            patch.replace(dash, dash + 1, " ");
            endLineAt(item.end, item.end, ":", list.depth);
            YamlMap own = (YamlMap) settings.get(item.text);
            YamlWriter writer = new YamlWriter(layout.steps(list.parent));
            patch.insertLines(
                    lines.lineEnd(item.end), () -> writer.entries(own.entries(), itemColumn(list) + step), list.depth);
        }
    }

    /** Replaces what may be the last of its line before a comment: YAML 1.1 readers take no tab behind a colon. */
    private void endLineAt(int from, int to, String written, int depth) {
        int behind = extents.skipBlanks(to);
        boolean tab = text.substring(to, behind).indexOf('\t') >= 0;
        patchReplace(from, tab ? behind : to, tab && behind < lines.lineEnd(to) ? written + " " : written, depth);
    }

    /** A further entry behind a list that {@link #listToMapping} converts. */
    void appendToMapping(Node list, String key, YamlValue value) {
        YamlWriter writer = new YamlWriter(layout.steps(list.parent));
        patch.insertLines(extents.lineEndAfter(list), () -> writer.entry(key, value, itemColumn(list)), list.depth);
    }

    private static int itemColumn(Node list) {
        Node first = list.items.get(0);
        return list.column + first.start - list.first;
    }

    /** With the gap behind the dash and, for a scalar, the quotes of the last item. */
    private YamlWriter writer(Node list, YamlValue item) {
        int last = list.items.size() - 1;
        int dash = extents.dash(list, last);
        int gap = extents.skipBlanks(dash + 1) - dash - 1;
        boolean sameLine = gap > 0 && !TextLines.isBreak(text.charAt(Math.min(text.length() - 1, dash + 1 + gap)));
        return new YamlWriter(
                layout.steps(list.parent == null ? list : list.parent),
                item instanceof YamlScalar ? YamlStyle.quote(list) : 0,
                YamlWriter.blanks(sameLine ? gap : 1));
    }

    /** Replaces what stands behind a key by lines below it, and keeps a comment on the line of the key. */
    private void replaceBlock(int colon, int end, String tag, List<String> children) {
        int behind = extents.skipBlanks(colon);
        boolean keep = behind == lines.lineEnd(colon) || text.charAt(behind) == '#';
        int kept = keep ? lines.lineEnd(colon) : colon;
        int from = tag.isEmpty() ? kept : colon;
        String lineBreak = lines.breakFor(lines.lineEnd(colon));
        patch.replace(from, end, tag + text.substring(from, kept) + lineBreak + String.join(lineBreak, children));
    }

    private void patchReplace(int from, int to, String written, int depth) {
        if (from == to) {
            patch.insert(from, written, depth);
        } else {
            patch.replace(from, to, written);
        }
    }

    private void removeLines(int lineStart, int lineEnd) {
        int before = lines.previousEnd(lineStart);
        patch.replace(Math.max(before, 0), before < 0 ? lines.next(lineEnd) : lineEnd, "");
    }

    private int colonEnd(Node.Entry entry) {
        int colon = extents.colonEnd(entry);
        if (colon < 0) {
            throw EditErrors.at(
                    FindingId.UNPROVEN,
                    source.file(),
                    entry.key().position,
                    "a key written with '?' cannot be edited",
                    advice("write it as 'key: value'"));
        }
        return colon;
    }

    private static boolean isBlock(Node node) {
        return node.isBlockScalar() || !node.flow && (node.kind == Node.Shape.LIST || node.kind == Node.Shape.MAP);
    }
}
