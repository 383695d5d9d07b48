package aria.compose;

import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.Place;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A variable that a compose file requires and that has no value, so that Compose refuses the whole project.
 *
 * @param name    its name
 * @param message what the file says about it; often empty
 * @param place   where it is required first
 */
public record MissingVariable(String name, String message, Place place) {

    /** Collects them from the values of a document; Compose does not look into keys. */
    static Map<String, MissingVariable> of(YamlValue value, YamlReader reader) {
        Map<String, MissingVariable> found = new LinkedHashMap<>();
        collect(value, reader, found);
        return found;
    }

    private static void collect(YamlValue value, YamlReader reader, Map<String, MissingVariable> found) {
        if (value instanceof YamlMap map) {
            map.entries().values().forEach(item -> collect(item, reader, found));
        } else if (value instanceof YamlList list) {
            list.items().forEach(item -> collect(item, reader, found));
        } else if (value instanceof YamlScalar scalar) {
            reader.variables()
                    .missing(scalar.text())
                    .forEach((name, message) -> found.putIfAbsent(
                            name,
                            new MissingVariable(
                                    name,
                                    message,
                                    new Place(
                                            reader.file(),
                                            scalar.position().line(),
                                            scalar.position().column()))));
        }
    }
}
