package aria.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** SnakeYAML's own loader as a judge of edits: it resolves types, aliases and merges without our code. */
final class SecondReader {
    private SecondReader() {
    }

    /** A file that this reader takes is taken after the edit too, and differs below the paths of the changes only. */
    static void requireNothingElse(String before, String after, List<YamlChange> changes) {
        Optional<List<Object>> was = load(before);
        if (was.isEmpty()) {
            return;
        }
        List<Object> is = load(after).orElseThrow(() -> new AssertionError("SnakeYAML takes the file before the edit and not after it"));
        assertThat(is.stream().map(document -> without(document, changes, List.of())).toList()).as("what nobody asked to change")
                .isEqualTo(was.get().stream().map(document -> without(document, changes, List.of())).toList());
    }

    private static Optional<List<Object>> load(String text) {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            options.setNestingDepthLimit(200);
            List<Object> documents = new ArrayList<>();
            new Yaml(new SafeConstructor(options)).loadAll(text).forEach(documents::add);
            return Optional.of(documents);
        } catch (YAMLException | IllegalArgumentException | ClassCastException | NullPointerException | StackOverflowError notTaken) {
            return Optional.empty();
        }
    }

    /** A copy without the values that changes are about, and without what became empty by that. */
    private static Object without(Object value, List<YamlChange> changes, List<String> path) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> rest = new LinkedHashMap<>();
            map.forEach((key, entry) -> {
                List<String> place = new ArrayList<>(path);
                place.add(String.valueOf(key));
                Object left = isChanged(place, changes) ? null : without(entry, changes, place);
                if (left != null) {
                    rest.put(key, left);
                }
            });
            return rest.isEmpty() ? null : rest;
        }
        return value instanceof List<?> list ? list.stream().map(item -> without(item, changes, path)).toList().toString() : value;
    }

    private static boolean isChanged(List<String> place, List<YamlChange> changes) {
        return changes.stream().anyMatch(change -> {
            List<String> target = new ArrayList<>(change.path());
            if (change instanceof YamlChange.PutEntry || change instanceof YamlChange.RemoveEntry) {
                target.add(Paths.key(change));
            }
            return place.equals(target);
        });
    }
}
