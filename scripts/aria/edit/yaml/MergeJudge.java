package aria.edit.yaml;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A second reader of files with merge keys: SnakeYAML's composer, which finds aliases and merge keys without our
 * code. What both readers miss would be lost in silence, because an edit is proven against the model of the first.
 */
final class MergeJudge {
    private static final String MERGE = "<<";

    private final SourceText source;
    /** Each node is compared with a value once, however often it is referred to. */
    private final IdentityHashMap<org.yaml.snakeyaml.nodes.Node, YamlValue> agreed = new IdentityHashMap<>();

    private MergeJudge(SourceText source) {
        this.source = source;
    }

    /**
     * Requires that both readers find the same in a text.
     *
     * @param documents as our reader found them
     * @throws RefusedException {@code unproven}, when they disagree
     */
    static void requireAgreement(SourceText source, List<YamlMap> documents) {
        if (source.text().contains(MERGE)) {
            MergeJudge judge = new MergeJudge(source);
            Events.of(source, events -> judge.compare(events, documents));
        }
    }

    private Void compare(Events events, List<YamlMap> documents) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setNestingDepthLimit(Integer.MAX_VALUE);
        Composer composer = new Composer(new Replay(events), new Resolver(), options);
        Iterator<YamlMap> ours = documents.iterator();
        while (composer.checkNode() && ours.hasNext()) {
            org.yaml.snakeyaml.nodes.Node root = composer.getNode();
            YamlMap document = ours.next();
            if (!(document.entries().isEmpty() && root instanceof ScalarNode)) {
                compare(root, document);
            }
        }
        return null;
    }

    /** The events of a text, as the composer wants to be given them. */
    private static final class Replay implements Parser {
        private final Events events;
        private Event next;

        Replay(Events events) {
            this.events = events;
            this.next = events.next();
        }

        @Override
        public boolean checkEvent(Event.ID kind) {
            return next != null && next.is(kind);
        }

        @Override
        public Event peekEvent() {
            return next;
        }

        @Override
        public Event getEvent() {
            Event current = next;
            next = current.is(Event.ID.StreamEnd) ? null : events.next();
            return current;
        }
    }

    @SuppressWarnings(
            "ReferenceEquality") // equal values at two places are compared twice, which is cheaper than to ask
    private void compare(org.yaml.snakeyaml.nodes.Node node, YamlValue value) {
        if (agreed.put(node, value) == value) {
            return;
        }
        if (node instanceof MappingNode mapping && value instanceof YamlMap map) {
            compare(mapping, map);
        } else if (node instanceof SequenceNode sequence && value instanceof YamlList list) {
            require(sequence.getValue().size() == list.items().size(), node);
            for (int i = 0; i < list.items().size(); i++) {
                compare(sequence.getValue().get(i), list.items().get(i));
            }
        } else {
            boolean same = node instanceof ScalarNode scalar
                    && value instanceof YamlScalar ours
                    && (ours.isNull() || scalar.getValue().equals(ours.text()));
            require(same, node);
        }
    }

    private void compare(MappingNode mapping, YamlMap map) {
        Map<String, org.yaml.snakeyaml.nodes.Node> entries = entries(mapping);
        require(entries.keySet().equals(map.entries().keySet()), mapping);
        entries.forEach((key, entry) -> compare(entry, map.entries().get(key)));
    }

    /**
     * A mapping's own entries come before those that it merges, and those of the first mapping there before those of
     * the next.
     */
    private Map<String, org.yaml.snakeyaml.nodes.Node> entries(MappingNode mapping) {
        Map<String, org.yaml.snakeyaml.nodes.Node> entries = new LinkedHashMap<>();
        Deque<MappingNode> merged = new ArrayDeque<>(List.of(mapping));
        while (!merged.isEmpty()) {
            Deque<MappingNode> next = new ArrayDeque<>();
            for (NodeTuple entry : merged.pop().getValue()) {
                if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                    next.addAll(mappings(entry.getValueNode()));
                } else {
                    entries.putIfAbsent(((ScalarNode) entry.getKeyNode()).getValue(), entry.getValueNode());
                }
            }
            while (!next.isEmpty()) {
                merged.push(next.removeLast());
            }
        }
        return entries;
    }

    private static List<MappingNode> mappings(org.yaml.snakeyaml.nodes.Node merged) {
        return merged instanceof SequenceNode many
                ? many.getValue().stream().map(MappingNode.class::cast).toList()
                : List.of((MappingNode) merged);
    }

    private void require(boolean agreement, org.yaml.snakeyaml.nodes.Node node) {
        if (!agreement) {
            int line = node.getStartMark().getLine() + 1;
            throw EditErrors.file(
                    FindingId.UNPROVEN,
                    source.file(),
                    "a second YAML reader finds something else at line " + line + ", where merge keys are resolved");
        }
    }
}
