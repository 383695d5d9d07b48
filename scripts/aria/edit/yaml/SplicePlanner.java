package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One round of planning on one tree: finds the place of each change, makes it editable, and hands it to
 * {@link NodeEdits}. Changes that need what another one of the round creates wait for the next round.
 *
 * <p>What is there already as a comment is uncommented in place of being written; see {@link CommentedBlocks}.
 */
final class SplicePlanner {
    /** What became of a change in a round. */
    enum Outcome {
        /** The wanted state is there. */
        HOLDS,
        /** Its splices are in the patch. */
        PLANNED,
        /** As PLANNED, in a node that others refer to: what is planned after it has to see the result. */
        PLANNED_SHARED,
        /** To be planned on the text that this round makes. */
        NEXT_ROUND
    }

    /** A mapping on the way of a change, and the entry that was followed. */
    record Step(Node map, Node.Entry entry) {}

    private final YamlTree tree;
    private final ExpectedValue wanted;
    private final Set<Node> kept;
    private final Map<Integer, YamlMap> intended;
    private final boolean atOnce;
    /** Null when comments are left alone. */
    private final CommentedBlocks commented;

    private boolean uncommented;
    private final NodeRanges extents;
    private final Patch patch;
    private final ClaimedNodes touched = new ClaimedNodes();
    private final Map<Integer, YamlStyle> layouts = new LinkedHashMap<>();
    private final List<YamlMap> roots;

