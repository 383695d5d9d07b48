package aria.ca.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import aria.ca.config.CaConfig;
import aria.ca.config.GoDuration;
import aria.ca.config.LeafTemplate;
import aria.finding.RefusedException;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What stands in a ca.json of a mebibyte, and once took the square of its length or a stack as deep. */
class LongCaFilesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LENGTH = 1 << 20;

    @Test
    void braces_of_a_template_that_nobody_closes_are_looked_through_once() {
        assertTimeoutPreemptively(
                LIMIT,
                () -> assertThatThrownBy(
                                () -> LeafTemplate.evaluate("{".repeat(LENGTH), new JsonObject(), "the template"))
                        .isInstanceOf(RefusedException.class)
                        .hasMessage("the template has a {{ without a }}"));
    }

    @Test
    void a_path_of_a_template_may_be_as_long_as_the_file() {
        String action = "{{ " + ".a".repeat(LENGTH / 2) + " }}";
        assertThatThrownBy(() -> LeafTemplate.evaluate(action, new JsonObject(), "the template"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("which only a running CA knows");
    }

    @Test
    void a_duration_of_many_parts_is_summed_up() {
        assertThat(GoDuration.parse("1ms1h".repeat(LENGTH / 5)))
                .hasValue(Duration.ofHours(LENGTH / 5).plusMillis(LENGTH / 5));
        assertThat(GoDuration.parse("1m".repeat(LENGTH / 2) + "d")).isEmpty();
    }

    @Test
    void a_number_that_another_reader_takes_for_text_is_refused() {
        byte[] config = ("{\"a\": " + "1".repeat(2000) + "}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CaConfig.parse("ca.json", config))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("ca.json:1:7:")
                .hasMessageContaining("digits");
    }
}
