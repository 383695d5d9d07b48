package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DotEnvTest {
    private static Map<String, String> parse(String text) {
        return DotEnv.parse(text, Interpolation.of(Map.of("OUTER", "outer")));
    }

    @Test
    void reads_names_and_values() {
        assertThat(parse("A=1\nexport B=two words\r\n# comment\n\nC: yaml\nD=\nE=last"))
                .containsExactly(
                        entry("A", "1"),
                        entry("B", "two words"),
                        entry("C", "yaml"),
                        entry("D", ""),
                        entry("E", "last"));
    }

    @Test
    void drops_a_comment_after_an_unquoted_value_only() {
        assertThat(parse("A=1 # one\nB='2 # two'\nC=\"3 # three\"\nD=4#four"))
                .containsValues("1", "2 # two", "3 # three", "4#four");
    }

    @Test
    void expands_variables_but_not_between_single_quotes() {
        assertThat(parse("A=$OUTER\nB=\"${A}!\"\nC='$A'\nD=\"\\$A\""))
                .containsExactly(entry("A", "outer"), entry("B", "outer!"), entry("C", "$A"), entry("D", "$A"));
    }

    @Test
    void reads_values_over_several_lines_between_quotes() {
        assertThat(parse("KEY=\"one\ntwo\\nthree\"\nNEXT=x"))
                .containsExactly(entry("KEY", "one\ntwo\nthree"), entry("NEXT", "x"));
    }

    @Test
    void takes_a_name_alone_from_outside() {
        assertThat(parse("OUTER\nMISSING\n")).containsExactly(entry("OUTER", "outer"));
    }

    @Test
    void passes_over_lines_that_are_nothing() {
        assertThat(parse("\uFEFFA=1\n???\n= x\nB=2")).containsExactly(entry("A", "1"), entry("B", "2"));
    }

    @Test
    void an_open_quote_is_part_of_the_value() {
        assertThat(parse("A='open\nB=2")).containsExactly(entry("A", "'open"), entry("B", "2"));
    }
}
