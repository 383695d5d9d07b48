package aria.edit.yaml;

import aria.edit.Position;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A list.
 *
 * @param items    the items in order; unmodifiable
 * @param flow     written as {@code [a, b]}
 * @param tag      the explicit tag
 * @param position where it stands
 */
public record YamlList(List<YamlValue> items, boolean flow, Optional<String> tag, Position position)
        implements YamlValue {
    /** Keeps an unmodifiable copy of the items. */
    public YamlList {
        items = List.copyOf(items);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof YamlList list && tag.equals(list.tag) && items.equals(list.items);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tag, items);
    }

    @Override
    public String toString() {
        return items.toString();
    }
}
