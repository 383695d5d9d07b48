package aria.compose;

import aria.edit.yaml.YamlChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The changes to make in each file, collected while compose changes are translated. */
final class EditPlan {
    private final Map<Path, List<YamlChange>> changes = new LinkedHashMap<>();

    void add(Path file, YamlChange change) {
        changes.computeIfAbsent(file, key -> new ArrayList<>()).add(change);
    }

    /** Takes a change back that another one replaces. */
    void remove(Path file, YamlChange change) {
        changes.get(file).remove(change);
    }

    /** The changes by file, in the order of the plan. */
    Map<Path, List<YamlChange>> byFile() {
        return changes;
    }
}
