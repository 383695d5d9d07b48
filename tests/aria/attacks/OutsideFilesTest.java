package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files outside the project that a project names: edited only when a person names them, and taken back as they were edited. */
class OutsideFilesTest {
    private static final String COMPOSE = "services:\n  db:\n    image: postgres:17\n";

    @TempDir
    Path folder;

    private Project project;
    private Path outside;

    @BeforeEach
    void prepare() throws IOException {
        project = Project.empty(folder);
        outside = Files.createDirectories(folder.resolve("out")).resolve("compose.yaml");
        Files.writeString(outside, COMPOSE);
    }

    @Test
    void by_COMPOSE_FILE_in_dot_env() throws IOException {
        project.file(".env", "COMPOSE_FILE=../out/compose.yaml\n");
        assertRefused();
    }

    @Test
    void by_a_link_that_COMPOSE_FILE_names() throws IOException {
        project.file(".env", "COMPOSE_FILE=stack.yaml\n");
        Files.createSymbolicLink(project.root.resolve("stack.yaml"), Path.of("../out/compose.yaml"));
        assertRefused();
    }

    @Test
    void by_include_beside_a_named_file() throws IOException {
        Path main = Files.writeString(outside.resolveSibling("main.yaml"), "include: [compose.yaml]\n");
        assertRefused("-f", main.toString());
    }

    @Test
    void an_override_file_leaves_it_as_it_is() throws IOException {
        project.file(".env", "COMPOSE_FILE=../out/compose.yaml\n");
        Project.Ran ran = project.run("patch-compose", "--override", "compose.mtls.yaml", "--yes");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(outside).content().isEqualTo(COMPOSE);
        assertThat(project.text("compose.mtls.yaml")).contains("db-mtls-init");
    }

    @Test
    void one_that_is_named_is_edited_and_taken_back() {
        for (List<String> named : List.of(List.of("bootstrap", "-f"), List.of("patch-compose", "-f"))) {
            Project.Ran ran = project.run(named.get(0), named.get(1), outside.toString(), "--yes");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(outside).content().contains("db-mtls-init");
            // Without its name, too: the record is ours, and says what was edited.
            assertThat(project.run(named.get(0), "--undo", "--yes").exit()).isZero();
            assertThat(outside).content().isEqualTo(COMPOSE);
        }
    }

    private void assertRefused(String... options) throws IOException {
        for (String command : List.of("bootstrap", "patch-compose")) {
            List<String> words = new ArrayList<>(List.of(options));
            words.add("--yes");
            Project.Ran ran = project.run(command, words.toArray(String[]::new));
            assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
            assertThat(ran.errors()).singleElement().asString().contains("outside the project", "--override");
            assertThat(Files.readString(outside)).isEqualTo(COMPOSE);
            assertThat(outside.resolveSibling("aria.yaml")).doesNotExist();
        }
    }
}
