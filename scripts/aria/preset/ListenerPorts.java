package aria.preset;

import java.util.List;

/** A preset whose server listens at other ports than by default. */
public final class ListenerPorts {
    private ListenerPorts() {}

    /** Returns the preset with these listeners in the place of its own. */
    public static Preset of(Preset preset, List<Preset.Listener> listeners) {
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
                preset.modes(),
                preset.files(),
                preset.compose(),
                preset.sidecar(),
                preset.configs(),
                preset.calls(),
                preset.reload(),
                preset.refusals(),
                preset.limits(),
                preset.people(),
                preset.programs(),
                preset.entrance(),
                preset.logRefusals(),
                preset.connect(),
                preset.leaveAlone(),
                preset.authority(),
                preset.oldestSafe(),
                preset.version(),
                preset.variants(),
                preset.proven());
    }
}
