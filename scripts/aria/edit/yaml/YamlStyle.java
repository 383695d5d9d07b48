package aria.edit.yaml;

import aria.edit.TextLines;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** The style of a file: indentation, blank lines between entries, quotes. */
final class YamlStyle {
    /**
     * The indentation of children relative to their key.
     *
     * @param map  for mappings, at least 1
     * @param list for lists, 0 for dashes directly below the key
     */
    record Steps(int map, int list) {}

    private static final int DEFAULT_STEP = 2;

    private final NodeRanges extents;
    private final Node root;
    private final IdentityHashMap<Node, Steps> steps = new IdentityHashMap<>();
    /** The counts of the whole document, made once. */
    private Count all;

    private final IdentityHashMap<Node, Boolean> spaced = new IdentityHashMap<>();

    YamlStyle(NodeRanges extents, Node root) {
        this.extents = extents;
        this.root = root;
    }

    /** The majority within a mapping, else within the document, else two. */
    Steps steps(Node map) {
        return steps.computeIfAbsent(map, node -> {
            Count own = node == root ? all() : new Count().add(node);
            Count all = own.complete() ? own : all();
            return new Steps(
                    own.map().or(all::map).orElse(DEFAULT_STEP),
                    own.list().or(all::list).orElse(DEFAULT_STEP));
        });
    }

    private Count all() {
        all = all == null ? new Count().add(root) : all;
        return all;
    }

    /**
     * Whether most entries of a mapping are separated by blank lines; a lone section goes by the mapping it stands
     * in.
     */
    boolean spaced(Node map) {
        Boolean known = spaced.get(map);
        if (known == null) {
            known = isLoneSection(map) ? spaced(map.parent) : mostlySpaced(map);
            spaced.put(map, known);
        }
        return known;
    }

    private static boolean isLoneSection(Node map) {
        return map.entries.size() == 1
                && !map.merges()
                && map.entries.get(0).value().kind == Node.Shape.MAP
                && map.parent != null
                && map.parent.kind == Node.Shape.MAP;
    }

    private boolean mostlySpaced(Node node) {
        int blank = 0;
        for (int i = 1; i < node.entries.size(); i++) {
            int from = extents.lineEndAfter(node.entries.get(i - 1).value());
            blank += hasBlankLine(from, node.entries.get(i).key().start) ? 1 : 0;
        }
        return blank * 2 > node.entries.size() - 1;
    }

    private boolean hasBlankLine(int from, int to) {
        TextLines lines = extents.lines();
        for (int at = lines.next(from); at < to; at = lines.next(lines.lineEnd(at))) {
            if (lines.blank(at)) {
                return true;
            }
        }
        return false;
    }

    /** The quotes of the last scalar of a list or mapping; 0 when it has none. */
    static char quote(Node collection) {
        Node last = null;
        if (collection.kind == Node.Shape.LIST && !collection.items.isEmpty()) {
            last = collection.items.get(collection.items.size() - 1);
        } else if (!collection.entries.isEmpty()) {
            last = collection.entries.get(collection.entries.size() - 1).value();
        }
        return last != null && (last.style == '"' || last.style == '\'') ? last.style : 0;
    }

    /** The frequency of each step below a node. */
    private static final class Count {
        private final Map<Integer, Integer> maps = new HashMap<>();
        private final Map<Integer, Integer> lists = new HashMap<>();

        /** Not recursive below aliases; the depth of the tree is limited. */
        Count add(Node node) {
            for (Node.Entry entry : node.entries) {
                Node child = entry.value();
                int step = child.column - node.column;
                if (!node.flow && !child.flow && step >= 0) {
                    if (child.kind == Node.Shape.MAP) {
                        maps.merge(step, 1, Integer::sum);
                    } else if (child.kind == Node.Shape.LIST) {
                        lists.merge(step, 1, Integer::sum);
                    }
                }
                add(child);
            }
            node.items.forEach(this::add);
            return this;
        }

        boolean complete() {
            return !maps.isEmpty() && !lists.isEmpty();
        }

        Optional<Integer> map() {
            return most(maps);
        }

        Optional<Integer> list() {
            return most(lists);
        }

        private static Optional<Integer> most(Map<Integer, Integer> counts) {
            return counts.entrySet().stream()
                    .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey);
        }
    }
}
