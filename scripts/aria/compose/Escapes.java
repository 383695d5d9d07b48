package aria.compose;

import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Literal values as they are written into a compose file. */
public final class Escapes {
    private Escapes() {}

    /** Returns a value with every {@code $} doubled; most have none, and are given back as they are. */
    public static YamlValue escaped(YamlValue value) {
        return value.anyMatch(part ->
                        part instanceof YamlScalar scalar && scalar.text().indexOf('$') >= 0)
                ? doubled(value)
                : value;
    }

    private static YamlValue doubled(YamlValue value) {
        if (value instanceof YamlMap map) {
            Map<String, YamlValue> entries = new LinkedHashMap<>();
            map.entries().forEach((key, item) -> entries.put(key, doubled(item)));
            return new YamlMap(entries, map.flow(), map.tag(), map.position());
        }
        if (value instanceof YamlList list) {
            List<YamlValue> items = list.items().stream().map(Escapes::doubled).toList();
            return new YamlList(items, list.flow(), list.tag(), list.position());
        }
        YamlScalar scalar = (YamlScalar) value;
        return new YamlScalar(Interpolation.escape(scalar.text()), scalar.quoted(), scalar.tag(), scalar.position());
    }
}
