package aria.edit.yaml;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The entries of a mapping in the order of the file, unmodifiable. A large file has a hundred thousand mappings of a
 * few keys each. Two arrays need a quarter of a hash table's memory, and find a few keys as fast.
 */
final class Entries extends AbstractMap<String, YamlValue> {
    private static final int SEARCHED = 8;

    private final String[] keys;
    private final YamlValue[] values;
    /** The place of each key; null for a few keys. */
    private final Map<String, Integer> index;

    private Entries(String[] keys, YamlValue[] values) {
        this.keys = keys;
        this.values = values;
        this.index = keys.length <= SEARCHED ? null : new HashMap<>(keys.length * 2);
        for (int i = 0; index != null && i < keys.length; i++) {
            index.put(keys[i], i);
        }
    }

    /** The same entries, unmodifiable; a mapping of this kind is given back as it is. */
    static Map<String, YamlValue> of(Map<String, ? extends YamlValue> entries) {
        if (entries instanceof Entries same) {
            return same;
        }
        return new Entries(
                entries.keySet().toArray(String[]::new), entries.values().toArray(YamlValue[]::new));
    }

    private int indexOf(Object key) {
        if (index != null) {
            return index.getOrDefault(key, -1);
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public YamlValue get(Object key) {
        int index = indexOf(key);
        return index < 0 ? null : values[index];
    }

    @Override
    public boolean containsKey(Object key) {
        return indexOf(key) >= 0;
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    public Set<Entry<String, YamlValue>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, YamlValue>> iterator() {
                return new InOrder();
            }

            @Override
            public int size() {
                return keys.length;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entries same && Arrays.equals(keys, same.keys)
                ? Arrays.equals(values, same.values)
                : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    private final class InOrder implements Iterator<Entry<String, YamlValue>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < keys.length;
        }

        @Override
        public Entry<String, YamlValue> next() {
            if (next == keys.length) {
                throw new NoSuchElementException();
            }
            return new SimpleImmutableEntry<>(keys[next], values[next++]);
        }
    }
}
