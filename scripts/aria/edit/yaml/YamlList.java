package aria.edit.yaml;

import aria.edit.Position;
import java.util.ArrayList;
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

    /** The index of an item by its text, however it is quoted; -1 when the list has no such item. */
    int indexOf(YamlValue item) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).hasTextOf(item)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The index of the last item {@code key} or {@code key=value}, which is the one that counts; -1 when there is
     * none.
     */
    int indexOfPair(String key) {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i) instanceof YamlScalar item
                    && (item.text().equals(key) || item.text().startsWith(key + "="))) {
                return i;
            }
        }
        return -1;
    }

    /** The list with an item in the place of another one; behind the last one when the index is -1. */
    YamlList with(int index, YamlValue item) {
        List<YamlValue> changed = new ArrayList<>(items);
        if (index < 0) {
            changed.add(item);
        } else {
            changed.set(index, item);
        }
        return new YamlList(changed, flow, tag, position);
    }

    /** The list with an item in front of the others. */
    YamlList behind(YamlValue item) {
        List<YamlValue> changed = new ArrayList<>(items);
        changed.add(0, item);
        return new YamlList(changed, flow, tag, position);
    }

    /** The list without an item; itself when the index is -1. */
    YamlList without(int index) {
        if (index < 0) {
            return this;
        }
        List<YamlValue> changed = new ArrayList<>(items);
        changed.remove(index);
        return new YamlList(changed, flow, tag, position);
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
