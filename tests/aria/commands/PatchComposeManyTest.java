package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.DockerCompose;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code patch-compose FILE…}: each file a project of its own, also where one builds on another or is hopeless. */
class PatchComposeManyTest {
    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void setUp() {
        project = Project.empty(folder);
    }

    private Project.Ran patch(String... files) {
        List<String> words = new ArrayList<>(List.of("--yes", "--json", "--all", "--preset", "*=mount"));
        words.addAll(List.of(files));
        return project.run("patch-compose", words.toArray(String[]::new));
    }

    @Test
    void a_hopeless_file_does_not_stop_the_others() {
        String good = "services:\n  web:\n    image: x\n";
        project.file("bad.yaml", "services: [")
                .file("long.yaml", "services:\n  " + "x".repeat(180) + ":\n    image: x\n")
                .file("good.yaml", good);
        Project.Ran ran = patch("bad.yaml", "long.yaml", "gone.yaml", "good.yaml");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out()
                        .lines()
                        .map(line -> line.replaceAll(
                                ".*\"file\":\"(\\w+)\\.yaml\",\"result\":\"(\\w+)\",\"reason\":(null|\\{\"id\":\"([\\w-]+)).*",
                                "$1 $2 $4")))
                .containsExactlyInAnyOrder(
                        "bad refused yaml-invalid",
                        "long refused name-unfit",
                        "gone refused not-found",
                        "good patched ");
    }

    @Test
    void a_service_of_another_file_is_extended_with_all_it_waits_for() {
        Needs.compose();
        project.file("app.yaml", "services:\n  web:\n    extends: {file: base/base.yaml, service: base}\n")
                .file("base/base.yaml", "services:\n  base:\n    image: x\n");
        assertThat(patch("app.yaml", "base/base.yaml").exit()).isZero();
        Map<String, ?> services = DockerCompose.services(project.root, List.of("app.yaml"));
        assertThat(services).containsOnlyKeys("web", "web-mtls-init", "base-mtls-init");
        assertThat(services.get("web").toString())
                .contains("\"source\":\"web-mtls\"")
                .doesNotContain("\"source\":\"base-mtls\"");
        Map<String, String> patched = project.state();
        assertThat(patch("app.yaml", "base/base.yaml").out()).doesNotContain("\"result\":\"patched\"");
        assertThat(project.state()).as("a second run writes nothing").isEqualTo(patched);
    }

    @Test
    void a_file_is_edited_once_when_another_includes_it_with_paths_of_its_own() {
        project.file("a/part.yaml", "services:\n  db: {image: x}\n")
                .file("whole.yaml", "include: [{path: a/part.yaml, project_directory: .}]\n");
        Project.Ran ran = patch("a/part.yaml", "whole.yaml");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out().lines()).hasSize(2).allMatch(line -> line.contains("\"result\":\"patched\""));
        assertThat(project.text("a/part.yaml"))
                .contains("source: ./data/certs/db")
                .containsOnlyOnce("  db-mtls-init:");
        assertThat(patch("a/part.yaml").out()).as("in a later run").contains("\"result\":\"unchanged\"");
        assertThat(patch("a/part.yaml", "whole.yaml").out().lines())
                .allMatch(line -> line.contains("\"result\":\"unchanged\""));
    }
}
