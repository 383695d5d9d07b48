package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.finding.FindingId;
import java.util.Map;
import java.util.Optional;

/** Turns a change into splices, once its list, mapping or scalar has been found and is the path's own. */
final class NodeEdits {
    private final SourceText source;
    private final BlockEdits blocks;
    private final FlowEdits flows;
    private final ClaimedNodes touched;

    NodeEdits(SourceText source, NodeRanges extents, YamlStyle layout, Patch patch, ClaimedNodes touched) {
        this.source = source;
        this.blocks = new BlockEdits(source, extents, layout, patch);
        this.flows = new FlowEdits(source, extents, patch);
        this.touched = touched;
    }

    /**
     * @param node  the change's list, mapping or scalar
     * @param last  the entry that holds it; null at the root and in a list
     * @param after what the node is to be
     * @return false when the change has to wait for the next round
     */
    boolean plan(YamlChange change, Node node, SplicePlanner.Step last, YamlValue after) {
        boolean emptied = ValueApplier.isEmpty(after);
        boolean whole = node.flow
                || emptied
                || change instanceof YamlChange.ReplaceScalar
                || node.kind == Node.Kind.LIST && after instanceof YamlMap;
        boolean waits = touched.any(node)
                || whole && touched.inside(node)
                || touched.entry(node, spot(change))
                || emptied && last != null && touched.inside(last.map());
        Node part = part(change, node);
        if (waits || part != null && touched.inside(part) || !emptied && removes(change) && !canRemove(node, part)) {
            return false;
        }
        claim(change, node, part, whole);
        if (emptied && last != null) {
            touched.claimEntry(last.map(), last.entry().key().resolved().text);
        }
        edit(change, node, last, after);
        return true;
    }

    private void claim(YamlChange change, Node node, Node part, boolean whole) {
        if (whole) {
            touched.claim(node);
        }
        if (part != null) {
            touched.claim(part);
        }
        if (removes(change)) {
            touched.countRemoval(node);
        }
        touched.claimEntry(node, spot(change));
    }

    /** What of the node the change takes for itself. */
    static String spot(YamlChange change) {
        YamlValue item = change instanceof YamlChange.AddItem add
                ? add.item()
                : change instanceof YamlChange.RemoveItem remove
                        ? remove.old()
                        : change instanceof YamlChange.ReplaceItem replace ? replace.old() : null;
        return item == null ? Paths.key(change) : "- " + item;
    }

    /** The value or item that a change removes or replaces; null when it only adds. */
    private static Node part(YamlChange change, Node node) {
        if (node.kind != Node.Kind.LIST) {
            Node.Entry entry = node.own(Paths.key(change));
            return entry == null ? null : entry.value();
        }
        YamlList list = (YamlList) node.value;
        int index = change instanceof YamlChange.RemoveItem remove
                ? Items.indexOf(list, remove.old())
                : change instanceof YamlChange.ReplaceItem replace
                        ? Items.indexOf(list, replace.old())
                        : Paths.key(change).isEmpty() ? -1 : Items.variable(list, Paths.key(change));
        return index < 0 ? null : node.items.get(index);
    }

    /** Several parts can go in one round when each has its own lines and one is left over. */
    private boolean canRemove(Node node, Node part) {
        int size = node.items.size() + node.entries.size();
        boolean ownLines = !node.flow && (node.parent == null || node.parent.kind == Node.Kind.MAP);
        return !touched.inside(node) || ownLines && size - touched.removals(node) > 1;
    }

    private void edit(YamlChange change, Node node, SplicePlanner.Step last, YamlValue after) {
        if (ValueApplier.isEmpty(after)) {
            removeEmptied(
                    node,
                    last,
                    after,
                    change instanceof YamlChange.RemoveEntry remove ? remove.comment() : Optional.empty());
        } else if (node.kind == Node.Kind.LIST) {
            editList(change, node, after);
        } else if (change instanceof YamlChange.ReplaceScalar) {
            setValue(last.map(), last.entry(), after, node.style == '\'' || node.style == '"' ? node.style : 0);
        } else if (change instanceof YamlChange.RemoveEntry remove) {
            removeEntry(node, remove.key(), remove.comment());
        } else if (change instanceof YamlChange.RemoveEntryInItem remove) {
            removeEntry(node, remove.key(), Optional.empty());
        } else if (change instanceof YamlChange.RemoveVariable remove) {
            removeEntry(node, remove.name(), Optional.empty());
        } else if (change instanceof YamlChange.PutEntry put) {
            put(node, put.key(), put.value(), put.comment(), true);
        } else if (change instanceof YamlChange.AddEntryInItem add) {
            put(node, add.key(), add.value(), Optional.empty(), true);
        } else if (change instanceof YamlChange.PutVariable variable) {
            put(node, variable.name(), YamlValue.scalar(variable.value()), Optional.empty(), false);
        } else if (change instanceof YamlChange.PutCondition condition) {
            putCondition(condition, node, ((YamlMap) after).entries().get(condition.service()));
        }
    }

