package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts of a mebibyte that once took the square of their length: minutes, where this limit is for slow machines. */
class LongTextsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LENGTH = 1 << 20;
    private final Interpolation variables = Interpolation.of(Map.of("A", "1"));

    @Test
    void expressions_that_nobody_closes_are_looked_through_once() {
        String text = "${".repeat(LENGTH / 2);
        assertTimeoutPreemptively(
                LIMIT, () -> assertThat(variables.replace(text)).isEqualTo(text));
    }

    @Test
    void a_rewritten_text_is_compared_from_its_end_without_copies() {
        String text = "a$A".repeat(LENGTH / 3);
        String wanted = "b" + "a1".repeat(LENGTH / 3 - 1);
        assertTimeoutPreemptively(
                LIMIT,
                () -> assertThat(variables.replace(variables.rewritten(text, wanted)))
                        .isEqualTo(wanted));
    }
}
