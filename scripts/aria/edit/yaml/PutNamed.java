package aria.edit.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives this name this setting, in a list of names or in a mapping from names to settings at the path. A list keeps
 * its form if it implies the setting. Otherwise it becomes a mapping, in which each name has the implied setting.
 *
 * @param key     the name
 * @param setting the key of the setting below the name
 * @param value   YAML's null for a name without settings
 * @param implied the value that the setting has for every name of a list; empty when it has none
 */
public record PutNamed(
        List<String> path, String key, String setting, YamlValue value, Optional<YamlValue> implied, String reason)
        implements YamlChange {
    /** A setting that is a text. */
    public PutNamed(List<String> path, String key, String setting, String value, String implied, String reason) {
        this(path, key, setting, YamlValue.scalar(value), Optional.of(YamlValue.scalar(implied)), reason);
    }

    private YamlValue settings(YamlValue one) {
        return one.equals(YamlValue.none()) ? one : YamlValue.map(Map.of(setting, one));
    }

    @Override
    public YamlValue after(YamlValue before, String file) {
        if (before instanceof YamlList list) {
            return inList(list);
        }
        YamlMap map = Paths.map(this, before, file);
        return map.with(
                key, map.entries().get(key) instanceof YamlMap there ? there.with(setting, value) : settings(value));
    }

    private YamlValue inList(YamlList list) {
        YamlScalar name = YamlValue.scalar(key);
        if (implied.filter(value::equals).isPresent()) {
            return list.indexOf(name) >= 0 ? list : list.with(-1, name);
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        YamlValue each = settings(implied.orElse(YamlValue.none()));
        list.items().forEach(item -> entries.put(item.toString(), each));
        entries.put(key, settings(value));
        return new YamlMap(entries, list.flow(), list.tag(), list.position());
    }

    @Override
    public YamlValue added(boolean toList) {
        return toList ? null : settings(value);
    }

    @Override
    public void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after) {
        Node.Entry entry = node.own(key);
        if (after instanceof YamlList) {
            edits.putItem(node, -1, YamlValue.scalar(key));
        } else if (node.value instanceof YamlList) {
            edits.listToMapping(node, (YamlMap) after, key);
        } else if (entry != null && entry.value().kind == Node.Shape.MAP) {
            edits.putEntry(entry.value(), setting, value, true);
        } else {
            edits.putEntry(node, key, ((YamlMap) after).entries().get(key), true);
        }
    }
}
