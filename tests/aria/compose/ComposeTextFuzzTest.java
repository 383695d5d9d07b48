package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Fuzz;
import aria.testing.FuzzInput;
import java.util.Map;

/** Any bytes as the small languages of Compose: files of variables, texts with variables, words of commands. */
class ComposeTextFuzzTest {
    /** The first line says what kind of text, for variables also what is wanted. */
    @Fuzz
    void a_text_is_read_as_compose_reads_it(byte[] input) {
        FuzzInput given = FuzzInput.of(input);
        switch (given.kind()) {
            case "env" -> file(given.text());
            case "variables" -> variables(given.text(), given.argument());
            case "command" -> command(given.text());
            default -> {}
        }
    }

    private static void file(String text) {
        Interpolation outer = Interpolation.of(Map.of("HOME", "/root", "EMPTY", ""));
        Map<String, String> found = DotEnv.parse(text, outer);
        assertThat(found.keySet()).allSatisfy(name -> assertThat(name).matches("[A-Za-z_][A-Za-z0-9_.\\-]*"));
        if (!text.startsWith("\ufeff")) {
            assertThat(DotEnv.parse("\ufeff" + text, outer))
                    .as("behind a byte order mark")
                    .isEqualTo(found);
        }
        found.forEach((name, value) -> {
            String literal = value.replace("\\", "").replace("'", "");
            assertThat(DotEnv.parse(name + "='" + literal + "'", outer))
                    .as("literal between single quotes")
                    .isEqualTo(Map.of(name, literal));
        });
    }

    private static void variables(String text, String wanted) {
        Interpolation variables = Interpolation.of(Map.of("A", "1", "B", "${A}", "EMPTY", "", "LONG", "x".repeat(100)));
        assertThat(variables.replace(Interpolation.escape(text))).as("escaped").isEqualTo(text);
        assertThat(variables.replace(variables.rewritten(text, wanted)))
                .as("rewritten")
                .isEqualTo(wanted);
        assertThat(variables.replace(text)).hasSizeLessThan(2 << 20);
    }

    private static void command(String text) {
        ShellWords split = ShellWords.split(text);
        int end = 0;
        for (ShellWords.Word word : split.words()) {
            assertThat(word.start()).isBetween(end, word.end());
            end = word.end();
            assertThat(ShellWords.split(ShellWords.quote(word.text())).texts())
                    .as("quoted")
                    .containsExactly(word.text());
        }
        assertThat(end).isLessThanOrEqualTo(text.length());
    }
}
