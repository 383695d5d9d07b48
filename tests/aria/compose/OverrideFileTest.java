package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aria.compose.ComposeChange.AppendCommand;
import aria.compose.ComposeChange.PutEnvironment;
import aria.compose.ComposeChange.RemoveEnvironment;
import aria.compose.ComposeChange.RemovePort;
import aria.compose.ComposeChange.ReplacePort;
import aria.finding.RefusedException;
import aria.testing.Needs;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverrideFileTest {
    private static final String SHARED = """
            services:
              web:
                image: x
                command: [serve]
                environment: &env {LOG: info}
              twin:
                image: x
                environment: *env
            """;

    @TempDir
    Path folder;

    private ComposeFolder here;

    @BeforeEach
    void setUp() {
        here = new ComposeFolder(folder).write("compose.yaml", SHARED);
    }

    private ComposeProject overridden() {
        return here.load("compose.yaml").withEditsIn(here.file("compose.mtls.yaml"));
    }

    @Test
    void takes_every_edit_and_leaves_the_other_files_alone() {
        ComposeProject project = overridden();
        List<ComposeChange> changes = List.of(
                new PutEnvironment("web", "A", "1", "r"),
                new AppendCommand("web", List.of("--tls"), List.of(), "r"),
                new ComposeChange.AddVolume("web", "v", project.override().orElseThrow(), "r"));

        List<FileEdit> edits = ComposeEditor.apply(project, changes);

        assertThat(edits).singleElement().satisfies(edit -> {
            assertThat(edit.file()).isEqualTo(here.file("compose.mtls.yaml"));
            assertThat(edit.edit().after().text()).isEqualTo("""
                    services:
                      web:
                        environment:
                          A: "1"
                        command:
                          - serve
                          - "--tls"
                    volumes:
                      v:
                    """);
        });
        here.write("compose.mtls.yaml", edits.get(0).edit().after().text());
        assertThat(ComposeEditor.apply(overridden(), changes))
                .as("a second run")
                .isEmpty();
        Service web = here.load("compose.yaml", "compose.mtls.yaml").services().get("web");
        assertThat(web.command()).containsExactly("serve", "--tls");
        assertThat(web.environment()).containsEntry("LOG", "info").containsEntry("A", "1");
    }

    @Test
    void means_the_same_to_docker_compose_as_the_edit_in_place() {
        Needs.compose();
        ComposeProject beside = overridden();
        ComposeEditor.apply(beside, UsualChanges.of(beside))
                .forEach(edit ->
                        here.write("compose.mtls.yaml", edit.edit().after().text()));
        Map<String, JsonObject> overridden =
                DockerCompose.services(folder, List.of("compose.yaml", "compose.mtls.yaml"));

        ComposeProject inPlace = here.load("compose.yaml");
        ComposeEditor.apply(inPlace, UsualChanges.of(inPlace))
                .forEach(edit -> here.write("compose.yaml", edit.edit().after().text()));
        Map<String, JsonObject> edited = DockerCompose.services(folder, List.of("compose.yaml"));

        assertThat(overridden.keySet()).isEqualTo(edited.keySet());
        edited.forEach((name, service) ->
                assertThat(DockerCompose.facts(overridden.get(name))).as(name).isEqualTo(DockerCompose.facts(service)));
    }

    @Test
    void adds_to_an_override_file_of_the_user() {
        here.write("compose.mtls.yaml", "# mine\nservices:\n  web:\n    environment:\n      B: \"2\" # kept\n");
        List<FileEdit> edits = ComposeEditor.apply(overridden(), List.of(new PutEnvironment("web", "A", "1", "r")));
        assertThat(edits.get(0).edit().after().text())
                .isEqualTo("# mine\nservices:\n  web:\n    environment:\n      B: \"2\" # kept\n      A: \"1\"\n");
    }

    @Test
    void writes_paths_of_an_included_service_as_the_override_file_sees_them() {
        here.write("compose.yaml", "include: [sub/web.yaml]\n").write("sub/web.yaml", "services:\n  web: {image: x}\n");
        ComposeProject project = overridden();
        FileEdit edit = ComposeEditor.apply(
                        project,
                        List.of(new ComposeChange.AddMount("web", Mount.readOnlyBind("../data/web", "/data"), "r")))
                .get(0);
        assertThat(edit.edit().after().text()).contains("source: ./data/web\n");
        RefusedException refused = catchThrowableOfType(
                RefusedException.class,
                () -> ComposeEditor.apply(
                        project, List.of(new ComposeChange.AddVolume("web", "v", here.file("sub/web.yaml"), "r"))));
        assertThat(refused.finding().id()).isEqualTo("conflict");
    }

    @Test
    void takes_back_what_another_file_says_by_writing_the_whole_anew() {
        Needs.compose();
        here.write("compose.yaml", """
                services:
                  web:
                    image: x
                    environment: [LOG=info, "URL=http://x:${PORT:-80}/", HOME, OLD=1]
                    ports: ["${PORT:-80}:80", "81:81/udp", {target: 90, published: "90"}, "91:91"]
                  worker:
                    image: x
                    environment: {LOG: info, N: 5, OLD: 1}
                    ports: ["92:91"]
                """);
        ComposeProject before = overridden();
        List<ComposeChange> changes = changes(before);

        FileEdit edit = ComposeEditor.apply(before, changes).get(0);
        assertThat(edit.edit().after().text()).isEqualTo("""
                services:
                  web:
                    environment: !override
                      LOG: info
                      URL: https://x:${PORT:-80}/
                      HOME:
                    ports: !override
                      - ${PORT:-80}:443
                      - 81:81/udp
                      - target: 443
                        published: "90"
                  worker:
                    environment: !override
                      LOG: info
                      "N": 5
                    ports: !override []
                """);
        here.write("compose.mtls.yaml", edit.edit().after().text());
        assertThat(ComposeEditor.apply(overridden(), changes))
                .as("a second run")
                .isEmpty();

        Map<String, JsonObject> overridden =
                DockerCompose.services(folder, List.of("compose.yaml", "compose.mtls.yaml"));
        ComposeProject inPlace = here.load("compose.yaml");
        ComposeEditor.apply(inPlace, changes(inPlace))
                .forEach(each -> here.write("compose.yaml", each.edit().after().text()));
        assertThat(overridden).isEqualTo(DockerCompose.services(folder, List.of("compose.yaml")));
    }

    private static List<ComposeChange> changes(ComposeProject project) {
        List<Port> ports = project.services().get("web").ports();
        return List.of(
                new RemoveEnvironment("web", "OLD", "r"),
                new PutEnvironment("web", "URL", "https://x:80/", "r"),
                new RemoveEnvironment("worker", "OLD", "r"),
                new ReplacePort("web", ports.get(0), 443, "r"),
                new ReplacePort("web", ports.get(2), 443, "r"),
                new RemovePort("web", ports.get(3), "r"),
                new RemovePort(
                        "worker", project.services().get("worker").ports().get(0), "r"));
    }

    @Test
    void replaces_a_list_of_the_override_file_that_adds_to_the_others() {
        here.write("compose.yaml", "services:\n  web: {image: x, ports: [\"80:80\"]}\n")
                .write(
                        "compose.mtls.yaml",
                        "services:\n  web:\n    ports: # mine\n      - \"81:81\"\n    labels: [a]\n");
        ComposeProject project = overridden();
        FileEdit edit = ComposeEditor.apply(
                        project,
                        List.of(new ReplacePort(
                                "web", project.services().get("web").ports().get(0), 443, "r")))
                .get(0);
        assertThat(edit.edit().after().text())
                .isEqualTo(
                        "services:\n  web:\n    ports: !override # mine\n      - \"80:443\"\n      - \"81:81\"\n    labels: [a]\n");
    }

    @Test
    void cannot_take_back_what_an_env_file_says() {
        here.write("compose.yaml", "services:\n  web: {image: x, env_file: a.env}\n")
                .write("a.env", "LOG=info\n");
        RefusedException refused = catchThrowableOfType(
                RefusedException.class,
                () -> ComposeEditor.apply(overridden(), List.of(new RemoveEnvironment("web", "LOG", "r"))));
        assertThat(refused.finding().id()).isEqualTo("conflict");
    }
}
