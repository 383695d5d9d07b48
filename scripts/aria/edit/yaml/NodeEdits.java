package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.Optional;

/** Turns a change into splices, after its list, mapping or scalar was found and belongs to the path alone. */
final class NodeEdits {
    /** A mapping, and its entry that contains a node. */
    record Holder(Node map, Node.Entry entry) {
        String key() {
            return entry.key().resolved().text;
        }
    }

    private final String file;
    private final BlockEdits blocks;
    private final FlowEdits flows;
    private final ClaimedNodes claimed;

    NodeEdits(YamlTree tree, NodeRanges ranges, YamlStyle style, Patch patch, ClaimedNodes claimed) {
        this.file = tree.source().file();
        this.blocks = new BlockEdits(tree.source(), ranges, style, patch);
        this.flows = new FlowEdits(tree.source(), ranges, patch);
        this.claimed = claimed;
    }

    /**
     * Plans a change of what is there.
     *
     * @param node   the change's list, mapping or scalar
     * @param holder the entry that holds it; null at the root and in a list
     * @param after  what the node is to be
     * @return false when the change has to wait for the next round
     */
    boolean plan(YamlChange change, Node node, Holder holder, YamlValue after) {
        boolean emptied = ValueApplier.isEmpty(after);
        boolean whole = node.flow
                || emptied
                || node.kind == Node.Shape.SCALAR
                || node.kind == Node.Shape.LIST && after instanceof YamlMap;
        boolean waits = claimed.any(node)
                || whole && claimed.inside(node)
                || claimed.entry(node, change.claim())
                || emptied && holder != null && claimed.inside(holder.map());
        Node part = part(change, node);
        if (waits || part != null && claimed.inside(part) || !emptied && change.removes() && !canRemove(node)) {
            return false;
        }
        claim(change, node, part, whole);
        if (emptied) {
            removeEmptied(node, holder, after, change.comment());
        } else {
            change.edit(this, node, holder, after);
        }
        return true;
    }

    private void claim(YamlChange change, Node node, Node part, boolean whole) {
        if (whole) {
            claimed.claim(node);
        }
        if (part != null) {
            claimed.claim(part);
        }
        if (change.removes()) {
            claimed.countRemoval(node);
        }
        claimed.claimEntry(node, change.claim());
    }

    /** The value or item that a change removes or replaces; null when it only adds. */
    private static Node part(YamlChange change, Node node) {
        if (node.kind != Node.Shape.LIST) {
            Node.Entry entry = node.own(change.key());
            return entry == null ? null : entry.value();
        }
        int index = change.indexIn((YamlList) node.value);
        return index < 0 ? null : node.items.get(index);
    }

    /** Several parts can go in one round when each has its own lines and one is left over. */
    private boolean canRemove(Node node) {
        int size = node.items.size() + node.entries.size();
        boolean ownLines = !node.flow && (node.parent == null || node.parent.kind == Node.Shape.MAP);
        return !claimed.inside(node) || ownLines && size - claimed.removals(node) > 1;
    }

    /** Makes a key that is not there, or has no value. */
    void create(Node map, Node.Entry entry, String key, YamlValue value, Optional<String> comment) {
        if (entry != null) {
            refuseProperties(entry.value());
            setValue(map, entry, value);
        } else if (map.flow) {
            flows.appendEntry(map, key, value);
        } else {
            blocks.appendNewKey(map, key, value, comment);
        }
    }

    /**
     * Gives an entry this value; a new one goes directly behind the last.
     *
     * @param asLast whether a new one is written in the quotes of the last
     */
    void putEntry(Node map, String key, YamlValue value, boolean asLast) {
        Node.Entry entry = map.own(key);
        if (entry != null) {
            setValue(map, entry, value);
        } else if (map.flow) {
            flows.appendEntry(map, key, value);
        } else {
            blocks.appendEntry(map, key, value, asLast);
        }
    }

    /** Gives a key this value; a new one is set apart where that is the habit, below a comment if there is one. */
    void putKey(Node map, String key, YamlValue value, Optional<String> comment) {
        if (!map.flow && map.own(key) == null && (comment.isPresent() || holdsBlocks(map))) {
            blocks.appendNewKey(map, key, value, comment);
        } else {
            putEntry(map, key, value, false);
        }
    }

