package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.Alignment;
import aria.edit.EditErrors;
import aria.edit.TextMerge;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a file would say without an edit, from three values of it: before the edit, after it, and now. A key that was
 * renamed since is followed to its new name.
 *
 * @param file  the name for messages
 * @param units the paths of what the edit wrote as one thing: what is changed within goes with it
 */
record YamlMerge(String file, Set<List<String>> units) {

    /**
     * Returns the value without the edit; null when nothing is to be there.
     *
     * @param before null when nothing was there; {@code after} and {@code now} alike
     * @throws RefusedException {@code changed-since-plan}
     */
    YamlValue merge(List<String> path, YamlValue before, YamlValue after, YamlValue now) {
        if (Objects.equals(before, after)) {
            return now;
        }
        if (now == null || now.equals(after)) {
            return now == null && after != null ? null : before;
        }
        if (after == null || now.equals(before)) {
            return now;
        }
        boolean nothing = before == null || ValueApplier.holdsNothing(before);
        if (before == null && (units.contains(path) || now instanceof YamlScalar)) {
            return null;
        }
        if (now instanceof YamlMap map && after instanceof YamlMap ours) {
            Map<String, YamlValue> old = nothing ? Map.of() : named(before, ours);
            YamlMap merged = map(path, old, ours, map);
            boolean same =
                    before instanceof YamlList && merged.entries().keySet().equals(old.keySet());
            return same ? before : rest(before, nothing, merged);
        }
        if (now instanceof YamlList list && (nothing || before instanceof YamlList)) {
            List<YamlValue> old = nothing ? List.of() : ((YamlList) before).items();
            return rest(before, nothing, list(path, old, items(after), list));
        }
        return nothing ? now : scalar(path, before, after, now);
    }

    /** What was made for the edit, or was empty before, is so again when nobody put anything else in. */
    private static YamlValue rest(YamlValue before, boolean nothing, YamlValue merged) {
        return nothing && ValueApplier.isEmpty(merged) ? before : merged;
    }

    /** The entries that were there; of a list that became a mapping its names with what they have there. */
    private static Map<String, YamlValue> named(YamlValue before, YamlMap after) {
        if (before instanceof YamlMap map) {
            return map.entries();
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        if (before instanceof YamlList list) {
            list.items()
                    .forEach(
                            item -> after.get(item.toString()).ifPresent(value -> entries.put(item.toString(), value)));
        }
        return entries;
    }

    /** The items; of a mapping its names. */
    private static List<YamlValue> items(YamlValue after) {
        return after instanceof YamlList list
                ? list.items()
                : after instanceof YamlMap map
                        ? List.copyOf(
                                YamlValue.strings(List.copyOf(map.entries().keySet()))
                                        .items())
                        : List.of();
    }

    private YamlMap map(List<String> path, Map<String, YamlValue> before, YamlMap after, YamlMap now) {
        Map<String, YamlValue> merged = new LinkedHashMap<>(now.entries());
        Set<String> keys = new LinkedHashSet<>(after.entries().keySet());
        keys.addAll(before.keySet());
        for (String key : keys) {
            YamlValue old = before.get(key);
            YamlValue ours = after.entries().get(key);
            if (Objects.equals(old, ours)) {
                continue;
            }
            String here = merged.containsKey(key) || ours == null
                    ? key
                    : renamed(ours, after, now).orElse(key);
            List<String> inner = new ArrayList<>(path);
            inner.add(key);
            put(merged, here, merge(inner, old, ours, now.entries().get(here)));
            copies(old, ours, after, now)
                    .filter(copy -> !copy.equals(here))
                    .forEach(copy -> put(
                            merged, copy, merge(inner, old, ours, now.entries().get(copy))));
        }
        return new YamlMap(merged, now.flow(), now.tag(), now.position());
    }

    private static void put(Map<String, YamlValue> merged, String key, YamlValue value) {
        if (value == null) {
            merged.remove(key);
        } else {
            merged.put(key, value);
        }
    }

    /** The new keys whose values have an entry that the edit gave to this one. */
    private static Stream<String> copies(YamlValue old, YamlValue ours, YamlMap after, YamlMap now) {
        if (!(old instanceof YamlMap was) || !(ours instanceof YamlMap is)) {
            return Stream.empty();
        }
        YamlMap written = is.entries().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(was.entries().get(entry.getKey())))
                .reduce(
                        YamlValue.map(Map.of()),
                        (map, entry) -> map.with(entry.getKey(), entry.getValue()),
                        (a, b) -> b);
        return now.entries().entrySet().stream()
                .filter(entry -> !after.entries().containsKey(entry.getKey()))
                .filter(entry -> entry.getValue() instanceof YamlMap && common(written, entry.getValue()) > 0)
                .map(Map.Entry::getKey);
    }

