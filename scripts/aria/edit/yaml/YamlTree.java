package aria.edit.yaml;

import aria.edit.SourceText;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A parsed file.
 *
 * @param source    the file
 * @param documents the root node of each document
 * @param anchors   the anchor names in use, of all documents
 * @param openEnd   the block scalar that ends at the end of the file without a line break; null when there is none
 */
public record YamlTree(SourceText source, List<Node> documents, Set<String> anchors, Node openEnd) {
    /** Returns the tree of a text; see {@link YamlDocument#parse} for what is refused. */
    public static YamlTree of(SourceText source) {
        return source.parsed(YamlTree.class, text -> Events.of(text, events -> TreeBuilder.tree(text, events)));
    }

    /** The nodes that an alias stands for. */
    Set<Node> shared() {
        Set<Node> targets = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Node> open = new ArrayDeque<>(documents);
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.target != null) {
                targets.add(node.target);
            }
            node.items.forEach(open::push);
            node.entries.forEach(entry -> open.push(entry.value()));
        }
        return targets;
    }
}
