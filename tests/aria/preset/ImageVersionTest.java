package aria.preset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tags of images are of an earlier version, and what they become. */
class ImageVersionTest {
    private static final String SAFE = "0.30.2";

    @ParameterizedTest
    @CsvSource({
        "0.27.5,0.30.2",
        "0.27.5-hsm,0.30.2-hsm",
        "v0.27.5,v0.30.2",
        "0.9.10,0.30.2",
        "0.30.1,0.30.2",
        "0.27,0.30.2",
        "0.27.5-alpine3.19,0.30.2-alpine3.19",
        "0.30.1-rc.2,0.30.2",
        "0.28.0-rc1-hsm,0.30.2-hsm"
    })
    void an_earlier_version_is_replaced_and_the_variant_stays(String tag, String next) {
        assertThat(ImageVersion.isBefore(tag, SAFE)).isTrue();
        assertThat(ImageVersion.with(tag, SAFE)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.30.2",
                "0.30.2-hsm",
                "0.30.10",
                "1.0.0",
                "0.30",
                "0",
                "latest",
                "hsm",
                "",
                "0.27.5hsm",
                "99999999999.1"
            })
    void a_later_one_one_that_moves_and_a_tag_that_is_no_version_stay(String tag) {
        assertThat(ImageVersion.isBefore(tag, SAFE)).isFalse();
    }

    @Test
    void versions_are_compared_as_numbers() {
        assertThat(ImageVersion.isBefore("9.0", "10.0")).isTrue();
        assertThat(ImageVersion.isBefore("10.0", "9.0")).isFalse();
    }
}
