package aria.preset;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a preset has for a client of other servers. */
public final class ClientSide {
    private static final Preset.Compose NOTHING = new Preset.Compose(
            List.of(), new Preset.Command(List.of(), Map.of(), List.of()), Optional.empty(), List.of());

    private ClientSide() {}

    /** Returns a preset without anything that changes how the server itself serves. */
    public static Preset of(Preset server) {
        return new Preset(
                server.id(),
                server.title(),
                server.layer(),
                server.images(),
                server.runAs(),
                List.of(),
                server.clients(),
                server.unchangedPorts(),
                server.callsItself(),
                server.formats(),
                server.modes(),
                List.of(),
                NOTHING,
                Optional.empty(),
                server.configs().stream().filter(ConfigEdit.class::isInstance).toList(),
                server.calls(),
                server.reload(),
                server.refusals(),
                List.of(),
                Optional.empty(),
                server.programs(),
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                server.leaveAlone(),
                server.authority(),
                server.oldestSafe(),
                server.version(),
                server.variants(),
                server.proven(),
                Optional.empty(),
                false);
    }
}
