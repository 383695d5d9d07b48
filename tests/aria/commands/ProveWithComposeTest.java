package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code patch-compose --prove-with-compose}: the real Docker Compose judges before anything is written. */
class ProveWithComposeTest {
    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void setUp() {
        Needs.compose();
        project = Project.empty(folder);
    }

    @Test
    void compose_agrees_with_edits_in_included_files_in_place_and_beside() {
        project.file("compose.yaml", """
                include: [parts/db.yaml]
                services:
                  web:
                    image: example/web:${TAG}
                    env_file: web.env
                    volumes: !reset []
                  late: {image: example/late:1, profiles: [late]}
                """)
                .file("parts/db.yaml", "services:\n  db: {image: \"postgres:17\"}\n")
                .file("web.env", "A=1\n")
                .file(".env", "TAG=7\n");
        Project.Ran ran = project.run("patch-compose", "--all", "--yes", "--prove-with-compose");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(project.text("compose.yaml")).contains("late-mtls-init");
        assertThat(project.text("compose.mtls.yaml")).contains("web-mtls-init");
        assertThat(project.text("parts/db.yaml")).contains("db-mtls-init");
    }

    @Test
    void what_compose_refuses_is_left_alone_with_its_words() {
        project.file("compose.yaml", "services:\n  web:\n    image: x\n    depends_on: [nobody]\n");
        Map<String, String> before = project.state();
        Project.Ran ran = project.run("patch-compose", "--all", "--yes", "--prove-with-compose");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.errors())
                .singleElement()
                .asString()
                .contains("compose.yaml: Docker Compose could not check the file as it is", "nobody");
        assertThat(project.state()).isEqualTo(before);
    }
}
