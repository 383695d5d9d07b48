package aria.edit.yaml;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The nodes that the changes of a round have claimed, so that no other change depends on them or overlaps them. */
final class ClaimedNodes {
    private record Spot(Node node, String key) {}

    private final Set<Spot> spots = new HashSet<>();
    private final Set<Node> whole = new HashSet<>();
    private final Set<Node> inside = new HashSet<>();
    private final Map<Node, Integer> removals = new HashMap<>();

    /** Whether a node is taken as a whole. */
    boolean any(Node node) {
        return whole.contains(node);
    }

    /** Whether something in a node is taken. */
    boolean inside(Node node) {
        return inside.contains(node);
    }

    boolean entry(Node node, String key) {
        return spots.contains(new Spot(node, key));
    }

    /** How many parts of a node were removed in this round. */
    int removals(Node node) {
        return removals.getOrDefault(node, 0);
    }

    void countRemoval(Node node) {
        removals.merge(node, 1, Integer::sum);
    }

    void claim(Node node) {
        whole.add(node);
        markInside(node);
    }

    void claimEntry(Node node, String key) {
        spots.add(new Spot(node, key));
        markInside(node);
        if (node.flow) {
            whole.add(node);
        }
    }

    private void markInside(Node node) {
        Node at = node;
        while (at != null && inside.add(at)) {
            at = at.parent;
        }
    }
}
