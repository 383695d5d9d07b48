package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.preset.ImageName;
import aria.preset.Preset;
import aria.preset.Variant;
import aria.stack.StackService;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is said of presets that a person chose for images that they are not made for. */
final class ChosenPresets {
    private ChosenPresets() {}

    /** Returns a warning for each of these services whose image is known to be another server's, a note for others. */
    static List<Finding> findings(List<StackService> secured) {
        return secured.stream().flatMap(ChosenPresets::of).toList();
    }

    private static Stream<Finding> of(StackService service) {
        Preset chosen = service.preset().orElseThrow();
        Optional<String> image = service.service().image();
        boolean fits = chosen.deliversOnly()
                || image.map(ImageName::parse)
                        .filter(name ->
                                !chosen.fits(name) && Variant.of(chosen, name).isEmpty())
                        .isEmpty();
        if (fits) {
            return Stream.empty();
        }
        String settings = "the preset " + chosen.id() + " was chosen for the image " + image.orElseThrow();
        return Stream.of(service.alike()
                .map(other -> Finding.warning(
                        FindingId.PRESET_UNFIT, settings + ", which is " + other.title() + ", not " + chosen.title()))
                .orElseGet(() ->
                        Finding.note(FindingId.PRESET_UNFIT, settings + ", which is not known to be " + chosen.title()))
                .about(service.name()));
    }
}
