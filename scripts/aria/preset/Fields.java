package aria.preset;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The keys of one mapping in a preset file, read one by one; unread keys at the end are an error. */
final class Fields {
    private final String where;
    private final Map<String, Object> left;

    private Fields(String where, Map<String, Object> left) {
        this.where = where;
        this.left = left;
    }

    static Fields of(String where, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID, where + ": expected keys and values, found " + kind(value));
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(String.valueOf(key), item));
        return new Fields(where, copy);
    }

    private Object take(String key) {
        return left.remove(key);
    }

    /** Whatever stands there. */
    Object value(String key) {
        return Optional.ofNullable(take(key)).orElseThrow(() -> missing(key));
    }

    private RefusedException missing(String key) {
        return new RefusedException(FindingId.PRESET_INVALID, where + ": `" + key + "` is missing");
    }

    String text(String key) {
        return optional(key).orElseThrow(() -> missing(key));
    }

    Optional<String> optional(String key) {
        Object value = take(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw new RefusedException(
                FindingId.PRESET_INVALID, where + "." + key + ": expected a string, found " + kind(value));
    }

    String choice(String key, String fallback, String... allowed) {
        String value = optional(key).orElse(fallback);
        if (value == null || !List.of(allowed).contains(value)) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID,
                    where + "." + key + ": `" + value + "` is not one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** A regular expression. */
    String pattern(String key) {
        return optionalPattern(key).orElseThrow(() -> missing(key));
    }

    Optional<String> optionalPattern(String key) {
        return optional(key).map(pattern -> {
            try {
                return Pattern.compile(pattern).pattern();
            } catch (PatternSyntaxException invalid) {
                throw new RefusedException(
                        Finding.error(
                                FindingId.PRESET_INVALID,
                                where + "." + key + ": `" + pattern + "` is not a regular expression"),
                        invalid);
            }
        });
    }

    int number(String key) {
        return optionalNumber(key).orElseThrow(() -> missing(key));
    }

    Optional<Integer> optionalNumber(String key) {
        return optional(key).map(text -> {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException notANumber) {
                throw new RefusedException(
                        Finding.error(
                                FindingId.PRESET_INVALID, where + "." + key + ": `" + text + "` is not a whole number"),
                        notANumber);
            }
        });
    }

    boolean flag(String key) {
        return choice(key, "false", "true", "false").equals("true");
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(key)) {
            if (!(item instanceof String text)) {
                throw new RefusedException(
                        FindingId.PRESET_INVALID,
                        where + "." + key + ": expected a list of strings, found " + kind(item));
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    <T> List<T> each(String key, Function<Fields, T> read) {
        List<T> result = new ArrayList<>();
        int number = 0;
        for (Object item : items(key)) {
            Fields fields = of(where + "." + key + "[" + number++ + "]", item);
            result.add(read.apply(fields));
            fields.nothingLeft();
        }
        return List.copyOf(result);
    }

    private List<?> items(String key) {
        Object value = take(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new RefusedException(
                FindingId.PRESET_INVALID, where + "." + key + ": expected a list, found " + kind(value));
    }

    /** The mapping under a key, read and checked for leftovers; empty when the key is absent. */
    <T> Optional<T> nested(String key, Function<Fields, T> read) {
        Object value = take(key);
        if (value == null) {
            return Optional.empty();
        }
        Fields fields = of(where + "." + key, value);
        T result = read.apply(fields);
        fields.nothingLeft();
        return Optional.of(result);
    }

    Map<String, String> textMap(String key) {
        Map<String, String> result = new LinkedHashMap<>();
        nested(key, fields -> {
            for (String name : fields.keys()) {
                result.put(name, fields.text(name));
            }
            return result;
        });
        return result;
    }

    /** A mapping of texts, lists and mappings, kept as it is. */
    Map<String, Object> tree(String key) {
        return nested(key, fields -> {
                    Map<String, Object> all = new LinkedHashMap<>(fields.left);
                    fields.left.clear();
                    return all;
                })
                .orElse(Map.of());
    }

    Set<String> keys() {
        return new LinkedHashSet<>(left.keySet());
    }

    String where() {
        return where;
    }

    void nothingLeft() {
        if (!left.isEmpty()) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID,
                    where + ": unknown key `" + left.keySet().iterator().next() + "`");
        }
    }

    private static String kind(Object value) {
        return value == null
                ? "nothing"
                : value instanceof Map ? "a mapping" : value instanceof List ? "a list" : "a string";
    }
}
