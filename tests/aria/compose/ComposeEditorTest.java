package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeChange.AppendCommand;
import aria.compose.ComposeChange.DependsOn;
import aria.compose.ComposeChange.PutEnvironment;
import aria.compose.ComposeChange.PutHealthcheck;
import aria.compose.ComposeChange.RemoveEnvironment;
import aria.compose.ComposeChange.RemovePort;
import aria.compose.ComposeChange.ReplaceCommandWord;
import aria.compose.ComposeChange.ReplacePort;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposeEditorTest {
    @TempDir
    Path folder;

    private ComposeFolder here;

    @BeforeEach
    void setUp() {
        here = new ComposeFolder(folder);
    }

    /** The service {@code web} with these lines, after the changes; applied again they change nothing. */
    private String web(String lines, Function<Service, List<ComposeChange>> changes) {
        String head = "services:\n  web:\n    image: x\n";
        String after = apply(head + lines.indent(4), changes);
        assertThat(after).startsWith(head);
        return after.substring(head.length()).stripTrailing().stripIndent();
    }

    private String apply(String text, Function<Service, List<ComposeChange>> changes) {
        ComposeProject project = here.write("compose.yaml", text).load("compose.yaml");
        List<ComposeChange> wanted = changes.apply(project.services().get("web"));
        List<FileEdit> edits = ComposeEditor.apply(project, wanted);
        if (edits.isEmpty()) {
            return text;
        }
        String after = edits.get(0).edit().after().text();
        assertThat(ComposeEditor.apply(here.write("compose.yaml", after).load("compose.yaml"), wanted))
                .isEmpty();
        return after;
    }

    private static Function<Service, List<ComposeChange>> command(ComposeChange... changes) {
        return web -> List.of(changes);
    }

    private static AppendCommand append(String... words) {
        return new AppendCommand("web", List.of(words), List.of("run"), "r");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"8080:8080\" | \"8080:8443\"",
                "8080:8080 | \"8080:8443\"",
                "127.0.0.1:80:8080/tcp | \"127.0.0.1:80:8443/tcp\"",
                "\"8080\" | \"8443\"",
                "8080 | \"8443\"",
                "${PORT:-80}:8080 | \"${PORT:-80}:8443\"",
                "{target: 8080, published: 80, mode: host} | {target: 8443, published: 80, mode: host}",
            })
    void gives_a_published_port_another_container_port(String item, String expected) {
        String after = web(
                "ports:\n  # first\n  - " + item + " # the site\n  - \"9:9\"\n",
                web -> List.of(new ReplacePort("web", web.ports().get(0), 8443, "r")));
        assertThat(after).isEqualTo("ports:\n  # first\n  - " + expected + " # the site\n  - \"9:9\"");
    }

    @Test
    void changes_a_long_port_in_its_place() {
        String after = web(
                "ports:\n  - target: 8080 # inside\n    published: \"80\"\n",
                web -> List.of(new ReplacePort("web", web.ports().get(0), 8443, "r")));
        assertThat(after).isEqualTo("ports:\n  - target: 8443 # inside\n    published: \"80\"");
    }

    @Test
    void replaces_and_removes_ports_of_one_list() {
        String after = web(
                "ports:\n  - \"1:1\"\n  - target: 2\n    published: 2\n  - \"3:3\"\n",
                web -> List.of(
                        new RemovePort("web", web.ports().get(0), "r"),
                        new ReplacePort("web", web.ports().get(1), 22, "r")));
        assertThat(after).isEqualTo("ports:\n  - target: 22\n    published: 2\n  - \"3:3\"");
    }

    @Test
    void the_last_port_goes_with_its_key() {
        assertThat(web(
                        "ports:\n  - \"1:1\"\nuser: \"1\"\n",
                        web -> List.of(new RemovePort("web", web.ports().get(0), "r"))))
                .isEqualTo("user: \"1\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command: [a, b] | command: [a, b, \"-c\", \"x=1\"]",
                "command: [a, -c, y=1] # why | command: [a, -c, y=1, \"-c\", \"x=1\"] # why",
                "command: a b | command: a b -c x=1",
                "command: \"a b\" # why | command: \"a b -c x=1\" # why",
                "command: a -c x=1 | command: a -c x=1",
                "command: [a, -c, x=1, b] | command: [a, -c, x=1, b]",
                "entrypoint: [e] | entrypoint: [e]~command:~  - \"-c\"~  - x=1",
                "user: '1' | user: '1'~command:~  - run~  - \"-c\"~  - x=1",
            })
    void adds_words_to_the_command(String before, String expected) {
        assertThat(web(before + "\n", command(append("-c", "x=1"))).replace("\n", "~"))
                .isEqualTo(expected);
    }

    @Test
    void adds_a_word_that_is_there_already_a_second_time_when_it_is_part_of_more() {
        String after =
                web("command:\n  - postgres\n  - -c\n  - a=1\n", command(append("-c", "ssl=on"), append("-c", "b=2")));
        assertThat(here.load("compose.yaml").services().get("web").command())
                .containsExactly("postgres", "-c", "a=1", "-c", "ssl=on", "-c", "b=2");
        assertThat(after).startsWith("command:\n  - postgres\n");
    }

    @Test
    void adds_to_a_folded_command() {
        web("command: >\n  serve\n  --a\n", command(append("--b=$x y")));
        assertThat(here.load("compose.yaml").services().get("web").command())
                .containsExactly("serve", "--a", "--b=$x y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command: [start-dev, x] | command: [\"start\", x]",
                "command: start-dev --x=start-dev | command: start --x=start-dev",
                "command: \"'start-dev' x\" | command: \"start x\"",
                "command: start | command: start",
                "command: ${NONE:-start-dev} x | command: start x",
            })
    void replaces_a_word_of_the_command(String before, String expected) {
        assertThat(web(before + "\n", command(new ReplaceCommandWord("web", "start-dev", "start", "r"))))
                .isEqualTo(expected);
    }

    @Test
    void replaces_and_adds_in_one_go() {
        assertThat(web(
                        "command: start-dev\n",
                        command(new ReplaceCommandWord("web", "start-dev", "start", "r"), append("--tls"))))
                .isEqualTo("command: start --tls");
    }

    @Test
    void a_health_check_keeps_its_times() {
        assertThat(web(
                        "healthcheck:\n  test: curl http://x\n  retries: 3\n",
                        command(new PutHealthcheck("web", List.of("CMD", "echo", "$HOME"), "r"))))
                .isEqualTo("healthcheck:\n  test: [\"CMD\", \"echo\", \"$$HOME\"]\n  retries: 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "environment: {A: 1, B: 2} | environment: {B: 2}",
                "environment: [A=1, B=2] | environment: [B=2]",
                "environment: [B=2] | environment: [B=2]",
            })
    void removes_a_variable(String before, String expected) {
        assertThat(web(before + "\n", command(new RemoveEnvironment("web", "A", "r"))))
                .isEqualTo(expected);
    }

    @Test
    void leaves_a_variable_that_has_the_value_already() {
        String lines = "environment:\n  A: ${NONE:-on}\n  B: true\n";
        assertThat(web(
                        lines,
                        command(
                                new PutEnvironment("web", "A", "on", "r"),
                                new PutEnvironment("web", "B", "true", "r"))))
                .isEqualTo(lines.stripTrailing());
    }

    @Test
    void gives_a_passed_through_variable_a_value() {
        assertThat(web("environment:\n  - A\n  - B=1\n", command(new PutEnvironment("web", "A", "x", "r"))))
                .isEqualTo("environment:\n  - A=x\n  - B=1");
    }

    @Test
    void keeps_the_condition_and_the_form_that_are_right() {
        String text = "services:\n  web:\n    depends_on: [db]\n  db: {image: x}\n";
        assertThat(apply(text, command(new DependsOn("web", "db", "service_started", "r"))))
                .isEqualTo(text);
    }

    @Test
    void an_override_that_has_the_last_word_is_the_one_that_is_changed() {
        here.write("a.yaml", "services:\n  web:\n    command: [a]\n    environment: {A: '1'}\n    ports: ['1:1']\n")
                .write("b.yaml", "services:\n  web:\n    environment: {A: '2'}\n");
        ComposeProject project = here.load("a.yaml", "b.yaml");
        List<FileEdit> edits = ComposeEditor.apply(
                project,
                List.of(
                        new PutEnvironment("web", "A", "3", "r"),
                        append("b"),
                        new ReplacePort(
                                "web", project.services().get("web").ports().get(0), 2, "r")));
        assertThat(edits)
                .extracting(edit -> edit.edit().after().text())
                .containsExactlyInAnyOrder(
                        "services:\n  web:\n    command: [a, \"b\"]\n    environment: {A: '3'}\n    ports: ['1:2']\n",
                        "services:\n  web:\n    environment: {A: '3'}\n");
    }
}
