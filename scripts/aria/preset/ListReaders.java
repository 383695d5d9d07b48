package aria.preset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Servers that read revocation lists. */
public final class ListReaders {
    private ListReaders() {}

    /** Returns the preset with the settings by which its server reads the lists; the same where it cannot. */
    public static Preset of(Preset preset) {
        return preset.lists().map(lists -> with(preset, lists)).orElse(preset);
    }

    /** Returns the settings that a server which is not to read lists has to lose; none where it is to, or cannot. */
    public static Optional<ListSettings> unwanted(Preset preset) {
        return preset.lists().filter(lists -> !preset.givesLists());
    }

    private static Preset with(Preset preset, ListSettings lists) {
        Preset.Command command = preset.compose().command();
        return AlteredPreset.of(
                preset,
                preset.listeners(),
                withValues(preset.modes(), lists.values()),
                new Preset.Compose(
                        preset.compose().environment(),
                        new Preset.Command(
                                command.defaults(), command.replace(), joined(command.append(), lists.append())),
                        preset.compose().healthcheck(),
                        preset.compose().ports()),
                joined(preset.configs(), lists.configs()),
                true);
    }

    /** Returns the variables of each mode with some more, which win. */
    static Map<String, Map<String, String>> withValues(
            Map<String, Map<String, String>> modes, Map<String, String> values) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        modes.forEach((mode, variables) -> {
            Map<String, String> both = new LinkedHashMap<>(variables);
            both.putAll(values);
            all.put(mode, both);
        });
        return all;
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
