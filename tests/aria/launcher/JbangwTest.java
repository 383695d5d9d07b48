package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.launcher.Launcher.Result;
import aria.launcher.Launcher.Running;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** jbangw once JBang is at hand: what reaches the script, and what is remembered. */
class JbangwTest {
    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void copyTheLauncher() throws IOException {
        Needs.program("mvn");
        launcher = new Launcher(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void runs_an_alias_in_any_POSIX_shell_from_a_folder_below(String shell) throws Exception {
        Result result = launcher.shell(shell).runIn(launcher.root().resolve("scripts/deep er"), "", "hello@aria");

        assertThat(result.out()).isEqualTo("hello|deep er|");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void passes_arguments_input_and_exit_code_through_untouched() throws Exception {
        String[] arguments = {"hello", "", "a  b", "it's", "\"$HOME\" `id` \\ *", "new\nline", "é"};

        Result cold = launcher.runIn(launcher.root(), "in put", arguments);
        Result warm = launcher.runIn(launcher.root(), "in put", arguments);

        assertThat(cold.out()).isEqualTo("hello||a  b|it's|\"$HOME\" `id` \\ *|new\nline|é|a chéck out|in put");
        assertThat(cold.exitCode()).isEqualTo(6);
        assertThat(warm).isEqualTo(new Result(6, cold.out(), ""));
    }

    @Test
    void needs_neither_JBang_nor_a_network_when_nothing_has_changed() throws Exception {
        launcher.run("hello");
        Files.delete(jbangJar());

        assertThat(launcher.run("hello")).isEqualTo(new Result(0, "hello|a chéck out|", ""));
        assertThat(filesIn(launcher.wrapperFolder()))
                .as("JBang was not fetched again")
                .isEqualTo(remembered());
    }

    @Test
    void builds_again_what_has_changed() throws Exception {
        launcher.run("hello");
        Files.writeString(launcher.script(), Files.readString(launcher.script()).replace("\"hello\"", "\"goodbye\""));

        assertThat(launcher.run("hello").out()).startsWith("goodbye|");
        assertThat(remembered()).as("old commands are not kept").hasSize(1);
    }

    @Test
    void builds_again_what_was_purged_from_the_cache_of_JBang() throws Exception {
        launcher.run("hello");
        try (Stream<Path> files = Files.walk(launcher.jbangFolder().resolve("cache"))) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.delete(jar);
            }
        }

        assertThat(launcher.run("hello").out()).isEqualTo("hello|a chéck out|");
    }

    @Test
    void several_first_runs_at_once_all_succeed() throws Exception {
        List<Running> runs = List.of(
                launcher.start(launcher.root(), "1", "hello"),
                launcher.start(launcher.root(), "2", "hello@aria"),
                launcher.start(folder, "3", "hello"));

        assertThat(runs.get(0).await().out()).isEqualTo("hello|a chéck out|1");
        assertThat(runs.get(1).await().out()).isEqualTo("hello|a chéck out|2");
        assertThat(runs.get(2).await().out()).isEqualTo("hello|" + folder.getFileName() + "|3");
        assertThat(filesIn(launcher.wrapperFolder()))
                .as("the jar and one command")
                .hasSize(2);
    }

    @Test
    void a_run_that_was_killed_does_not_keep_others_waiting() throws Exception {
        Running killed = launcher.start(launcher.root(), "", "hello");
        while (!Files.exists(launcher.jbangFolder().resolve("cache"))) {
            assertThat(killed.process().isAlive()).isTrue();
            Thread.sleep(20);
        }
        killed.process().descendants().forEach(ProcessHandle::destroyForcibly);
        killed.process().destroyForcibly();

        assertThat(launcher.run("hello").out()).isEqualTo("hello|a chéck out|");
    }

    @Test
    void a_script_that_does_not_compile_is_a_failure_of_the_launcher() throws Exception {
        Files.writeString(launcher.script(), "class Hello {");

        Result result = launcher.run("hello");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.err())
                .contains("Hello.java:1")
                .endsWith("jbangw: JBang could not build hello: see the lines above\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void remembers_commands_of_several_checkouts() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Launcher second =
                new Launcher(other).set("JBANG_DIR", launcher.jbangFolder().toString());

        launcher.run("hello");
        second.run("hello");

        assertThat(remembered()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void lists_the_commands_when_asked_for_help_or_for_nothing_or_for_one_that_is_not_there(String shell)
            throws Exception {
        String usage = "Usage: " + launcher.root()
                + "/jbangw COMMAND[@aria] [ARGUMENT...]\n\n  hello                   Says hello\n\nEach has --help of its own.\n";

        assertThat(launcher.shell(shell).run("--help")).isEqualTo(new Result(0, usage, ""));
        assertThat(launcher.run()).isEqualTo(new Result(2, "", usage));
        assertThat(launcher.run("helo@aria"))
                .isEqualTo(new Result(2, "", "jbangw: there is no command helo\n" + usage));
    }

    @Test
    void a_mistyped_name_without_the_catalogs_gets_the_answer_of_JBang_and_where_the_list_is() throws Exception {
        Result result = launcher.run("helo");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("'helo'")
                .endsWith("jbangw: " + launcher.root() + "/jbangw --help lists the commands of this checkout\n");
    }

    @Test
    void hands_everything_else_to_JBang() throws Exception {
        assertThat(launcher.run("--version").err()).endsWith("0.132.1\n");
    }

    private Path jbangJar() throws IOException {
        return filesIn(launcher.wrapperFolder()).stream()
                .filter(file -> file.toString().endsWith(".jar"))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> remembered() throws IOException {
        return filesIn(launcher.wrapperFolder()).stream()
                .filter(file -> file.toString().endsWith(".command"))
                .toList();
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
