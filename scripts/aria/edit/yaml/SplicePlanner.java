package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One round of planning on one tree: finds the place of each change, makes it editable, and passes it to
 * {@link NodeEdits}. A change that needs a result of another one waits for the next round.
 *
 * <p>A block that exists as a comment is uncommented instead of being written; see {@link CommentedBlocks}.
 */
final class SplicePlanner {
    /** The outcome of a change in a round. */
    enum Progress {
        /** The wanted state is there. */
        HOLDS,
        /** Its splices are in the patch. */
        PLANNED,
        /** As PLANNED, in a node that others refer to: what is planned after it has to see the result. */
        PLANNED_SHARED,
        /** To be planned on the text that this round makes. */
        NEXT_ROUND
    }

    /** The editors of a document. */
    private record DocumentEdits(NodeEdits nodes, InheritedKeys inherited) {}

    private final YamlTree tree;
    private final Set<Node> kept;
    private final Map<Integer, YamlMap> intended;
    private final boolean atOnce;
    /** Null when comments are left alone. */
    private final CommentedBlocks commented;

    private boolean uncommented;
    private final NodeRanges extents;
    private final Patch patch;
    private final ClaimedNodes touched = new ClaimedNodes();
    private final Map<Integer, DocumentEdits> edits = new HashMap<>();
    private final List<YamlMap> roots;

    /**
     * @param kept     what others refer to and is to stay as it is; changes of it are made in a mapping around it
     * @param intended what the documents are to be in the end; comments that say so are uncommented, none when empty
     * @param atOnce   what is not there at all is written with all that the changes together add to it
     */
    SplicePlanner(YamlTree tree, Set<Node> kept, Map<Integer, YamlMap> intended, boolean atOnce) {
        this.tree = tree;
        this.kept = kept;
        this.intended = intended;
        this.atOnce = atOnce;
        this.roots = YamlDocument.parse(tree.source()).documents();
        this.extents = new NodeRanges(tree.source().text());
        this.patch = new Patch(tree, extents);
        this.commented = intended.isEmpty()
                ? null
                : new CommentedBlocks(extents, patch, tree.source().text());
    }

    Patch patch() {
        return patch;
    }

    /** Whether a comment was uncommented. */
    boolean uncommented() {
        return uncommented;
    }

    /** Plans one change in a document. */
    Progress plan(YamlChange change, int document) {
        YamlValue after = change.needed(
                Paths.value(roots.get(document), change), tree.source().file());
        return after == null
                ? Progress.HOLDS
                : new Walk(change, document, edits.computeIfAbsent(document, this::edits), after)
                        .from(tree.documents().get(document));
    }

    private DocumentEdits edits(int document) {
        YamlStyle style = new YamlStyle(extents, tree.documents().get(document));
        return new DocumentEdits(
                new NodeEdits(tree, extents, style, patch, touched), new InheritedKeys(tree, extents, style, patch));
    }

    /** The path of one change from the root to its place. */
    private final class Walk {
        private final YamlChange change;
        private final int document;
        private final DocumentEdits edits;
        private final YamlValue after;
        private boolean shared;

        Walk(YamlChange change, int document, DocumentEdits edits, YamlValue after) {
            this.change = change;
            this.document = document;
            this.edits = edits;
            this.after = after;
        }

        Progress from(Node root) {
            Node node = root;
            NodeEdits.Holder holder = null;
            for (int i = 0; i < change.path().size(); i++) {
                String key = change.path().get(i);
                requireMap(node);
                Node.Entry entry = node.own(key);
                if (touched.any(node) || touched.entry(node, key)) {
                    return Progress.NEXT_ROUND;
                }
                if (entry == null
                        || entry.value().isNull()
                        || !node.flow && isBareEmpty(entry.value()) && !YamlWriter.isFlat(nested(i + 1))) {
                    return absent(node, entry, i);
                }
                if (entry.value().kind == Node.Shape.ALIAS) {
                    return alias(node, entry, i + 1 == change.path().size());
                }
                if (kept.contains(entry.value()) && entry.value().kind == Node.Shape.MAP && wrapped(node, entry)) {
                    return Progress.NEXT_ROUND;
                }
                holder = new NodeEdits.Holder(node, entry);
                node = entry.value();
            }
            return edit(node, holder);
        }

        private Progress edit(Node found, NodeEdits.Holder holder) {
            Node node = found;
            shared |= node.anchor != null;
            boolean inItem = change.index() >= 0;
            if (inItem) {
                if (touched.inside(node)) {
                    return Progress.NEXT_ROUND;
                }
                node = node.items.get(change.index());
                shared |= node.anchor != null;
            }
            if (node.kind == Node.Shape.ALIAS) {
                throw refused(
                        FindingId.SHARED_ANCHOR,
                        node,
                        "an alias of a value that other places use too",
                        advice("write it out here"));
            }
            refuseReset(node);
            if (!inItem && uncommentsPart(node)) {
                return planned();
            }
            return edits.nodes().plan(change, node, inItem ? null : holder, after) ? planned() : Progress.NEXT_ROUND;
        }

