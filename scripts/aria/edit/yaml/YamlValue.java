package aria.edit.yaml;

import aria.edit.Position;
import com.google.gson.GsonBuilder;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A YAML value with aliases and merge keys resolved, immutable.
 *
 * <p>Two values are equal when YAML readers see the same. Positions, style, quotes and the order of a mapping's keys
 * do not count. The text of a scalar, whether it reads as a string, and its tag do.
 */
public sealed interface YamlValue permits YamlMap, YamlList, YamlScalar {
    /** Where the value stands; {@link Position#NONE} when it was made here. An alias: where its target stands. */
    Position position();

    /** The explicit tag ({@code !reset}, {@code tag:yaml.org,2002:binary}); empty when none was written. */
    Optional<String> tag();

    /** Whether two values are written with the same words, however they are quoted. */
    default boolean hasTextOf(YamlValue other) {
        if (this instanceof YamlScalar a && other instanceof YamlScalar b) {
            return a.text().equals(b.text()) && a.isNull() == b.isNull();
        }
        if (this instanceof YamlList a && other instanceof YamlList b) {
            Iterator<YamlValue> items = b.items().iterator();
            return a.items().size() == b.items().size()
                    && a.items().stream().allMatch(item -> item.hasTextOf(items.next()));
        }
        return this instanceof YamlMap a
                && other instanceof YamlMap b
                && a.entries().keySet().equals(b.entries().keySet())
                && a.entries().entrySet().stream()
                        .allMatch(
                                entry -> entry.getValue().hasTextOf(b.entries().get(entry.getKey())));
    }

    /** Returns the value in words that can be pasted: a JSON string is one of YAML as well. */
    default String pasted() {
        return this instanceof YamlScalar scalar
                ? new GsonBuilder().disableHtmlEscaping().create().toJson(scalar.text())
                : "'" + this + "'";
    }

    /** Whether a condition holds for this value or one within it. */
    default boolean anyMatch(Predicate<YamlValue> condition) {
        return condition.test(this)
                || this instanceof YamlList list && list.items().stream().anyMatch(item -> item.anyMatch(condition))
                || this instanceof YamlMap map
                        && map.entries().values().stream().anyMatch(entry -> entry.anyMatch(condition));
    }

    /** A string; it is quoted when written if any YAML version might read it as something else. */
    static YamlScalar scalar(String text) {
        return new YamlScalar(text, true, Optional.empty(), Position.NONE);
    }

    /** A scalar to be written as it is, without quotes: a number, a boolean. */
    static YamlScalar plain(String text) {
        return new YamlScalar(text, false, Optional.empty(), Position.NONE);
    }

    /** {@code true} or {@code false}. */
    static YamlScalar bool(boolean value) {
        return plain(Boolean.toString(value));
    }

    /** A whole number. */
    static YamlScalar number(long value) {
        return plain(Long.toString(value));
    }

    /** The null value, written as nothing at all in block style. */
    static YamlScalar none() {
        return plain("");
    }

    /** A list, written in block style, one item a line. */
    static YamlList list(List<? extends YamlValue> items) {
        return new YamlList(List.copyOf(items), false, Optional.empty(), Position.NONE);
    }

    /** A list, written in block style, one item a line. */
    static YamlList list(YamlValue... items) {
        return list(List.of(items));
    }

    /** A list of strings, written in block style. */
    static YamlList strings(List<String> texts) {
        return list(texts.stream().map(YamlValue::scalar).toList());
    }

    /** A list of strings, written on one line: {@code ["CMD", "true"]}. */
    static YamlList words(List<String> texts) {
        return new YamlList(
                List.copyOf(texts.stream().map(YamlValue::scalar).toList()), true, Optional.empty(), Position.NONE);
    }

    /** A mapping, written in block style in the order given. */
    static YamlMap map(Map<String, ? extends YamlValue> entries) {
        return new YamlMap(Entries.of(entries), false, Optional.empty(), Position.NONE);
    }
}
