package aria.edit.yaml;

import aria.edit.Alignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is to be changed in a document so that it says something else. */
final class YamlDifference {
    private YamlDifference() {}

    /** Returns the changes that lead from one value of a document to another. */
    static List<YamlChange> changes(List<String> path, YamlMap from, YamlMap to) {
        List<YamlChange> changes = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>(from.entries().keySet());
        keys.addAll(to.entries().keySet());
        for (String key : keys) {
            YamlValue old = from.entries().get(key);
            YamlValue wanted = to.entries().get(key);
            List<String> inner = new ArrayList<>(path);
            inner.add(key);
            if (wanted == null) {
                changes.add(new RemoveEntry(path, key, UndoStep.REASON));
            } else if (old instanceof YamlMap a
                    && wanted instanceof YamlMap b
                    && !b.entries().isEmpty()) {
                changes.addAll(changes(inner, a, b));
            } else if (old instanceof YamlList a
                    && wanted instanceof YamlList b
                    && !b.items().isEmpty()) {
                changes.addAll(items(inner, a, b));
            } else if (!wanted.equals(old)) {
                changes.add(new PutEntry(path, key, wanted, UndoStep.REASON));
            }
        }
        return changes;
    }

    private static List<YamlChange> items(List<String> path, YamlList from, YamlList to) {
        List<YamlChange> changes = new ArrayList<>();
        int[] same = Alignment.of(from.items(), to.items(), YamlMerge::similar);
        Set<YamlValue> kept = new LinkedHashSet<>();
        // An item that goes moves those behind it, which have no index then.
        boolean moves = Arrays.stream(same).anyMatch(index -> index < 0);
        for (int i = 0; i < same.length; i++) {
            YamlValue old = from.items().get(i);
            YamlValue wanted = same[i] < 0 ? null : to.items().get(same[i]);
            kept.add(wanted);
            if (wanted == null) {
                changes.add(new RemoveItem(path, old, UndoStep.REASON));
            } else if (!moves && old instanceof YamlMap a && wanted instanceof YamlMap b) {
                int index = i;
                changes(path, a, b)
                        .forEach(change -> changes.add(
                                change instanceof StoredChange stored
                                                && change.path().equals(path)
                                        ? stored.inItem(index)
                                        : new ReplaceItem(path, old, wanted, UndoStep.REASON)));
            } else if (!wanted.equals(old)) {
                changes.add(new ReplaceItem(path, old, wanted, UndoStep.REASON));
            }
        }
        to.items().stream()
                .filter(item -> !kept.contains(item))
                .forEach(item -> changes.add(new AddItem(path, item, UndoStep.REASON)));
        return changes;
    }
}
