package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.TextLines;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.List;
import java.util.Optional;

/**
 * Copies the parts that a mapping inherits through an alias or a merge key into the mapping, without changing any
 * value, so that they can be edited there. The mapping keeps other inherited entries through {@code <<}; YAML cannot
 * merge lists, so their items are copied.
 */
final class InheritedKeys {
    private final YamlTree tree;
    private final NodeRanges extents;
    private final YamlStyle layout;
    private final Patch patch;
    private final BlockEdits blocks;
    private final FlowEdits flows;

    InheritedKeys(YamlTree tree, NodeRanges extents, YamlStyle layout, Patch patch) {
        this.tree = tree;
        this.extents = extents;
        this.layout = layout;
        this.patch = patch;
        this.blocks = new BlockEdits(tree.source(), extents, layout, patch);
        this.flows = new FlowEdits(tree.source(), extents, patch);
    }

    /** {@code key: *name} becomes a mapping of its own with {@code <<: *name}, or a copy of the list or scalar. */
    void ownAlias(Node map, Node.Entry entry) {
        Node alias = entry.value();
        if (!(alias.value instanceof YamlMap)) {
            refuseTags(alias.value, alias);
            if (map.flow) {
                flows.setValue(map, entry, alias.value);
            } else {
                blocks.setValue(map, entry, blockForm(alias.value), (char) 0);
            }
        } else if (map.flow) {
            patch.insert(alias.start, "{<<: ", map.depth);
            patch.insert(alias.end, "}", map.depth);
        } else {
            int colon = extents.colonEnd(entry);
            String lineBreak = extents.lines().breakFor(extents.lines().lineEnd(colon));
            int column = map.column + layout.steps(map).map();
            boolean behindKey = extents.skipBlanks(colon) == alias.start;
            if (behindKey) {
                patch.insert(colon, lineBreak + YamlWriter.blanks(column) + "<<:", map.depth);
            } else {
                patch.replace(colon, alias.start, lineBreak + YamlWriter.blanks(column) + "<<: ");
            }
        }
    }

    /**
     * A mapping that others refer to by its anchor moves under {@code <<} of one without an anchor, which has the same
     * entries and can then be changed alone: {@code key: &a {..}} becomes {@code key: {<<: &a {..}}}, its lines
     * indented further, nothing replaced.
     *
     * @return false when it does not stand directly behind its key
     */
    boolean wrap(Node map, Node.Entry entry) {
        Node anchored = entry.value();
        int colon = extents.colonEnd(entry);
        if (map.flow || colon < 0 || extents.skipBlanks(colon) != anchored.start) {
            return false;
        }
        TextLines lines = extents.lines();
        int step = layout.steps(map).map();
        patch.insert(
                colon, lines.breakFor(lines.lineEnd(colon)) + YamlWriter.blanks(map.column + step) + "<<:", map.depth);
        int end = extents.trueEnd(anchored);
        for (int line = lines.next(lines.lineEnd(colon)); line < end; line = lines.next(lines.lineEnd(line))) {
            if (lines.lineEnd(line) > line) {
                patch.insert(line, YamlWriter.blanks(step), Integer.MAX_VALUE);
            }
        }
        return true;
    }

    /** The entry in a merged mapping that a mapping inherits a key from; null when it inherits none. */
    static Node.Entry inherited(Node map, String key) {
        for (Node.Entry entry : map.entries) {
            if (Node.isMerge(entry.key())) {
                Node source = entry.value().resolved();
                for (Node merged : source.kind == Node.Shape.LIST ? source.items : List.of(source)) {
                    Node base = merged.resolved();
                    Node.Entry found = base.own(key) != null ? base.own(key) : inherited(base, key);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    /** An inherited key becomes the mapping's own, with the same value. */
    void ownInherited(Node map, String key, Node.Entry inherited) {
        Node value = inherited.value();
        if (!(value.value instanceof YamlMap)) {
            refuseTags(value.value, value);
            YamlWriter writer = new YamlWriter(layout.steps(map), YamlStyle.quote(value.resolved()), " ");
            appendEntry(map, key, writer.entry(key, blockForm(value.value), map.column), value.value);
            return;
        }
        String name = nameOf(key, inherited);
        if (map.flow) {
            flows.append(map, YamlWriter.key(key) + ": {<<: *" + name + "}");
        } else {
            String indent = YamlWriter.blanks(map.column);
            blocks.appendKey(
                    map,
                    () -> List.of(
                            indent + YamlWriter.key(key) + ":",
                            indent + YamlWriter.blanks(layout.steps(map).map()) + "<<: *" + name),
                    Optional.empty());
        }
    }

    private void appendEntry(Node map, String key, List<String> written, YamlValue value) {
        if (map.flow) {
            flows.appendEntry(map, key, value);
        } else {
            blocks.appendKey(map, () -> written, Optional.empty());
        }
    }

    /** The anchor of an inherited value; it gets one when it has none. */
    private String nameOf(String key, Node.Entry inherited) {
        Node value = inherited.value();
        if (value.kind == Node.Shape.ALIAS) {
            return value.text;
        }
        if (value.anchor != null) {
            return value.anchor;
        }
        String stem = "mtls-" + key.replaceAll("[^A-Za-z0-9_-]", "-") + "-";
        String name = patch.newAnchor(stem);
        int colon = extents.colonEnd(inherited);
        if (colon < 0) {
            throw refused(FindingId.UNPROVEN, inherited.key(), "a key written with '?' cannot be edited");
        }
        patch.insert(colon, " &" + name, value.depth);
        return name;
    }

    private void refuseTags(YamlValue value, Node place) {
        if (value.anyMatch(part -> part.tag().isPresent())) {
            throw refused(
                    FindingId.OVERRIDE_TAG,
                    place,
                    "a tagged value cannot be copied",
                    advice("write the value out where it is needed"));
        }
    }

    /** A list written with brackets is copied as lines, to which ours can be added. */
    private static YamlValue blockForm(YamlValue value) {
        return value instanceof YamlList list ? YamlValue.list(list.items()) : value;
    }

    private RefusedException refused(FindingId id, Node place, String message, Remedy... remedies) {
        return EditErrors.at(id, tree.source().file(), place.position, message, remedies);
    }
}
