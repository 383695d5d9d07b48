package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeLocatorTest {
    private static final String SERVICES = "services: {a: {image: x}}\n";

    @TempDir
    Path outer;

    private ComposeFolder here;

    @BeforeEach
    void setUp() {
        here = new ComposeFolder(outer.resolve("work")).write("README", "");
    }

    private List<ProjectFiles> locate(Map<String, String> environment) {
        return ComposeLocator.locate(here.path(), List.of(), List.of(), environment);
    }

    private static List<List<String>> found(List<ProjectFiles> projects) {
        return projects.stream()
                .map(project -> project.files().stream().map(project::label).toList())
                .toList();
    }

    @Test
    void dash_f_files_are_one_project_and_the_first_gives_its_folder() {
        here.write("sub/a.yml", SERVICES).write("b.yml", SERVICES);
        List<ProjectFiles> projects = ComposeLocator.locate(
                here.path(), List.of(Path.of("sub/a.yml"), Path.of("b.yml")), List.of(), Map.of("COMPOSE_FILE", "x"));
        assertThat(found(projects)).containsExactly(List.of("sub/a.yml", "b.yml"));
        assertThat(projects.get(0).directory()).isEqualTo(here.file("sub"));
        assertThat(projects.get(0).root()).isEqualTo(here.path());
    }

    @Test
    void positional_files_are_a_project_each() {
        here.write("a.yml", SERVICES).write("b.yml", SERVICES).write("c/compose.yml", SERVICES);
        assertThat(found(ComposeLocator.locate(
                        here.path(), List.of(), List.of(Path.of("a.yml"), Path.of("b.yml"), Path.of("c")), Map.of())))
                .containsExactly(List.of("a.yml"), List.of("b.yml"), List.of("c/compose.yml"));
    }

    @Test
    void a_named_file_may_lie_elsewhere_and_is_its_own_root() {
        new ComposeFolder(outer).write("other/a.yml", SERVICES);
        ProjectFiles project = ComposeLocator.locate(
                        here.path(), List.of(Path.of("../other/a.yml")), List.of(), Map.of())
                .get(0);
        assertThat(project.root()).isEqualTo(outer.resolve("other"));
    }

    @Test
    void a_named_file_that_is_missing_is_said_to_be() {
        assertThatThrownBy(() -> ComposeLocator.locate(here.path(), List.of(Path.of("gone.yml")), List.of(), Map.of()))
                .hasMessage("gone.yml: there is no such file");
    }

    @Test
    void compose_file_comes_from_the_environment_or_the_dot_env_file() {
        here.write("a.yml", SERVICES).write("b.yml", SERVICES).write("compose.yaml", SERVICES);
        assertThat(found(locate(Map.of("COMPOSE_FILE", "a.yml:b.yml")))).containsExactly(List.of("a.yml", "b.yml"));
        assertThat(found(locate(Map.of("COMPOSE_FILE", "a.yml,b.yml", "COMPOSE_PATH_SEPARATOR", ","))))
                .containsExactly(List.of("a.yml", "b.yml"));
        here.write(".env", "COMPOSE_FILE=b.yml\n");
        assertThat(found(locate(Map.of()))).containsExactly(List.of("b.yml"));
    }

    @Test
    void the_standard_names_have_composes_order_and_their_override() {
        here.write("docker-compose.yml", SERVICES).write("docker-compose.override.yml", SERVICES);
        assertThat(found(locate(Map.of())))
                .containsExactly(List.of("docker-compose.yml", "docker-compose.override.yml"));
        here.write("compose.yml", SERVICES).write("compose.override.yaml", SERVICES);
        assertThat(found(locate(Map.of()))).containsExactly(List.of("compose.yml", "compose.override.yaml"));
    }

    @Test
    void else_files_named_like_compose_files_are_projects_unless_another_includes_them() {
        here.write("docker-compose.dev.yml", SERVICES)
                .write("compose/docker-compose.yml", "include: [compose-db.yml]\n")
                .write("compose/compose-db.yml", SERVICES)
                .write("compose/compose-alone.yml", SERVICES)
                .write("compose/other.yml", SERVICES);
        assertThat(found(locate(Map.of())))
                .containsExactly(
                        List.of("docker-compose.dev.yml"),
                        List.of("compose/docker-compose.yml"),
                        List.of("compose/compose-alone.yml"));
    }

    @Test
    void a_file_that_is_refused_is_still_found() {
        here.write("compose-broken.yml", "a: [\n");
        assertThat(found(locate(Map.of()))).containsExactly(List.of("compose-broken.yml"));
    }

    @Test
    void a_found_file_may_not_be_a_link_out_of_the_folder() throws IOException {
        new ComposeFolder(outer).write("other.yaml", SERVICES);
        Files.createSymbolicLink(here.file("compose.yaml"), outer.resolve("other.yaml"));
        assertThatThrownBy(() -> locate(Map.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("-f");
        assertThat(ComposeLocator.locate(here.path(), List.of(Path.of("compose.yaml")), List.of(), Map.of()))
                .hasSize(1);
    }

    @Test
    void an_empty_folder_has_none() {
        assertThat(locate(Map.of())).isEmpty();
    }
}
