package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of exit codes in {@code docs/reference/COMMANDS.md}. */
class ExitCodePageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| ([^|]+) \\|");
    /** That of {@code jbangw}, when it can't start a command. */
    private static final String LAUNCHER = "125: The launcher failed, before the command began.";

    @Test
    void every_code_stands_there_once_with_its_one_meaning() throws IOException {
        String page = Files.readString(Checkout.root().resolve("docs/reference/COMMANDS.md"));
        assertThat(ROW.matcher(page).results().map(row -> row.group(1) + ": " + row.group(2)))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of(ExitCode.values()).map(code -> code.number() + ": " + code.about()),
                                Stream.of(LAUNCHER))
                        .toList());
        assertThat(Files.readString(Checkout.root().resolve("jbangw"))).contains("\nfailed=125\n");
    }
}