    private void editList(YamlChange change, Node list, YamlValue after) {
        YamlList before = (YamlList) list.value;
        if (change instanceof YamlChange.AddItem add) {
            appendItem(list, add.item());
        } else if (change instanceof YamlChange.ReplaceItem replace) {
            setItem(list, Items.indexOf(before, replace.old()), replace.item());
        } else if (change instanceof YamlChange.RemoveItem remove) {
            removeItem(list, Items.indexOf(before, remove.old()));
        } else if (change instanceof YamlChange.RemoveVariable remove) {
            removeItem(list, Items.variable(before, remove.name()));
        } else if (change instanceof YamlChange.PutVariable variable) {
            YamlScalar item = YamlValue.scalar(variable.name() + "=" + variable.value());
            int index = Items.variable(before, variable.name());
            if (index < 0) {
                appendItem(list, item);
            } else {
                setItem(list, index, item);
            }
        } else if (change instanceof YamlChange.PutCondition condition) {
            listToConditions(condition, list, after);
        }
    }

    private void listToConditions(YamlChange.PutCondition change, Node list, YamlValue after) {
        if (after instanceof YamlList) {
            appendItem(list, YamlValue.scalar(change.service()));
            return;
        }
        if (list.items.stream().anyMatch(item -> item.kind != Node.Kind.SCALAR || item.isBlockScalar())) {
            throw EditErrors.at(
                    FindingId.WRONG_TYPE,
                    source.file(),
                    list.position,
                    "the names of services are expected in this list");
        }
        Map<String, YamlValue> conditions = ((YamlMap) after).entries();
        boolean named = Items.indexOf((YamlList) list.value, YamlValue.scalar(change.service())) >= 0;
        if (list.flow) {
            flows.listToConditions(list, conditions, named ? Optional.empty() : Optional.of(change.service()));
            return;
        }
        blocks.listToConditions(list, conditions);
        if (!named) {
            blocks.appendCondition(list, change.service(), (YamlMap) conditions.get(change.service()));
        }
    }

    private void putCondition(YamlChange.PutCondition change, Node map, YamlValue value) {
        Node.Entry entry = map.own(change.service());
        if (entry != null && entry.value().kind == Node.Kind.MAP) {
            put(entry.value(), "condition", YamlValue.scalar(change.condition()), Optional.empty(), false);
        } else {
            put(map, change.service(), value, Optional.empty(), false);
        }
    }

    private void put(Node map, String key, YamlValue value, Optional<String> comment, boolean asKey) {
        Node.Entry entry = map.own(key);
        if (entry != null) {
            setValue(map, entry, value, quoteOf(entry.value()));
        } else if (map.flow) {
            flows.appendEntry(map, key, value);
        } else if (comment.isPresent() || asKey && holdsBlocks(map)) {
            blocks.appendNewKey(map, key, value, comment);
        } else {
            blocks.appendEntry(map, key, value, asKey);
        }
    }

    /** Whether a mapping is one of services, sections or keys, not a short one of scalars. */
    private static boolean holdsBlocks(Node map) {
        return map.entries.stream().anyMatch(entry -> !entry.value().flow && entry.value().kind != Node.Kind.SCALAR);
    }

    private static char quoteOf(Node scalar) {
        return scalar.style == '"' || scalar.style == '\'' ? scalar.style : 0;
    }

    private void setValue(Node map, Node.Entry entry, YamlValue value, char quote) {
        if (map.flow) {
            flows.setValue(map, entry, value);
        } else {
            blocks.setValue(map, entry, value, quote);
        }
    }

    private void appendItem(Node list, YamlValue item) {
        if (list.flow) {
            flows.appendItem(list, item);
        } else {
            blocks.appendItem(list, item);
        }
    }

    private void setItem(Node list, int index, YamlValue item) {
        if (list.flow) {
            flows.setItem(list, index, item);
        } else {
            blocks.setItem(list, index, item);
        }
    }

    private void removeItem(Node list, int index) {
        if (list.flow) {
            flows.remove(list, index);
        } else {
            blocks.removeItem(list, index);
        }
    }

    private void removeEntry(Node map, String key, Optional<String> comment) {
        Node.Entry entry = map.own(key);
        if (entry == null) {
            throw EditErrors.at(
                    FindingId.SHARED_ANCHOR,
                    source.file(),
                    map.position,
                    "'" + key + "' is inherited by '<<' and can't be removed here");
        }
        if (map.flow) {
            flows.remove(map, map.entries.indexOf(entry));
        } else {
            blocks.removeEntry(map, entry, comment);
        }
    }

    /** A collection that loses its last element goes with its key, unless that is the only one of its mapping. */
    private void removeEmptied(Node node, SplicePlanner.Step last, YamlValue empty, Optional<String> comment) {
        if (last == null) {
            throw EditErrors.at(
                    FindingId.UNPROVEN,
                    source.file(),
                    node.position,
                    "it would be left empty",
                    advice("remove it by hand"));
        }
        if (last.map().entries.size() > 1) {
            removeEntry(last.map(), last.entry().key().resolved().text, comment);
        } else {
            setValue(last.map(), last.entry(), empty, (char) 0);
        }
    }

    private static boolean removes(YamlChange change) {
        return change instanceof YamlChange.RemoveItem
                || change instanceof YamlChange.RemoveEntry
                || change instanceof YamlChange.RemoveEntryInItem
                || change instanceof YamlChange.RemoveVariable;
    }
}
