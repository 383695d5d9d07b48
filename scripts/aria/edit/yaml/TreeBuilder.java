package aria.edit.yaml;

import aria.edit.EditErrors;
import aria.edit.Offsets;
import aria.edit.Position;
import aria.edit.SourceText;
import aria.edit.TextLines;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Builds the tree of a file from its events, without recursion, so that deep nesting cannot overflow the stack. */
final class TreeBuilder {
    private static final int DEPTH_LIMIT = 200;

    /** Entries of one mapping or list, and values of a whole file: more is no person's file, and would take minutes. */
    private static final int ENTRY_LIMIT = 100_000;

    private static final int VALUE_LIMIT = 2_000_000;

    private final SourceText source;
    private final Offsets offsets;
    private final Values values;
    private final List<Node> documents = new ArrayList<>();
    private final Deque<Node> open = new ArrayDeque<>();
    /** The key that waits for its value, one for each open mapping; the mapping itself when there is none. */
    private final Deque<Node> keys = new ArrayDeque<>();

    private final Map<String, Node> anchors = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    /** Each key once: a large file has the same few on every service. */
    private final Map<String, String> known = new HashMap<>();

    private final boolean valuesOnly;
    private Node lastBlockScalar;
    private int count;

    private TreeBuilder(SourceText source, Offsets offsets, boolean valuesOnly) {
        this.source = source;
        this.offsets = offsets;
        this.valuesOnly = valuesOnly;
        this.values = new Values(source.file());
    }

    /**
     * The tree of a file.
     *
     * @throws RefusedException as {@link YamlDocument#parse}
     */
    static YamlTree tree(SourceText source, Events events) {
        TreeBuilder builder = new TreeBuilder(source, events.offsets(), false);
        builder.build(events);
        return new YamlTree(source, List.copyOf(builder.documents), Set.copyOf(builder.names), builder.openEnd());
    }

    /** The values of a file's documents; of its tree no more is kept than is open, a fraction of the whole. */
    static List<YamlValue> values(SourceText source, Events events) {
        TreeBuilder builder = new TreeBuilder(source, events.offsets(), true);
        builder.build(events);
        return builder.documents.stream()
                .map(document -> document.resolved().value)
                .toList();
    }

    private void build(Events events) {
        for (Event event = events.next(); !event.is(Event.ID.StreamEnd); event = events.next()) {
            switch (event.getEventId()) {
                case DocumentStart -> anchors.clear();
                case Scalar -> add(scalar((ScalarEvent) event));
                case Alias -> add(alias((AliasEvent) event));
                case MappingStart, SequenceStart -> start((CollectionStartEvent) event);
                case MappingEnd, SequenceEnd -> finish(event);
                default -> {}
            }
        }
    }

    private Node scalar(ScalarEvent event) {
        char style = event.getScalarStyle().getChar() == null
                ? 0
                : event.getScalarStyle().getChar();
        boolean key = !keys.isEmpty() && keys.peek() == open.peek();
        String text = key ? known.computeIfAbsent(event.getValue(), Function.identity()) : event.getValue();
        Node node = new Node(
                Node.Shape.SCALAR,
                open.peek(),
                offset(event.getStartMark()),
                position(event.getStartMark()),
                event.getAnchor(),
                event.getTag(),
                text,
                style,
                false);
        node.end = offset(event.getEndMark());
        node.first = node.start;
        values.complete(node);
        register(node);
        lastBlockScalar = node.isBlockScalar() ? node : lastBlockScalar;
        return node;
    }

    private Node alias(AliasEvent event) {
        Node node = new Node(
                Node.Shape.ALIAS,
                open.peek(),
                offset(event.getStartMark()),
                position(event.getStartMark()),
                null,
                null,
                event.getAnchor(),
                (char) 0,
                false);
        node.end = offset(event.getEndMark());
        node.first = node.start;
        node.target = anchors.get(event.getAnchor());
        if (node.target == null) {
            throw refused(
                    FindingId.YAML_INVALID,
                    node,
                    "the alias *" + node.text + " has no anchor &" + node.text + " before it");
        }
        if (node.target.value == null) {
            throw refused(FindingId.LIMIT, node, "the alias *" + node.text + " is inside the value it refers to");
        }
        values.complete(node);
        return node;
    }

    private void start(CollectionStartEvent event) {
        boolean map = event.is(Event.ID.MappingStart);
        Node node = new Node(
                map ? Node.Shape.MAP : Node.Shape.LIST,
                open.peek(),
                offset(event.getStartMark()),
                position(event.getStartMark()),
                event.getAnchor(),
                event.getTag(),
                "",
                (char) 0,
                event.isFlow());
        if (node.depth >= DEPTH_LIMIT) {
            throw refused(FindingId.LIMIT, node, "nested more than " + DEPTH_LIMIT + " levels deep");
        }
        Mark mark = event.getEndMark();
        // A zero-indented list has no start token of its own: the mark is behind its first dash.
        int back = node.flow || !map && !startsWithDash(offset(mark)) ? 1 : 0;
        node.first = offset(mark) - back;
        node.column = mark.getColumn() - back;
        register(node);
        open.push(node);
        keys.push(node);
    }

    private boolean startsWithDash(int offset) {
        return offset < source.text().length() && source.text().charAt(offset) == '-';
    }

    private void finish(Event event) {
        Node node = open.pop();
        keys.pop();
        node.end = offset(event.getEndMark());
        values.complete(node);
        if (valuesOnly) {
            node.forgetChildren();
        }
        add(node);
    }

    /** Puts a complete node where it belongs. */
    private void add(Node node) {
        Node parent = open.peek();
        if (++count > VALUE_LIMIT || parent != null && parent.items.size() + parent.entries.size() >= ENTRY_LIMIT) {
            throw refused(
                    FindingId.LIMIT,
                    node,
                    "more than " + ENTRY_LIMIT + " entries in one mapping or list, or " + VALUE_LIMIT + " in the file");
        }
        if (parent == null) {
            documents.add(node);
        } else if (parent.kind == Node.Shape.LIST) {
            parent.items.add(node);
        } else if (keys.peek() == parent) {
            keys.pop();
            keys.push(node);
        } else {
            parent.entries.add(new Node.Entry(keys.pop(), node));
            keys.push(parent);
        }
    }

    private void register(Node node) {
        if (node.anchor != null) {
            anchors.put(node.anchor, node);
            names.add(node.anchor);
        }
    }

    private Node openEnd() {
        int length = source.text().length();
        boolean open = lastBlockScalar != null
                && lastBlockScalar.end == length
                && !TextLines.isBreak(source.text().charAt(length - 1));
        return open ? lastBlockScalar : null;
    }

    private int offset(Mark mark) {
        return offsets.utf16(mark.getIndex());
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private RefusedException refused(FindingId id, Node node, String message, Remedy... remedies) {
        return EditErrors.at(id, source.file(), node.position, message, remedies);
    }
}
