package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.edit.EditErrors;
import aria.edit.Position;
import aria.finding.ConsentException;
import aria.finding.FindingId;
import aria.finding.MissingCaException;
import aria.finding.PartialFailureException;
import aria.finding.RefusedException;
import aria.finding.UsageException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class LauncherTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** A command that does what the test says. */
    @Command(name = "greet", description = "Greets.")
    static final class Greet implements Callable<Integer> {
        @Mixin
        CommonOptions common;

        @Option(names = "--name", description = "Whom.")
        String name = "you";

        final Callable<Integer> work;

        Greet(Callable<Integer> work) {
            this.work = work;
        }

        @Override
        public Integer call() throws Exception {
            common.console().result("hello " + name);
            common.console().message("said hello");
            common.console().detail("in detail");
            return work.call();
        }
    }

    @Test
    void results_go_to_standard_output_and_messages_to_standard_error() {
        assertThat(run(() -> 0, "--name", "ann")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello ann\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("said hello\n");
    }

    @Test
    void quiet_keeps_the_result_and_verbose_says_more() {
        run(() -> 0, "-q");
        assertThat(err()).isEmpty();
        run(() -> 0, "-v");
        assertThat(err()).isEqualTo("said hello\nin detail\n");
    }

    @Test
    void help_shows_the_commands_own_options_before_the_common_ones() {
        assertThat(run(() -> 0, "--help")).isZero();

        String help = out.toString(StandardCharsets.UTF_8);
        assertThat(help)
                .startsWith("Usage: greet [OPTIONS]\n")
                .contains("Common options:", "--no-input", "--certs-dir");
        assertThat(help.indexOf("--name")).isLessThan(help.indexOf("Common options:"));
        assertThat(err()).isEmpty();
    }

    @Test
    void the_version_is_one_line() {
        assertThat(run(() -> 0, "--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("aria " + Version.NUMBER + "\n");
    }

    @Test
    void a_mistyped_option_is_wrong_usage_with_a_suggestion() {
        assertThat(run(() -> 0, "--nam", "x")).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).contains("error: there is no option --nam, did you mean --name?\n", "Try 'greet --help'.");
    }

    @Test
    void every_failure_has_its_documented_code_and_one_line() {
        Map<Throwable, Integer> codes = Map.of(
                noCa(),
                1,
                twice(),
                3,
                new UncheckedIOException("x can't be written: No space left on device", new IOException("")),
                4,
                new ConsentException(FindingId.LOCK_HELD, "another run is writing"),
                5,
                new ConsentException(FindingId.CONSENT_MISSING, "run again with --yes"),
                5,
                new PartialFailureException(FindingId.PARTLY_DONE, "partly"),
                6,
                new CompletionException(noCa()),
                1,
                new InterruptedException("stopped"),
                130);
        codes.forEach((failure, code) -> {
            assertThat(run(() -> fail(failure))).as(failure.toString()).isEqualTo(code);
            assertThat(err().replace("said hello\n", ""))
                    .as(failure.toString())
                    .startsWith("error: ")
                    .hasLineCount(1)
                    .doesNotContain("\tat ");
        });
    }

    @Test
    void what_nobody_foresaw_is_a_bug_and_says_so() {
        assertThat(run(() -> fail(new IllegalStateException("two\nlines")))).isEqualTo(70);
        assertThat(err()).contains("error: a bug in aria", "java.lang.IllegalStateException: two lines");
    }

    @Test
    void an_error_of_the_machine_is_no_failed_check() {
        assertThat(run(() -> fail(new StackOverflowError("deep")))).isEqualTo(70);
        assertThat(err()).contains("StackOverflowError");
    }

    @Test
    void a_stack_trace_appears_only_with_verbose() {
        run(() -> fail(noCa()));
        assertThat(err()).doesNotContain("\tat ");
        run(() -> fail(noCa()), "-v");
        assertThat(err()).contains("\tat ");
    }

    @Test
    void with_json_a_failure_is_an_object_on_standard_output_too() {
        int exit = run(() -> fail(twice()), "--json");

        String[] lines = out().split("\n");
        JsonObject answer = JsonParser.parseString(lines[lines.length - 1]).getAsJsonObject();
        assertThat(exit).isEqualTo(3);
        assertThat(answer)
                .hasToString(
                        "{\"schema\":\"aria.greet/1\",\"exit\":3,\"result\":null,\"problems\":[{\"id\":"
                                + "\"duplicate-key\",\"file\":\"a.yml\",\"line\":3,\"column\":4,\"message\":\"key twice\",\"hint\":null}]}");
    }

    @Test
    void with_json_wrong_usage_is_an_object_too() {
        assertThat(run(() -> 0, "--json", "--unknown")).isEqualTo(2);
        assertThat(JsonParser.parseString(out()).getAsJsonObject().get("exit").getAsInt())
                .isEqualTo(2);
    }

    @Test
    void the_folders_of_the_options_give_the_layout(@TempDir Path project) {
        Greet greet = new Greet(() -> 0);
        Launcher.run(console(), greet, "-C", project.toString(), "--certs-dir", "pki/certs");

        assertThat(greet.common.layout().caJson()).isEqualTo(project.resolve("config/step-ca/ca.json"));
        assertThat(greet.common.layout().mtlsFolder()).isEqualTo(project.resolve("pki/mtls"));
    }

    @Test
    void a_folder_that_is_not_there_is_wrong_usage(@TempDir Path project) {
        Greet greet = new Greet(() -> 0);
        Launcher.run(console(), greet, "-C", project + "/typo");
        assertThatThrownBy(() -> greet.common.layout())
                .isInstanceOf(UsageException.class)
                .hasMessage("-C " + project + "/typo: there is no such folder");
    }

    @Test
    void an_answer_is_one_line_whatever_it_holds() {
        record Result(String name, List<Integer> numbers) {}

        assertThat(Json.answer("x", ExitCode.OK, new Result("a\n<b>", List.of(1, 2)), List.of()))
                .isEqualTo(
                        "{\"schema\":\"aria.x/1\",\"exit\":0,\"result\":{\"name\":\"a\\n<b>\",\"numbers\":[1,2]},\"problems\":[]}");
    }

    private int run(Callable<Integer> work, String... arguments) {
        out.reset();
        err.reset();
        return Launcher.run(console(), new Greet(work), arguments);
    }

    private Console console() {
        return new Console(out, err, new Terminal(false, false, false, Map.of()), Console.Verbosity.NORMAL, false);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static Integer fail(Throwable failure) throws Exception {
        if (failure instanceof Exception exception) {
            throw exception;
        }
        throw (Error) failure;
    }

    private static MissingCaException noCa() {
        return new MissingCaException(FindingId.NO_CA_YET, "no CA");
    }

    private static RefusedException twice() {
        return EditErrors.at(FindingId.DUPLICATE_KEY, "a.yml", new Position(3, 4), "key twice");
    }
}