    /**
     * @param kept     what others refer to and is to stay as it is; changes of it are made in a mapping around it
     * @param intended what the documents are to be in the end; comments that say so are uncommented, none when empty
     * @param atOnce   what is not there at all is written with all that the changes together add to it
     */
    SplicePlanner(YamlTree tree, ExpectedValue wanted, Set<Node> kept, Map<Integer, YamlMap> intended, boolean atOnce) {
        this.tree = tree;
        this.kept = kept;
        this.intended = intended;
        this.atOnce = atOnce;
        this.wanted = wanted;
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
    Outcome plan(YamlChange change, int document) {
        YamlValue after = wanted.needed(change, Paths.value(roots.get(document), change));
        if (after == null) {
            return Outcome.HOLDS;
        }
        Node node = tree.documents().get(document);
        YamlStyle layout = layouts.computeIfAbsent(
                document, d -> new YamlStyle(extents, tree.documents().get(d)));
        return new Walk(change, document, layout, after).from(node);
    }

    /** The way of one change from the root to its place. */
    private final class Walk {
        private final YamlChange change;
        private final int document;
        private final YamlStyle layout;
        private final YamlValue after;
        private boolean shared;

        Walk(YamlChange change, int document, YamlStyle layout, YamlValue after) {
            this.change = change;
            this.document = document;
            this.layout = layout;
            this.after = after;
        }

        public Outcome from(Node root) {
            Node node = root;
            Step last = null;
            for (int i = 0; i < change.path().size(); i++) {
                String key = change.path().get(i);
                requireMap(node);
                Node.Entry entry = node.own(key);
                if (touched.any(node) || touched.entry(node, key)) {
                    return Outcome.NEXT_ROUND;
                }
                if (entry == null
                        || entry.value().isNull()
                        || !node.flow && isBareEmpty(entry.value()) && !YamlWriter.isFlat(nested(i + 1))) {
                    return absent(node, entry, i);
                }
                if (entry.value().kind == Node.Kind.ALIAS) {
                    boolean becomesMap = i + 1 == change.path().size()
                            && after instanceof YamlMap
                            && entry.value().resolved().kind == Node.Kind.LIST;
                    return becomesMap ? replaced(node, entry) : ownAlias(node, entry);
                }
                if (kept.contains(entry.value()) && entry.value().kind == Node.Kind.MAP && wrapped(node, entry)) {
                    return Outcome.NEXT_ROUND;
                }
                last = new Step(node, entry);
                node = entry.value();
            }
            return edit(node, last);
        }

        private Outcome edit(Node found, Step last) {
            Node node = found;
            shared |= node.anchor != null;
            OptionalInt index = Paths.index(change);
            if (index.isPresent()) {
                if (touched.inside(node)) {
                    return Outcome.NEXT_ROUND;
                }
                node = node.items.get(index.getAsInt());
                shared |= node.anchor != null;
            }
            if (node.kind == Node.Kind.ALIAS) {
                throw refused(
                        FindingId.SHARED_ANCHOR,
                        node,
                        "an alias of a value that others use too",
                        advice("write it out here"));
            }
            refuseReset(node);
            if (index.isEmpty() && uncommentsPart(node)) {
                return outcome();
            }
            boolean planned = new NodeEdits(tree.source(), extents, layout, patch, touched)
                    .plan(change, node, index.isPresent() ? null : last, after);
            return planned ? outcome() : Outcome.NEXT_ROUND;
        }

        /** A key that is inherited, has no value, or is not there at all. */
        private Outcome absent(Node map, Node.Entry entry, int at) {
            String key = change.path().get(at);
            Node.Entry inherited = entry == null ? InheritedKeys.inherited(map, key) : null;
            if (map.flow && touched.inside(map) || entry != null && touched.inside(entry.value())) {
                return Outcome.NEXT_ROUND;
            }
            if (inherited != null && !inherited.value().resolved().isNull()) {
                if (touched.any(inherited.value())) {
                    return Outcome.NEXT_ROUND;
                }
                touched.claim(inherited.value());
                touched.claimEntry(map, key);
                new InheritedKeys(tree, extents, layout, patch).ownInherited(map, key, inherited);
                return Outcome.NEXT_ROUND;
            }
            touched.claimEntry(map, key);
            if (entry != null || !uncommentsKey(map, key, at)) {
                YamlValue whole = atOnce ? intended(at) : null;
                create(map, entry, key, whole == null ? nested(at + 1) : whole);
            }
            return outcome();
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
            String spot = NodeEdits.spot(change);
            YamlValue part = commented == null || node.flow || touched.any(node) || touched.entry(node, spot)
                    ? null
                    : Paths.added(change, node.kind == Node.Kind.LIST);
            boolean done = part != null
                    && (node.kind == Node.Kind.LIST
                            ? commented.item(node, part)
                            : node.own(spot) == null && commented.entry(node, spot, part));
            if (done) {
                touched.claimEntry(node, spot);
                uncommented = true;
            }
            return done;
        }

        private Outcome replaced(Node map, Node.Entry entry) {
            touched.claimEntry(map, entry.key().resolved().text);
            create(map, entry, entry.key().resolved().text, after);
            return outcome();
        }

        private Outcome ownAlias(Node map, Node.Entry entry) {
            touched.claimEntry(map, entry.key().resolved().text);
            new InheritedKeys(tree, extents, layout, patch).ownAlias(map, entry);
            return Outcome.NEXT_ROUND;
        }

        private boolean wrapped(Node map, Node.Entry entry) {
            if (touched.inside(entry.value())) {
                return true;
            }
            boolean wrapped = new InheritedKeys(tree, extents, layout, patch).wrap(map, entry);
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

        private void create(Node map, Node.Entry entry, String key, YamlValue value) {
            BlockEdits blocks = new BlockEdits(tree.source(), extents, layout, patch);
            FlowEdits flows = new FlowEdits(tree.source(), extents, patch);
            if (entry != null) {
                refuseProperties(entry.value());
                if (map.flow) {
                    flows.setValue(map, entry, value);
                } else {
                    blocks.setValue(map, entry, value, (char) 0);
                }
            } else if (map.flow) {
                flows.appendEntry(map, key, value);
            } else {
                blocks.appendNewKey(
                        map, key, value, change instanceof YamlChange.PutEntry put ? put.comment() : Optional.empty());
            }
        }

        private Outcome outcome() {
            return shared ? Outcome.PLANNED_SHARED : Outcome.PLANNED;
        }

        private void requireMap(Node node) {
            shared |= node.anchor != null;
            refuseReset(node);
            if (node.kind != Node.Kind.MAP) {
                throw refused(
                        FindingId.WRONG_TYPE, node, Paths.text(change) + ": a mapping (key: value) is expected here");
            }
        }
    }

    /** {@code []} or <code>{}</code>: what doesn't fit between the brackets takes their place, as for no value at all. */
    private static boolean isBareEmpty(Node node) {
        return node.flow && node.anchor == null && node.tag == null && node.items.isEmpty() && node.entries.isEmpty();
    }

    /** What {@code !reset} takes back can't be added to; what {@code !override} puts in its place can. */
    private void refuseReset(Node node) {
        if ("!reset".equals(node.tag)) {
            throw fragment(node);
        }
    }

    private RefusedException fragment(Node node) {
        return refused(
                FindingId.OVERRIDE_TAG,
                node,
                "'" + node.tag + "' makes this a fragment that overrides another file",
                advice("edit that file instead"));
    }

    private void refuseProperties(Node node) {
        if ("!reset".equals(node.tag) || "!override".equals(node.tag)) {
            throw fragment(node);
        }
        if (node.anchor != null || node.tag != null) {
            throw refused(
                    node.anchor != null ? FindingId.SHARED_ANCHOR : FindingId.WRONG_TYPE,
                    node,
                    "an empty value with an anchor or a tag is not filled");
        }
    }

    private RefusedException refused(FindingId id, Node node, String message, Remedy... remedies) {
        return EditErrors.at(id, tree.source().file(), node.position, message, remedies);
    }
}
