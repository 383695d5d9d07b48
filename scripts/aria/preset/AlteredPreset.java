package aria.preset;

import java.util.List;
import java.util.Map;

/** Copies a preset with what a choice or a file of the user changes in it. */
final class AlteredPreset {
    private AlteredPreset() {}

    /** Returns the preset with these in the place of its own. */
    static Preset of(
            Preset preset,
            List<Preset.Listener> listeners,
            Map<String, Map<String, String>> modes,
            Preset.Compose compose,
            List<Preset.Config> configs,
            boolean givesLists) {
        return new Preset(
                preset.id(),
                preset.title(),
                preset.layer(),
                preset.images(),
                preset.runAs(),
                listeners,
                preset.clients(),
                preset.unchangedPorts(),
                preset.callsItself(),
                preset.formats(),
                modes,
                preset.files(),
                compose,
                preset.sidecar(),
                configs,
                preset.calls(),
                preset.reload(),
                preset.refusals(),
                preset.limits(),
                preset.people(),
                preset.programs(),
                preset.entrance(),
                preset.logRefusals(),
                preset.logDenials(),
                preset.connect(),
                preset.leaveAlone(),
                preset.authority(),
                preset.oldestSafe(),
                preset.version(),
                preset.variants(),
                preset.proven(),
                preset.lists(),
                givesLists);
    }
}
