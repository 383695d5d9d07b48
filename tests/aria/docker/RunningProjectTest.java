package aria.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker Compose knows a project by its name alone; two checkouts in folders of the same name are not one project. */
class RunningProjectTest {
    @TempDir
    Path folder;

    private Path mine;
    private Path others;
    private RunningProject project;

    @BeforeEach
    void twoCheckouts() throws IOException {
        mine = Files.createDirectories(folder.resolve("mine/shop"));
        others = Files.createDirectories(folder.resolve("others/shop"));
        Files.createFile(mine.resolve("compose.yaml"));
        Files.createFile(others.resolve("compose.yaml"));
        project = in("shop", mine);
    }

    private static RunningProject in(String name, Path directory) {
        return new RunningProject(name, directory, List.of(directory.resolve("compose.yaml")));
    }

    @Test
    void one_of_the_same_name_in_another_folder_is_another_project() {
        assertThat(project.isSame(project)).isTrue();
        assertThat(project.isSame(in("shop", others))).isFalse();
        assertThat(project.isSame(in("store", mine))).isFalse();
    }

    @Test
    void a_link_to_its_folder_and_a_file_of_its_own_lead_to_it() throws IOException {
        assertThat(project.isSame(in("shop", Files.createSymbolicLink(folder.resolve("link"), mine))))
                .isTrue();
        assertThat(project.isSame(new RunningProject("shop", folder, project.configFiles())))
                .as("started with --project-directory")
                .isTrue();
    }

    @Test
    void a_folder_that_is_not_there_or_not_known_may_be_its_own() {
        assertThat(project.isSame(in("shop", folder.resolve("before-it-was-moved"))))
                .isTrue();
        assertThat(project.isSame(new RunningProject("shop", Path.of(""), List.of())))
                .isTrue();
    }

    /** Whoever makes a container writes what they like. */
    @Test
    void a_label_that_is_no_path_leads_nowhere() {
        RunningProject odd = ComposeLabels.project(Map.of(
                ComposeLabels.PROJECT,
                "shop",
                "com.docker.compose.project.working_dir",
                "a\u0000b",
                "com.docker.compose.project.config_files",
                "\u0000,/x\u0000"));
        assertThat(odd.workingDirectory()).isEqualTo(Path.of(""));
    }
}
