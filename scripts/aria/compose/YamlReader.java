package aria.compose;

import aria.edit.EditErrors;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the values of one compose file with their variables substituted. A value of a type that Compose does not
 * allow is refused as {@code wrong-type}, at its place. A key without a value counts as absent.
 *
 * @param file the file's name for messages
 */
record YamlReader(String file, Interpolation variables) {

    /** The value of a key, empty when it is absent or null. */
    static Optional<YamlValue> present(YamlMap map, String key) {
        return map.get(key).filter(value -> !isNull(value));
    }

    static boolean isNull(YamlValue value) {
        return value instanceof YamlScalar scalar && scalar.isNull();
    }

    /** The text of a key's scalar. */
    Optional<String> text(YamlMap map, String key) {
        return present(map, key).map(value -> text(value, key));
    }

    /** Whether a key is {@code true}. */
    boolean isTrue(YamlMap map, String key) {
        return text(map, key).filter("true"::equalsIgnoreCase).isPresent();
    }

    /** The text of a scalar; {@code what} names it in a refusal. */
    String text(YamlValue value, String what) {
        if (value instanceof YamlScalar scalar) {
            return variables.replace(scalar.text());
        }
        throw wrong(value, what, "text");
    }

    YamlMap map(YamlValue value, String what) {
        if (value instanceof YamlMap map) {
            return map;
        }
        throw wrong(value, what, "a mapping");
    }

    List<YamlValue> list(YamlValue value, String what) {
        if (value instanceof YamlList list) {
            return list.items();
        }
        throw wrong(value, what, "a list");
    }

    /** The texts of a list, or of one scalar. */
    List<String> texts(YamlValue value, String what) {
        return value instanceof YamlScalar
                ? List.of(text(value, what))
                : list(value, what).stream().map(item -> text(item, what)).toList();
    }

    /**
     * Names and values of a mapping, or of a list of {@code NAME=value}. A name without value has an empty Optional.
     */
    Map<String, Optional<String>> pairs(YamlValue value, String what) {
        Map<String, Optional<String>> pairs = new LinkedHashMap<>();
        if (value instanceof YamlMap map) {
            map.entries()
                    .forEach((key, item) ->
                            pairs.put(key, isNull(item) ? Optional.empty() : Optional.of(plain(item, key))));
            return pairs;
        }
        for (YamlValue item : list(value, what)) {
            String text = text(item, what);
            int equals = text.indexOf('=');
            pairs.put(
                    equals < 0 ? text : text.substring(0, equals),
                    equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1)));
        }
        return pairs;
    }

    /** The value of a name in a mapping or a list of {@code NAME=value}, as it is written, variables not replaced. */
    static Optional<String> writtenPair(YamlValue value, String name) {
        if (value instanceof YamlMap map) {
            return present(map, name).filter(YamlScalar.class::isInstance).map(item -> ((YamlScalar) item).text());
        }
        return value instanceof YamlList list
                ? list.items().stream()
                        .filter(YamlScalar.class::isInstance)
                        .map(item -> ((YamlScalar) item).text())
                        .filter(text -> text.startsWith(name + "="))
                        .map(text -> text.substring(name.length() + 1))
                        .findFirst()
                : Optional.empty();
    }

    /** Compose turns YAML's booleans into the texts true and false. */
    private String plain(YamlValue value, String what) {
        String text = text(value, what);
        boolean bool = value instanceof YamlScalar scalar
                && !scalar.quoted()
                && List.of("True", "TRUE", "False", "FALSE").contains(text);
        return bool ? text.toLowerCase(Locale.ROOT) : text;
    }

    RefusedException wrong(YamlValue value, String what, String wanted) {
        return EditErrors.at(
                FindingId.WRONG_TYPE,
                file,
                value.position(),
                what + " has to be " + wanted + "; Compose refuses this file too");
    }
}
