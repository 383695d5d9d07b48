package aria.preset;

import java.util.List;
import java.util.Optional;

/**
 * Other images of a preset's server, which the preset does not fit by itself.
 *
 * @param images  their repositories, as those of the preset
 * @param refused why the preset cannot work in them, even if it is asked for; empty when it may
 */
public record Variant(List<String> images, Optional<String> refused) {
    /** Returns the other images of a preset's server among which an image is; empty when it is none of them. */
    public static Optional<Variant> of(Preset preset, ImageName image) {
        return preset.variants().stream()
                .filter(variant -> variant.images().stream().anyMatch(image::isOf))
                .findFirst();
    }
}
