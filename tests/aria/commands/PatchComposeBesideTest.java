package aria.commands;

import static aria.commands.PatchComposeCommandTest.ready;
import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.DockerCompose;
import aria.testing.Needs;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that can't be edited in place is edited in a file of our own beside the project, and the output says how to take it up. */
class PatchComposeBesideTest {
    /** The list of web is shared with twin, which is not to change; db can be edited in place. */
    private static final String SHARED = """
            services:
              web:
                image: example/web:1
                volumes: &data
                  - data:/data   # both need it
              twin:
                image: example/web:1
                volumes: *data
              db:
                image: example/db:1
            volumes:
              data:
            """;

    private static final String[] WEB_AND_DB = {
        "--yes", "--preset", "web=mount", "--preset", "db=mount", "--only", "web,db"
    };

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void setUp() {
        project = ready(Project.empty(folder).file("compose.yaml", SHARED));
    }

    @Test
    void the_others_are_edited_in_place_and_undo_takes_both_back() {
        Session session = new Session(project);
        session.run("patch-compose", WEB_AND_DB);
        session.show("compose.yaml");
        session.show("compose.mtls.yaml");
        Map<String, String> patched = project.state();
        session.run("patch-compose", WEB_AND_DB);
        assertThat(project.state()).as("a second run writes nothing").isEqualTo(patched);
        session.run("patch-compose", "--undo", "--yes", "-q", "compose.yaml");
        assertThat(project.text("compose.yaml")).isEqualTo(SHARED);
        assertThat(project.has("compose.mtls.yaml")).isFalse();
        session.assertGolden("patch-beside");
    }

    @Test
    void docker_compose_sees_the_wanted_change_and_no_other() {
        Needs.compose();
        Map<String, JsonObject> before = DockerCompose.services(project.root, List.of("compose.yaml"));
        project.run("patch-compose", WEB_AND_DB);
        Map<String, JsonObject> after =
                DockerCompose.services(project.root, List.of("compose.yaml", "compose.mtls.yaml"));
        assertThat(after).containsOnlyKeys("web", "twin", "db", "web-mtls-init", "db-mtls-init");
        assertThat(after.get("twin")).isEqualTo(before.get("twin"));
        assertThat(after.get("web").get("volumes").toString())
                .contains("\"target\":\"/data\"", "\"source\":\"web-mtls\"");
        assertThat(after.get("web").get("depends_on").toString()).contains("web-mtls-init");
    }

    @Test
    void an_override_of_the_user_stays_and_counts_before_ours() {
        String users = "services:\n  web:\n    labels: [mine]\n";
        project.file("compose.override.yaml", users);
        Project.Ran ran = project.run("patch-compose", WEB_AND_DB);
        assertThat(ran.exit()).isZero();
        assertThat(project.text("compose.override.yaml")).isEqualTo(users);
        assertThat(ran.err())
                .contains("docker compose -f compose.yaml -f compose.override.yaml -f compose.mtls.yaml up -d");
    }

    @Test
    void a_file_of_that_name_that_is_not_ours_is_left_alone() {
        String users = "services:\n  web:\n    labels: [mine]\n";
        project.file("compose.mtls.yaml", users);
        Project.Ran ran = project.run("patch-compose", WEB_AND_DB);
        assertThat(ran.exit()).isEqualTo(6);
        assertThat(ran.errors()).singleElement().asString().contains("compose.yaml: web: ", "Use an override file");
        assertThat(project.text("compose.mtls.yaml")).isEqualTo(users);
        assertThat(project.text("compose.yaml")).as("db is edited all the same").contains("db-mtls-init");
    }
}
