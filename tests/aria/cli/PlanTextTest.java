package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTextTest {
    private static final String DIFF = "--- a/f.yml\n+++ b/f.yml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n";

    @Test
    void a_diff_has_the_colours_of_git_where_colour_is_wanted() {
        assertThat(PlanText.coloured(DIFF, true))
                .isEqualTo(
                        "\u001b[1m--- a/f.yml\u001b[0m\n\u001b[1m+++ b/f.yml\u001b[0m\n\u001b[36m@@ -1,2 +1,2 @@\u001b[0m\n"
                                + " a\n\u001b[31m-b\u001b[0m\n\u001b[32m+c\u001b[0m\n");
        assertThat(PlanText.coloured(DIFF, false)).isEqualTo(DIFF);
    }

    /** Attack 10: a comment of a configuration file commands the terminal on which it is agreed to. */
    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "\u009b31m", "\u202e", "\u2066", "\u200f", "\u061c", "\u001b]0;title\u0007"})
    void nothing_in_a_diff_commands_the_terminal_or_turns_its_text_around(String hostile) {
        String diff = "+# before" + hostile + "after\r\n+c\n";
        assertThat(PlanText.coloured(diff, false).codePoints())
                .allMatch(c -> c == '\n' || c == '\r' || c >= ' ' && c < 0x7f);
        assertThat(PlanText.coloured(diff, true))
                .startsWith("\u001b[32m+# before\\u")
                .contains("after\u001b[0m\n");
    }
}
