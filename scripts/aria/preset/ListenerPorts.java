package aria.preset;

import java.util.List;

/** The ports of servers: at which they listen, if not by default, and at which they are called. */
public final class ListenerPorts {
    private ListenerPorts() {}

    /** Returns the preset with these listeners in the place of its own. */
    public static Preset of(Preset preset, List<Preset.Listener> listeners) {
        return AlteredPreset.of(
                preset, listeners, preset.modes(), preset.compose(), preset.configs(), preset.givesLists());
    }

    /** Returns the port at which a listener is called in plaintext as long as its preset is not applied. */
    public static int plain(Preset preset, Preset.Listener listener) {
        return preset.compose().ports().stream()
                .filter(rule -> rule.to().filter(to -> to == listener.port()).isPresent())
                .map(Preset.Port::from)
                .findFirst()
                .orElse(listener.port());
    }
}