        /** A key that is inherited, has no value, or is not there at all. */
        private Progress absent(Node map, Node.Entry entry, int at) {
            String key = change.path().get(at);
            Node.Entry inherited = entry == null ? InheritedKeys.inherited(map, key) : null;
            if (map.flow && touched.inside(map) || entry != null && touched.inside(entry.value())) {
                return Progress.NEXT_ROUND;
            }
            if (inherited != null && !inherited.value().resolved().isNull()) {
                if (touched.any(inherited.value())) {
                    return Progress.NEXT_ROUND;
                }
                touched.claim(inherited.value());
                touched.claimEntry(map, key);
                edits.inherited().ownInherited(map, key, inherited);
                return Progress.NEXT_ROUND;
            }
            touched.claimEntry(map, key);
            if (entry != null || !uncommentsKey(map, key, at)) {
                YamlValue whole = atOnce ? intended(at) : null;
                edits.nodes().create(map, entry, key, whole == null ? nested(at + 1) : whole, change.comment());
            }
            return planned();
        }

        /** A key on the way that is there as a comment, with all that the changes together want it to be. */
        private boolean uncommentsKey(Node map, String key, int at) {
            YamlValue value = commented == null || map.flow ? null : intended(at);
            boolean done = value != null && commented.entry(map, key, value);
            uncommented |= done;
            return done;
        }

        /** What the changes together want a key on the way to be; null when that is not known. */
        private YamlValue intended(int at) {
            YamlValue value = intended.get(document);
            for (String step : change.path().subList(0, at + 1)) {
                value = value instanceof YamlMap parent ? parent.entries().get(step) : null;
            }
            return value;
        }

        /** An item or entry that is there as a comment. */
        private boolean uncommentsPart(Node node) {
            boolean list = node.kind == Node.Shape.LIST;
            YamlValue part = commented == null || node.flow || touched.any(node) || touched.entry(node, change.claim())
                    ? null
                    : change.added(list);
            boolean done = part != null
                    && (list
                            ? commented.item(node, part)
                            : node.own(change.key()) == null && commented.entry(node, change.key(), part));
            if (done) {
                touched.claimEntry(node, change.claim());
                uncommented = true;
            }
            return done;
        }

        /**
         * A list that becomes a mapping is written anew in the place of its alias; else what the alias stands for
         * becomes our own.
         */
        private Progress alias(Node map, Node.Entry entry, boolean last) {
            String key = entry.key().resolved().text;
            touched.claimEntry(map, key);
            if (last && after instanceof YamlMap && entry.value().resolved().kind == Node.Shape.LIST) {
                edits.nodes().create(map, entry, key, after, Optional.empty());
                return planned();
            }
            edits.inherited().ownAlias(map, entry);
            return Progress.NEXT_ROUND;
        }

        private boolean wrapped(Node map, Node.Entry entry) {
            if (touched.inside(entry.value())) {
                return true;
            }
            boolean wrapped = edits.inherited().wrap(map, entry);
            if (wrapped) {
                touched.claim(entry.value());
                touched.claimEntry(map, entry.key().resolved().text);
            }
            return wrapped;
        }

        /** What stands at a path that does not exist yet: the result, in the mappings that lead to it. */
        private YamlValue nested(int from) {
            YamlValue value = after;
            List<String> path = change.path();
            for (int i = path.size() - 1; i >= from; i--) {
                value = YamlValue.map(Map.of(path.get(i), value));
            }
            return value;
        }

        private Progress planned() {
            return shared ? Progress.PLANNED_SHARED : Progress.PLANNED;
        }

        private void requireMap(Node node) {
            shared |= node.anchor != null;
            refuseReset(node);
            if (node.kind != Node.Shape.MAP) {
                throw refused(
                        FindingId.WRONG_TYPE, node, Paths.text(change) + ": a mapping (key: value) is expected here");
            }
        }
    }

    /** {@code []} or <code>{}</code>: what does not fit between the brackets replaces them, as for no value at all. */
    private static boolean isBareEmpty(Node node) {
        return node.flow && node.anchor == null && node.tag == null && node.items.isEmpty() && node.entries.isEmpty();
    }

    /** What {@code !reset} takes back can't be added to; what {@code !override} puts in its place can. */
    private void refuseReset(Node node) {
        if ("!reset".equals(node.tag)) {
            throw fragment(tree.source().file(), node);
        }
    }

    /** Whether a node has a tag by which a file overrides another one. */
    static boolean isOverride(Node node) {
        return "!reset".equals(node.tag) || "!override".equals(node.tag);
    }

    static RefusedException fragment(String file, Node node) {
        return EditErrors.at(
                FindingId.OVERRIDE_TAG,
                file,
                node.position,
                "'" + node.tag + "' makes this a fragment that overrides another file",
                advice("edit that file instead"));
    }

    private RefusedException refused(FindingId id, Node node, String message, Remedy... remedies) {
        return EditErrors.at(id, tree.source().file(), node.position, message, remedies);
    }
}
