package aria.choices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S, 30s",
        "5m, PT5M, 5m",
        "24h, PT24H, 1d",
        "90d, PT2160H, 90d",
        "1y, PT8760H, 1y",
        "8760h, PT8760H, 1y",
        "90m, PT90M, 90m"
    })
    void reads_and_writes_what_people_type(String text, Duration duration, String written) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
        assertThat(DurationText.print(duration)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "y",
                "1 y",
                "-1y",
                "1.5h",
                "1h30m",
                "1Y",
                "1w",
                "0s",
                "0y",
                "1001y",
                "9999999999s",
                "999999999y",
                "١y"
            })
    void refuses_every_other_form_with_an_example(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "'");
    }
}