    /** Whether a mapping is one of sections or keys, not a short one of scalars. */
    private static boolean holdsBlocks(Node map) {
        return map.entries.stream().anyMatch(entry -> !entry.value().flow && entry.value().kind != Node.Shape.SCALAR);
    }

    /** Another value for a key, in the quotes of the old one. */
    void setValue(Node map, Node.Entry entry, YamlValue value) {
        if (map.flow) {
            flows.setValue(map, entry, value);
        } else {
            char style = entry.value().style;
            blocks.setValue(map, entry, value, style == '"' || style == '\'' ? style : 0);
        }
    }

    /** Puts an item in the place of another one; behind the last one when the index is -1. */
    void putItem(Node list, int index, YamlValue item) {
        if (index < 0 && list.flow) {
            flows.appendItem(list, item);
        } else if (index < 0) {
            blocks.appendItem(list, item);
        } else if (list.flow) {
            flows.setItem(list, index, item);
        } else {
            blocks.setItem(list, index, item);
        }
    }

    /** Puts an item in front of the others. */
    void prependItem(Node list, YamlValue item) {
        if (list.flow) {
            flows.prependItem(list, item);
        } else {
            blocks.prependItem(list, item);
        }
    }

    /** Removes an item; not the last one of its list. */
    void removeItem(Node list, int index) {
        if (list.flow) {
            flows.remove(list, index);
        } else {
            blocks.removeItem(list, index);
        }
    }

    /** Removes an entry, with the comment line above it if that is what it says. */
    void removeEntry(Node map, String key, Optional<String> comment) {
        Node.Entry entry = map.own(key);
        if (entry == null) {
            throw refused(
                    FindingId.SHARED_ANCHOR, map, "'" + key + "' is inherited through '<<' and cannot be removed here");
        }
        if (map.flow) {
            flows.remove(map, map.entries.indexOf(entry));
        } else {
            blocks.removeEntry(map, entry, comment);
        }
    }

    /**
     * Turns a list of names into a mapping from them to settings.
     *
     * @param settings those of each name, which are mappings
     * @param put      a name that may not be in the list yet
     */
    void listToMapping(Node list, YamlMap settings, String put) {
        if (list.items.stream().anyMatch(item -> item.kind != Node.Shape.SCALAR || item.isBlockScalar())) {
            throw refused(FindingId.WRONG_TYPE, list, "this list may contain only names");
        }
        boolean named = ((YamlList) list.value).indexOf(YamlValue.scalar(put)) >= 0;
        if (list.flow) {
            flows.listToMapping(list, settings.entries(), named ? Optional.empty() : Optional.of(put));
            return;
        }
        blocks.listToMapping(list, settings.entries());
        if (!named) {
            blocks.appendToMapping(list, put, settings.entries().get(put));
        }
    }

    /** A collection that loses its last element goes with its key, unless that is the only one of its mapping. */
    private void removeEmptied(Node node, Holder holder, YamlValue empty, Optional<String> comment) {
        if (holder == null) {
            throw refused(FindingId.UNPROVEN, node, "the value would be left empty", advice("remove it by hand"));
        }
        claimed.claimEntry(holder.map(), holder.key());
        if (holder.map().entries.size() > 1) {
            removeEntry(holder.map(), holder.key(), comment);
        } else {
            setValue(holder.map(), holder.entry(), empty);
        }
    }

    private void refuseProperties(Node node) {
        if (SplicePlanner.isOverride(node)) {
            throw SplicePlanner.fragment(file, node);
        }
        if (node.anchor != null || node.tag != null) {
            throw refused(
                    node.anchor != null ? FindingId.SHARED_ANCHOR : FindingId.WRONG_TYPE,
                    node,
                    "an empty value with an anchor or a tag cannot be filled in");
        }
    }

    private RefusedException refused(FindingId id, Node node, String message, Remedy... remedies) {
        return EditErrors.at(id, file, node.position, message, remedies);
    }
}
