package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aria.compose.ComposeChange.AddMount;
import aria.compose.ComposeChange.AddService;
import aria.compose.ComposeChange.AddVolume;
import aria.compose.ComposeChange.AppendCommand;
import aria.compose.ComposeChange.DependsOn;
import aria.compose.ComposeChange.PutEnvironment;
import aria.compose.ComposeChange.PutHealthcheck;
import aria.compose.ComposeChange.RemoveEnvironment;
import aria.compose.ComposeChange.RemovePort;
import aria.compose.ComposeChange.ReplaceCommandWord;
import aria.edit.yaml.YamlValue;
import aria.finding.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeConflictTest {
    private static final AppendCommand APPEND = new AppendCommand("web", List.of("--tls"), List.of("run"), "r");

    @TempDir
    Path folder;

    private ComposeFolder here;

    @BeforeEach
    void setUp() {
        here = new ComposeFolder(folder);
    }

    private RefusedException refusal(String text, ComposeChange... changes) {
        ComposeProject project = here.write("compose.yaml", text).load("compose.yaml");
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> ComposeEditor.apply(project, List.of(changes)));
        assertThat(refused).as("refused").isNotNull();
        return refused;
    }

    private RefusedException webRefusal(String line, ComposeChange... changes) {
        return refusal("services:\n  web:\n    image: x\n    " + line + "\n", changes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"volumes: [\"./other:/etc/certs\"]", "volumes: [\"web-mtls:/etc/certs/\"]", "tmpfs: /etc/certs"})
    void something_else_is_mounted_there(String line) {
        RefusedException refused =
                webRefusal(line, new AddMount("web", Mount.readOnlyVolume("web-mtls", "/etc/certs"), "r"));
        assertThat(refused.finding().id()).isEqualTo("conflict");
        assertThat(refused.finding().place().orElseThrow().file()).isEqualTo("compose.yaml");
        assertThat(refused.finding().place().orElseThrow().line()).isPositive();
    }

    @Test
    void the_same_mount_in_other_words_is_no_conflict() {
        here.write("compose.yaml", "services:\n  web:\n    volumes: [\"./a/../certs:/etc/certs:ro\"]\n");
        assertThat(ComposeEditor.apply(
                        here.load("compose.yaml"),
                        List.of(new AddMount(
                                "web",
                                Mount.readOnlyBind(folder.resolve("certs").toString(), "/etc/certs"),
                                "r"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: [sh, -c, run it]",
                "command: /bin/bash -ec 'run it'",
                "command: run && stop",
                "entrypoint: [sh, -c]"
            })
    void a_shell_script_takes_no_words(String line) {
        assertThat(webRefusal(line, APPEND).finding().id()).isEqualTo("conflict");
    }

    @Test
    void names_that_are_taken() {
        String text = "services:\n  web: {image: x}\nvolumes:\n  v: {external: true}\n";
        assertThat(refusal(
                                text,
                                new AddService(
                                        "web",
                                        "web",
                                        here.file("compose.yaml"),
                                        YamlValue.map(Map.of("image", YamlValue.scalar("y"))),
                                        "r"))
                        .finding()
                        .id())
                .isEqualTo("conflict");
        assertThat(refusal(text, new AddVolume("web", "v", here.file("compose.yaml"), "r"))
                        .finding()
                        .id())
                .isEqualTo("conflict");
    }

    @Test
    void what_is_not_there() {
        assertThat(webRefusal("user: '1'", new PutEnvironment("other", "A", "1", "r"))
                        .finding()
                        .id())
                .isEqualTo("conflict");
        assertThat(webRefusal("command: run", new ReplaceCommandWord("web", "start", "x", "r"))
                        .finding()
                        .id())
                .isEqualTo("conflict");
        assertThat(webRefusal("user: '1'", new DependsOn("web", "db", "service_started", "r")))
                .hasMessageContaining("db");
    }

    @Test
    void a_health_check_that_is_switched_off_stays_off() {
        assertThat(webRefusal("healthcheck: {disable: true}", new PutHealthcheck("web", List.of("CMD", "x"), "r"))
                        .finding()
                        .id())
                .isEqualTo("conflict");
    }

    @Test
    void one_port_of_a_range() {
        here.write("compose.yaml", "services:\n  web:\n    ports: [\"80-81:80-81\"]\n");
        Port port = here.load("compose.yaml").services().get("web").ports().get(0);
        assertThat(webRefusal("ports: [\"80-81:80-81\"]", new RemovePort("web", port, "r")))
                .hasMessageContaining("range");
    }

    @Test
    void a_variable_that_an_env_file_sets() {
        here.write("a.env", "A=1\n");
        assertThat(webRefusal("env_file: a.env", new RemoveEnvironment("web", "A", "r")))
                .hasMessageContaining("env_file");
    }

    @Test
    void a_key_that_another_file_takes_back() {
        here.write("b.yaml", "services:\n  web:\n    environment: !reset {A: '1'}\n")
                .write("a.yaml", "services:\n  web: {image: x}\n");
        RefusedException refused = catchThrowableOfType(
                RefusedException.class,
                () -> ComposeEditor.apply(
                        here.load("a.yaml", "b.yaml"), List.of(new PutEnvironment("web", "B", "1", "r"))));
        assertThat(refused.finding().id()).isEqualTo("unproven");
    }

    @Test
    void text_that_another_service_extends() {
        String text = "services:\n  web: {image: x}\n  twin: {extends: web}\n";
        RefusedException refused = refusal(text, new PutEnvironment("web", "A", "1", "r"));
        assertThat(refused.finding().id()).isEqualTo("shared-anchor");
        assertThat(refused).hasMessageContaining("twin");
    }

    @Test
    void text_that_another_service_extends_may_change_when_both_are_meant() {
        here.write("compose.yaml", "services:\n  web: {image: x}\n  twin: {extends: web}\n");
        assertThat(ComposeEditor.apply(
                        here.load("compose.yaml"),
                        List.of(new PutEnvironment("web", "A", "1", "r"), new PutEnvironment("twin", "A", "1", "r"))))
                .hasSize(1);
    }

    @Test
    void text_that_another_service_shares_by_an_anchor() {
        String text = "services:\n  web:\n    environment: &e {B: '1'}\n  twin:\n    environment: *e\n";
        ComposeProject project = here.write("compose.yaml", text).load("compose.yaml");
        RefusedException refused = catchThrowableOfType(
                RefusedException.class,
                () -> ComposeEditor.apply(project, List.of(new PutEnvironment("web", "A", "1", "r"))));
        assertThat(refused == null || refused.finding().id().equals("shared-anchor"))
                .isTrue();
    }
}
