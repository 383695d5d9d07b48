package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
