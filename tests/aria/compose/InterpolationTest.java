package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolationTest {
    private final Interpolation variables = Interpolation.of(Map.of("SET", "value", "EMPTY", "", "OTHER", "x"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain | plain",
                "$SET | value",
                "a${SET}b | avalueb",
                "${SET:-d} | value",
                "${UNSET:-d} | d",
                "${EMPTY:-d} | d",
                "${EMPTY-d}| ``",
                "${UNSET-d} | d",
                "${UNSET:-${OTHER}} | x",
                "${UNSET:-a}b} | ab}",
                "${SET:+yes} | yes",
                "${EMPTY:+yes} | ``",
                "${EMPTY+yes} | yes",
                "${UNSET+yes} | ``",
                "${SET:?why} | value",
                "${UNSET} | ``",
                "$$SET | $SET",
                "$$$SET | $value",
            })
    void replaces_as_compose_does(String text, String expected) {
        assertThat(variables.replace(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"${UNSET:?why}", "${UNSET?why}", "${", "${1}", "100$", "$1", "${SET!x}"})
    void keeps_what_compose_would_stop_at(String text) {
        assertThat(variables.replace(text)).isEqualTo(text);
    }

    @Test
    void gives_up_on_text_that_grows_without_end() {
        String large = "a".repeat(1 << 19);
        String bomb = "${LARGE}".repeat(10);
        assertThat(Interpolation.of(Map.of("LARGE", large)).replace(bomb)).isEqualTo(bomb);
    }

    @Test
    void gives_up_on_text_that_nests_without_end() {
        String deep = "${A:-".repeat(5000) + "}".repeat(5000);
        assertThat(Interpolation.of(Map.of()).replace(deep)).isNotEmpty();
    }

    @Test
    void escapes_so_that_replacing_gives_the_literal_back() {
        assertThat(variables.replace(Interpolation.escape("p$SET ${SET} $$"))).isEqualTo("p$SET ${SET} $$");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "jdbc:postgresql://db/${NAME:-kc}, jdbc:postgresql://db/kc?sslmode=verify-full, jdbc:postgresql://db/${NAME:-kc}?sslmode=verify-full",
                "${A}/x?old=1, a/x?new=1, ${A}/x?new=1",
                "http://${NAME:-kc}:80, https://kc:80, https://${NAME:-kc}:80",
                "http://localhost:${P:-8081}, https://localhost:8081, https://localhost:${P:-8081}",
                "$A, abc, $$never",
                "plain, costs $5, costs $$5",
                "``, new, new",
            })
    void a_changed_value_keeps_the_variables_before_and_after_the_change(
            String written, String wanted, String expected) {
        String rewritten = Interpolation.of(Map.of("A", "a")).rewritten(written == null ? "" : written, wanted);
        assertThat(Interpolation.of(Map.of("A", "a")).replace(rewritten)).isEqualTo(wanted);
        if (!expected.equals("$$never")) {
            assertThat(rewritten).isEqualTo(expected);
        }
    }
}
