package aria.edit.yaml;

import java.util.Iterator;
import java.util.regex.Pattern;

/** Finding items by what they say, however they are quoted. */
public final class Items {
    /** Values that reach a container as they are written, though YAML reads no string. */
    private static final Pattern PLAIN_VALUE = Pattern.compile("-?(0|[1-9][0-9]*)|true|false");

    private Items() {}

    /** The index of an item; -1 when the list has no such item. */
    static int indexOf(YamlList list, YamlValue item) {
        for (int i = 0; i < list.items().size(); i++) {
            if (sameText(list.items().get(i), item)) {
                return i;
            }
        }
        return -1;
    }

    /** The index of the last item {@code NAME} or {@code NAME=value}, which is the one that counts; -1 when none. */
    static int variable(YamlList list, String name) {
        for (int i = list.items().size() - 1; i >= 0; i--) {
            if (list.items().get(i) instanceof YamlScalar item
                    && (item.text().equals(name) || item.text().startsWith(name + "="))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a variable's value in mapping form reaches the container as this text. */
    static boolean isVariableValue(YamlScalar scalar, String value) {
        return scalar.text().equals(value)
                && (scalar.isString() || PLAIN_VALUE.matcher(value).matches());
    }

    /** Whether two values are written with the same words. */
    static boolean sameText(YamlValue one, YamlValue other) {
        if (one instanceof YamlScalar a && other instanceof YamlScalar b) {
            return a.text().equals(b.text()) && a.isNull() == b.isNull();
        }
        if (one instanceof YamlList a && other instanceof YamlList b) {
            Iterator<YamlValue> items = b.items().iterator();
            return a.items().size() == b.items().size()
                    && a.items().stream().allMatch(item -> sameText(item, items.next()));
        }
        return one instanceof YamlMap a
                && other instanceof YamlMap b
                && a.entries().keySet().equals(b.entries().keySet())
                && a.entries().entrySet().stream()
                        .allMatch(
                                entry -> sameText(entry.getValue(), b.entries().get(entry.getKey())));
    }
}
