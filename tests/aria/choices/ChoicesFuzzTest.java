package aria.choices;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.SourceText;
import aria.finding.RefusedException;
import aria.testing.Fuzz;

/** Any bytes as {@code aria.yaml}: read, or refused in one line that names the file. */
class ChoicesFuzzTest {
    @Fuzz
    void choices_are_read_or_refused(byte[] input) {
        try {
            assertThat(ChoicesReader.read(SourceText.of("aria.yaml", input)).values())
                    .containsKey("version");
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).startsWith("aria.yaml").doesNotContain("\n");
        }
    }
}
