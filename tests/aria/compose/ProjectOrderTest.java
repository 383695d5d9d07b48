package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectOrderTest {
    @TempDir
    Path folder;

    private ComposeFolder here;

    @BeforeEach
    void setUp() {
        here = new ComposeFolder(folder);
    }

    private List<ProjectFiles> projects(String... files) {
        return Stream.of(files)
                .map(here::file)
                .map(file -> new ProjectFiles(folder, file.getParent(), List.of(file), "named"))
                .toList();
    }

    @Test
    void a_file_whose_services_others_extend_comes_before_them() {
        here.write("a.yaml", "services:\n  web:\n    extends: {file: z/base.yaml, service: base}\n")
                .write("z/base.yaml", "services:\n  base: {image: x}\n");
        List<ProjectFiles> named = projects("a.yaml", "z/base.yaml");
        ProjectOrder all = ProjectOrder.of(named, Map.of());
        assertThat(all.order()).containsExactly(named.get(1), named.get(0));
        assertThat(all.partOf(named.get(1))).isEmpty();
    }

    @Test
    void a_file_that_another_includes_with_paths_of_its_own_folder_is_a_part_of_that() {
        here.write("a/part.yaml", "services:\n  db: {image: x}\n")
                .write("b/other.yaml", "services:\n  c: {image: x}\n")
                .write("whole.yaml", "include: [{path: a/part.yaml, project_directory: .}, b/other.yaml]\n");
        List<ProjectFiles> named = projects("a/part.yaml", "b/other.yaml", "whole.yaml");
        ProjectOrder all = ProjectOrder.of(named, Map.of());
        assertThat(all.partOf(named.get(0))).contains(named.get(2));
        assertThat(all.partOf(named.get(1)))
                .as("its paths mean the same to both")
                .isEmpty();
        assertThat(all.order()).containsExactly(named.get(1), named.get(2), named.get(0));
    }

    @Test
    void files_that_extend_each_other_and_hopeless_ones_keep_their_order() {
        here.write("a.yaml", "services:\n  a: {image: x}\n  b: {extends: {file: b.yaml, service: b}}\n")
                .write("b.yaml", "services:\n  b: {image: x}\n  c: {extends: {file: a.yaml, service: a}}\n")
                .write("c.yaml", "include: nothing\n");
        List<ProjectFiles> named = projects("c.yaml", "a.yaml", "b.yaml");
        assertThat(ProjectOrder.of(named, Map.of()).order()).containsExactlyInAnyOrderElementsOf(named);
    }
}
