package aria.edit.yaml;

import aria.edit.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A mapping with its merge keys resolved: own keys first, then those of {@code <<} in order.
 *
 * @param entries  key text to value, in the order of the file; unmodifiable
 * @param flow     written as <code>{a: b}</code>
 * @param tag      the explicit tag
 * @param position where it stands
 */
public record YamlMap(Map<String, YamlValue> entries, boolean flow, Optional<String> tag, Position position)
        implements YamlValue {
    /** Keeps an unmodifiable copy of the entries in their order. */
    public YamlMap {
        entries = Entries.of(entries);
    }

    /** The value of a key; empty when the key is absent (a key without a value has a null scalar). */
    public Optional<YamlValue> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Whether every entry of another mapping is in this one, and equal. */
    public boolean holds(YamlMap other) {
        return Objects.equals(tag, other.tag) && entries.entrySet().containsAll(other.entries.entrySet());
    }

    /** The mapping with this entry; itself when it has it. */
    YamlMap with(String key, YamlValue value) {
        if (value.equals(entries.get(key))) {
            return this;
        }
        Map<String, YamlValue> changed = new LinkedHashMap<>(entries);
        changed.put(key, value);
        return new YamlMap(changed, flow, tag, position);
    }

    /** A mapping of nothing but the entry with this key; an empty one when there is none. */
    YamlMap only(String key) {
        YamlValue value = entries.get(key);
        return YamlValue.map(value == null ? Map.of() : Map.of(key, value));
    }

    /** The mapping without a key; itself when it has no such key. */
    YamlMap without(String key) {
        if (!entries.containsKey(key)) {
            return this;
        }
        Map<String, YamlValue> changed = new LinkedHashMap<>(entries);
        changed.remove(key);
        return new YamlMap(changed, flow, tag, position);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof YamlMap map && tag.equals(map.tag) && entries.equals(map.entries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tag, entries);
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
