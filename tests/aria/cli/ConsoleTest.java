package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.ConsentException;
import aria.finding.Remedy;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void each_warning_of_docker_compose_is_quoted_once_a_run() {
        Console console =
                new Console(out, err, new Terminal(false, false, false, Map.of()), Console.Verbosity.NORMAL, true);
        String unset = " level=warning msg=\"The \\\"TAG\\\" variable is not set\"";
        String other = " level=warning msg=\"The \\\"PORT\\\" variable is not set\"";
        console.quote("time=\"2026-11-30T10:00:00Z\"" + unset);
        console.quote("Container shop-db-1  Started");
        console.with(Console.Verbosity.VERBOSE, true).quote("time=\"2026-11-30T10:00:09Z\"" + unset);
        console.quote("time=\"2026-11-30T10:00:09Z\"" + other);
        console.quote("Container shop-db-1  Started");
        assertThat(text(err)).containsOnlyOnce(unset).containsOnlyOnce(other).hasLineCount(4);
    }

    @ParameterizedTest(name = "{0} terminal={1} --no-color={2}: {3}")
    @CsvSource({
        "TERM=xterm, true, false, true",
        "TERM=xterm, false, false, false",
        "TERM=dumb, true, false, false",
        "'', true, false, false",
        "TERM=xterm NO_COLOR=1, true, false, false",
        "TERM=xterm NO_COLOR=, true, false, true",
        "TERM=xterm, true, true, false",
        "CLICOLOR_FORCE=1, false, false, true",
        "CLICOLOR_FORCE=0, false, false, false",
        "FORCE_COLOR=1, false, false, true",
        "CLICOLOR_FORCE=1 NO_COLOR=1, true, false, false",
        "CLICOLOR_FORCE=1, true, true, false",
    })
    void colour_is_only_where_it_is_wanted(String environment, boolean terminal, boolean noColour, boolean coloured) {
        Console console = new Console(
                out,
                err,
                new Terminal(terminal, terminal, terminal, environment(environment)),
                Console.Verbosity.NORMAL,
                noColour);

        console.result(Mark.PASS, "fine");

        assertThat(console.colourOut()).isEqualTo(coloured);
        assertThat(text(out).contains("\u001b[")).isEqualTo(coloured);
    }

    @ParameterizedTest
    @CsvSource({
        "LANG=de_DE.UTF-8, √ fine",
        "LC_ALL=C LANG=de_DE.UTF-8, [ok] fine",
        "LANG=C.utf8, √ fine",
        "'', [ok] fine"
    })
    void marks_are_plain_where_the_locale_is(String environment, String line) {
        console(environment(environment), false).result(Mark.PASS, "fine");

        assertThat(text(out)).isEqualTo(line + "\n");
    }

    @Test
    void text_is_utf_8_whatever_the_locale_is() {
        console(Map.of(), false).result("größe.yml");

        assertThat(text(out)).isEqualTo("größe.yml\n");
    }

    @Test
    void what_a_file_says_can_not_command_the_terminal_and_comes_whole_in_json() {
        String hostile = "a\u001b[2Jb\u009b31mc\u202ed";
        Console console = console(Map.of(), false);
        console.result(hostile);
        console.result(Mark.PASS, hostile);
        console.error(hostile);

        assertThat(text(out)).isEqualTo("a\\u001b[2Jb\\u009b31mc\\u202ed\n[ok] a\\u001b[2Jb\\u009b31mc\\u202ed\n");
        assertThat(text(err)).contains("a\\u001b[2Jb\\u009b31mc\\u202ed");
        String json = Json.answer("x", ExitCode.OK, hostile, List.of());
        assertThat(json).contains("a\\u001b[2Jb\\u009b31mc\\u202ed");
        assertThat(JsonParser.parseString(json).getAsJsonObject().get("result").getAsString())
                .isEqualTo(hostile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "Y", " yes "})
    void yes_is_consent(String answer) {
        consent(true, false, false, answer + "\n").require("Change it?");

        assertThat(text(err)).isEqualTo("Change it? [y/N] ");
        assertThat(text(out)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "n\n", "yesterday\n", ""})
    void anything_else_is_not(String answer) {
        assertThatThrownBy(() -> consent(true, false, false, answer).require("Change it?"))
                .isInstanceOf(ConsentException.class)
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void nobody_is_asked_where_nobody_can_answer() {
        assertThatThrownBy(() -> consent(false, false, false, "y\n").require("Change it?"))
                .isInstanceOf(ConsentException.class)
                .hasMessageContaining("--yes");
        assertThatThrownBy(() -> consent(true, false, true, "y\n").require("Change it?"))
                .isInstanceOf(ConsentException.class)
                .hasMessageContaining("--yes");
        consent(false, true, true, "").require("Change it?");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void a_bar_is_only_shown_to_a_person_and_only_when_it_takes_long() throws InterruptedException {
        try (Progress quick = Progress.start(console(Map.of("TERM", "xterm"), true), "Issuing", 2)) {
            quick.step();
            quick.step();
        }
        try (Progress unseen = Progress.start(console(Map.of("TERM", "xterm"), false), "Issuing", 2)) {
            Thread.sleep(1100);
            unseen.step();
        }
        assertThat(text(err)).isEmpty();

        try (Progress slow = Progress.start(console(Map.of("TERM", "xterm"), true), "Issuing", 2)) {
            Thread.sleep(1100);
            slow.step();
        }
        assertThat(text(err)).contains("Issuing", "1/2").endsWith("\n");
    }

    @Test
    void what_to_do_next_can_be_pasted_where_the_person_stands() {
        Console console = console(Map.of("ARIA_LAUNCHER", "../aria/jbangw"), false);
        console.next(Remedy.aria("init-ca"), Remedy.aria("bootstrap"));
        assertThat(text(err))
                .isEqualTo("Next: run ../aria/jbangw init-ca@aria, or run ../aria/jbangw bootstrap@aria\n");
    }

    private Consent consent(boolean terminal, boolean yes, boolean noInput, String answers) {
        return new Consent(console(Map.of(), terminal), yes, noInput, new BufferedReader(new StringReader(answers)));
    }

    private Console console(Map<String, String> environment, boolean terminal) {
        return new Console(
                out, err, new Terminal(terminal, terminal, terminal, environment), Console.Verbosity.NORMAL, false);
    }

    private static Map<String, String> environment(String words) {
        Map<String, String> variables = new HashMap<>();
        for (String word : words.split(" ")) {
            String[] parts = word.split("=", 2);
            if (parts.length == 2) {
                variables.put(parts[0], parts[1]);
            }
        }
        return variables;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
