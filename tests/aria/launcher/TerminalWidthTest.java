package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Help is broken into lines where the window ends, not where the terminal would break them. */
class TerminalWidthTest {
    private static final String ESCAPES = "\u001b\\[[0-9;]*m";

    @ParameterizedTest(name = "{0} columns")
    @CsvSource({"40, 50, 55", "60, 55, 60", "200, 101, 200"})
    void help_is_as_wide_as_the_terminal_but_no_narrower_than_55_columns(int columns, int least, int most)
            throws Exception {
        List.of("mvn", "script", "stty").forEach(Needs::program);
        Process process = new ProcessBuilder(
                        "script", "-qefc", "stty cols " + columns + "; ./jbangw patch-compose@aria --help", "/dev/null")
                .directory(Checkout.root().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String help =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replaceAll(ESCAPES, "");

        assertThat(process.waitFor()).isZero();
        assertThat(help.substring(help.indexOf("Usage: "))
                        .lines()
                        .mapToInt(String::length)
                        .max()
                        .orElseThrow())
                .isBetween(least, most);
    }
}