    /** The new key that has most of a value; the first of several that have as much. */
    private static Optional<String> renamed(YamlValue ours, YamlMap after, YamlMap now) {
        return now.entries().entrySet().stream()
                .filter(entry -> !after.entries().containsKey(entry.getKey()))
                .filter(entry -> entry.getValue() instanceof YamlMap && similar(ours, entry.getValue()))
                .reduce((one, other) -> common(ours, other.getValue()) > common(ours, one.getValue()) ? other : one)
                .map(Map.Entry::getKey);
    }

    /** How many entries of one mapping are in another one. */
    private static long common(YamlValue one, YamlValue other) {
        Map<String, YamlValue> there = ((YamlMap) other).entries();
        return ((YamlMap) one)
                .entries().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(there.get(entry.getKey())))
                        .count();
    }

    private YamlList list(List<String> path, List<YamlValue> before, List<YamlValue> after, YamlList now) {
        List<YamlValue> merged = new ArrayList<>(now.items());
        int[] old = Alignment.of(after, before, YamlMerge::similar);
        int[] there = Alignment.of(after, now.items(), YamlMerge::similar);
        moved(after, now.items(), there);
        List<YamlValue> back = new ArrayList<>(before);
        for (int i = 0; i < after.size(); i++) {
            YamlValue was = old[i] < 0 ? null : before.get(old[i]);
            back.remove(was);
            if (there[i] >= 0 && !Objects.equals(was, after.get(i))) {
                merged.set(
                        there[i],
                        was == null
                                ? null
                                : merge(path, was, after.get(i), now.items().get(there[i])));
            }
        }
        merged.removeIf(Objects::isNull);
        back.stream().filter(item -> !merged.contains(item)).forEach(merged::add);
        return new YamlList(merged, now.flow(), now.tag(), now.position());
    }

    /** Finds items that stand in another order now. */
    private static void moved(List<YamlValue> after, List<YamlValue> now, int[] there) {
        for (int i = 0; i < there.length; i++) {
            for (int j = 0; j < now.size() && there[i] < 0; j++) {
                int index = j;
                if (Arrays.stream(there).noneMatch(taken -> taken == index) && similar(after.get(i), now.get(j))) {
                    there[i] = j;
                }
            }
        }
    }

    private YamlScalar scalar(List<String> path, YamlValue before, YamlValue after, YamlValue now) {
        if (before instanceof YamlScalar old && after instanceof YamlScalar ours && now instanceof YamlScalar here) {
            Optional<String> text =
                    TextMerge.without(ours.text(), TextMerge.between(ours.text(), old.text()), here.text(), true);
            if (text.isPresent()) {
                return new YamlScalar(text.get(), here.quoted(), here.tag(), here.position());
            }
            if (isTakenBack(old.text(), ours.text(), here.text())) {
                return here;
            }
        }
        throw EditErrors.at(
                FindingId.CHANGED_SINCE_PLAN,
                file,
                now.position(),
                String.join(".", path) + " has changed since it was written",
                advice("write there what is to stay when the rest is taken back: " + before.pasted()));
    }

    /** Whether somebody wrote a text anew, without any word of the edit's and with all those that it took away. */
    private static boolean isTakenBack(String before, String after, String now) {
        Set<String> added = words(after);
        added.removeAll(words(before));
        Set<String> removed = words(before);
        removed.removeAll(words(after));
        return !added.isEmpty()
                && Collections.disjoint(added, words(now))
                && words(now).containsAll(removed);
    }

    private static Set<String> words(String text) {
        return new LinkedHashSet<>(List.of(text.strip().split("\\s+", -1)));
    }

    static boolean similar(YamlValue one, YamlValue other) {
        if (one instanceof YamlMap a && other instanceof YamlMap b) {
            long common = common(a, b);
            return 2 * common >= Math.max(a.entries().size(), b.entries().size()) && common > 0;
        }
        return one instanceof YamlScalar a && other instanceof YamlScalar b && Alignment.similar(a.text(), b.text());
    }
}
