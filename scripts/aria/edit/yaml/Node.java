package aria.edit.yaml;

import aria.edit.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of the file as it is written: aliases and merge keys are kept, and every offset is a UTF-16 index into the
 * text. {@link TreeBuilder} builds it; it does not change afterwards.
 */
public final class Node {
    private static final String MERGE_TAG = "tag:yaml.org,2002:merge";

    /** The shape of a node in the text; an alias is not followed. */
    public enum Shape {
        SCALAR,
        MAP,
        LIST,
        ALIAS
    }

    /** A key and its value in a mapping. */
    public record Entry(Node key, Node value) {}

    public final Shape kind;
    final Node parent;
    final int depth;
    /** The first character, of a property ({@code &anchor}, {@code !tag}) when there is one. */
    public final int start;

    /** Where it stands in the text. */
    public final Position position;

    final String anchor;
    final String tag;
    /** The text of a scalar, the name of an alias. */
    public final String text;
    /** What is around the text of a scalar: 0 for none, a quote, {@code |} or {@code >}. */
    final char style;
    /** A collection written with brackets. */
    final boolean flow;

    public final List<Entry> entries;
    final List<Node> items;
    /** Made by the first look-up, when the tree is complete. */
    private Map<String, Entry> byKey;

    /** The end as SnakeYAML sees it; right for everything but block collections and block scalars. */
    int end;
    /** The first key of a block mapping, the first dash of a block list, else the opening bracket. */
    int first;
    /** The column of {@link #first}, 0-based. */
    int column;
    /** What an alias stands for. */
    Node target;
    /** The value with aliases and merges resolved. */
    public YamlValue value;
    /** How many values there are here when every alias is written out. */
    long size = 1;

    Node(
            Shape kind,
            Node parent,
            int start,
            Position position,
            String anchor,
            String tag,
            String text,
            char style,
            boolean flow) {
        this.kind = kind;
        this.parent = parent;
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.start = start;
        this.position = position;
        this.anchor = anchor;
        this.tag = tag;
        this.text = text;
        this.style = style;
        this.flow = flow;
        this.entries = kind == Shape.MAP ? new ArrayList<>() : List.of();
        this.items = kind == Shape.LIST ? new ArrayList<>() : List.of();
    }

    /** For a collection that has its value, when no more than that will be asked for. */
    void forgetChildren() {
        (kind == Shape.MAP ? entries : items).clear();
    }

    /** The node itself, or what the alias stands for. */
    public Node resolved() {
        return target == null ? this : target;
    }

    /** The entry of this mapping itself, not an inherited one; null when there is none. */
    Entry own(String key) {
        if (byKey == null) {
            byKey = new HashMap<>();
            entries.stream()
                    .filter(entry -> !isMerge(entry.key()))
                    .forEach(entry -> byKey.put(entry.key().resolved().text, entry));
        }
        return byKey.get(key);
    }

    /** Whether a mapping takes entries from others by {@code <<}. */
    boolean merges() {
        return entries.stream().anyMatch(entry -> isMerge(entry.key()));
    }

    /** Compose's reader takes a plain {@code <<} for a merge key, and one in any style with the tag {@code !!merge}. */
    static boolean isMerge(Node key) {
        boolean tagged = key.tag == null ? key.style == 0 : key.tag.equals(MERGE_TAG);
        return key.kind == Shape.SCALAR && tagged && key.text.equals("<<");
    }

    boolean isBlockScalar() {
        return style == '|' || style == '>';
    }

    boolean isNull() {
        return value instanceof YamlScalar scalar && scalar.isNull();
    }
}
