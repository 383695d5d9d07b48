package aria.edit.yaml;

import aria.edit.Position;
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
