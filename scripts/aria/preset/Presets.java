package aria.preset;

import aria.finding.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** All presets of the program, read from the class path under {@code templates/services/}. */
public final class Presets {
    private static final String FOLDER = "services/";
    private final List<Preset> presets;

    /** A set of presets; where several fit an image, the first does. */
    public Presets(List<Preset> presets) {
        this.presets = List.copyOf(presets);
    }

    /**
     * The built-in ones, named one a line in {@code templates/services/index}.
     *
     * @param yaml reads a YAML text (file name, text) into maps, lists, texts and nulls
     * @throws aria.finding.RefusedException when one breaks the schema
     */
    public static Presets builtIn(BiFunction<String, String, Object> yaml) {
        List<Preset> read = new ArrayList<>();
        for (String id : Templates.read(FOLDER + "index")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList()) {
            String file = FOLDER + id + ".yaml";
            read.add(PresetReader.read("templates/" + file, yaml.apply("templates/" + file, Templates.read(file))));
        }
        return new Presets(read);
    }

    /** Returns the same, of which those servers read revocation lists that can. */
    public Presets givingLists() {
        return new Presets(presets.stream().map(ListReaders::of).toList());
    }

    /** All, in their order. */
    public List<Preset> all() {
        return presets;
    }

    /** The preset with this id; empty when there is none. */
    public Optional<Preset> byId(String id) {
        return presets.stream().filter(preset -> preset.id().equals(id)).findFirst();
    }

    /** Returns that there is no preset with an id, and which there are; empty when there is one. */
    public Optional<String> unknown(String id) {
        if (byId(id).isPresent()) {
            return Optional.empty();
        }
        List<String> ids = presets.stream().map(Preset::id).toList();
        return Optional.of(
                "there is no preset '" + id + "'" + DidYouMean.among(id, ids, "; there are " + String.join(", ", ids)));
    }

    /** The preset that fits an image; empty when none does. */
    public Optional<Preset> forImage(ImageName image) {
        return presets.stream().filter(preset -> preset.fits(image)).findFirst();
    }

    /** The preset for the server of an image that is a variant of that server's own, and in its layout. */
    public Optional<Preset> alike(ImageName image) {
        return presets.stream()
                .filter(preset -> Variant.of(preset, image)
                        .filter(variant -> variant.refused().isEmpty())
                        .isPresent())
                .findFirst();
    }
}
