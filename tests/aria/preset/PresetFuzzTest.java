package aria.preset;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.yaml.PlainYaml;
import aria.finding.RefusedException;
import aria.testing.Fuzz;
import aria.testing.FuzzInput;

/** Any bytes as a preset: read, or refused in one line that names the file. */
class PresetFuzzTest {
    /** The first line is an image, which the preset may fit. */
    @Fuzz
    void a_preset_is_read_or_refused(byte[] input) {
        FuzzInput given = FuzzInput.of(input);
        try {
            Preset preset = PresetReader.read("fuzz.yaml", PlainYaml.load("fuzz.yaml", given.text()));
            ImageName image = ImageName.parse(given.kind());
            assertThat(image.repository().length() + image.tag().length())
                    .isLessThanOrEqualTo(Math.max(6, given.kind().length()) + 6);
            if (preset.fits(image)) {
                assertThat(preset.runAsFor(image.tag())).isNotNull();
            }
            assertThat(preset.runAs()).isNotEmpty();
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).startsWith("fuzz.yaml").doesNotContain("\n");
        }
    }
}
