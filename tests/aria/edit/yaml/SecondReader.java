package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * SnakeYAML's composer as a judge of edits: it finds types and aliases without our code. Its constructor is no judge, for it loses
 * what is merged into a mapping that is merged before it.
 */
final class SecondReader {
    private static final int DEEPEST = 500;

    private SecondReader() {}

    /** A file that this reader takes is taken after the edit too, and differs below the paths of the changes only. */
    static void requireNothingElse(String before, String after, List<YamlChange> changes) {
        Optional<List<Object>> was = load(before);
        if (was.isEmpty()) {
            return;
        }
        List<Object> is = load(after)
                .orElseThrow(() -> new AssertionError("SnakeYAML takes the file before the edit and not after it"));
        assertThat(is.stream()
                        .map(document -> without(document, changes, List.of()))
                        .toList())
                .as("what nobody asked to change")
                .isEqualTo(was.get().stream()
                        .map(document -> without(document, changes, List.of()))
                        .toList());
    }

    private static Optional<List<Object>> load(String text) {
        try {
            List<Object> documents = new ArrayList<>();
            for (Node node : new Yaml(new LoaderOptions()).composeAll(new StringReader(text))) {
                documents.add(value(node, 0));
            }
            return Optional.of(documents);
        } catch (YAMLException | IllegalArgumentException notTaken) { // the second for a tag with blanks
            return Optional.empty();
        }
    }

    private static Object value(Node node, int depth) {
        if (depth > DEEPEST) {
            throw new YAMLException("nested too deep, or within itself");
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getTag().equals(Tag.NULL) ? "null" : scalar.getTag() + " " + scalar.getValue();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getTag() + " "
                    + sequence.getValue().stream()
                            .map(item -> value(item, depth + 1))
                            .toList();
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("the tag", node.getTag().toString());
        merge((MappingNode) node, entries, depth);
        return entries;
    }

    /** A mapping's own entries come before those of {@code <<}, and those of the first mapping there before those of the next. */
    private static void merge(MappingNode mapping, Map<String, Object> entries, int depth) {
        List<Node> merged = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                merged.addAll(
                        entry.getValueNode() instanceof SequenceNode many
                                ? many.getValue()
                                : List.of(entry.getValueNode()));
            } else if (entry.getKeyNode() instanceof ScalarNode key) {
                entries.putIfAbsent(key.getValue(), value(entry.getValueNode(), depth + 1));
            }
        }
        for (Node more : merged) {
            if (depth > DEEPEST || !(more instanceof MappingNode other)) {
                throw new YAMLException("no mapping to merge");
            }
            Map<String, Object> inherited = new LinkedHashMap<>();
            merge(other, inherited, depth + 1);
            inherited.forEach(entries::putIfAbsent);
        }
    }

    /** A copy without the values that changes are about, and without what became empty by that. */
    private static Object without(Object value, List<YamlChange> changes, List<String> path) {
        if (!(value instanceof Map<?, ?> map)) {
            return value.equals("null") ? null : value;
        }
        Map<Object, Object> rest = new LinkedHashMap<>();
        map.forEach((key, entry) -> {
            List<String> place = new ArrayList<>(path);
            place.add(String.valueOf(key));
            Object left = isChanged(place, changes) ? null : without(entry, changes, place);
            if (left != null) {
                rest.put(key, left);
            }
        });
        return rest.size() > 1 ? rest : null;
    }

    private static boolean isChanged(List<String> place, List<YamlChange> changes) {
        return changes.stream().anyMatch(change -> {
            List<String> target = new ArrayList<>(change.path());
            if (change.index() < 0 && (change instanceof PutEntry || change instanceof RemoveEntry)) {
                target.add(change.key());
            }
            return place.equals(target);
        });
    }
}
