package aria.compose;

import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The definition of a service in one file. A service consists of its parts; later ones override earlier ones.
 *
 * @param file      the file
 * @param base      relative paths in it resolve against this folder
 * @param reader    reads its values, with the variables of that file
 * @param map       the keys and values
 * @param inherited whether the service has it by {@code extends}, so that the text belongs to another service
 */
record Part(Path file, Path base, YamlReader reader, YamlMap map, boolean inherited) {

    Part asInherited() {
        return new Part(file, base, reader, map, true);
    }

    /** The value of a key, empty when absent or null. */
    Optional<YamlValue> get(String key) {
        return YamlReader.present(map, key);
    }

    boolean has(String key) {
        return get(key).isPresent();
    }

    /** Whether the service as a whole is taken back. */
    boolean isReset() {
        return map.tag().filter(OverrideTag.RESET::equals).isPresent();
    }

    /** Whether the service as a whole replaces what earlier files say about it. */
    boolean isOverride() {
        return map.tag().filter(OverrideTag.OVERRIDE::equals).isPresent();
    }

    private boolean isTagged(String key, String tag) {
        return map.get(key).flatMap(YamlValue::tag).filter(tag::equals).isPresent();
    }

    /**
     * The parts that count for a key: those that have it, from the last {@code !override} on, and after a
     * {@code !reset}.
     */
    static List<Part> having(List<Part> parts, String key) {
        if (parts.size() == 1) {
            Part only = parts.get(0);
            return only.has(key) && !only.isTagged(key, OverrideTag.RESET) ? parts : List.of();
        }
        int first = 0;
        for (int i = 0; i < parts.size(); i++) {
            first = parts.get(i).isTagged(key, OverrideTag.RESET)
                    ? i + 1
                    : parts.get(i).isTagged(key, OverrideTag.OVERRIDE) ? i : first;
        }
        return parts.subList(first, parts.size()).stream()
                .filter(part -> part.has(key))
                .toList();
    }

    /** The value of a key of which the last one replaces the others. */
    static Optional<Part> last(List<Part> parts, String key) {
        List<Part> having = having(parts, key);
        return having.isEmpty() ? Optional.empty() : Optional.of(having.get(having.size() - 1));
    }
}
