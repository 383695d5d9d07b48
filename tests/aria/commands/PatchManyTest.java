package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code patch-compose} over many files, each a project of its own: planned side by side, written together, told one by one. */
class PatchManyTest {
    private static final String WEB = "services:\n  web:\n    image: nginx:1.27 # pinned\n";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeProject() {
        project = Project.empty(folder);
    }

    private Project.Ran patch(List<String> files) {
        List<String> words = new ArrayList<>(List.of("--all", "--yes", "--json", "-q"));
        words.addAll(files);
        return project.run("patch-compose", words.toArray(String[]::new));
    }

    private static List<String> results(Project.Ran ran) {
        return ran.out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject().getAsJsonObject("result"))
                .map(result -> result.get("file").getAsString() + " "
                        + result.get("result").getAsString())
                .toList();
    }

    @Test
    void each_is_told_of_in_the_order_given_and_a_hopeless_one_stops_none() {
        List<String> files = IntStream.range(0, 300)
                .mapToObj(i -> "stack" + i + "/compose.yaml")
                .toList();
        files.forEach(file -> project.file(file, WEB));
        project.file(files.get(7), "services: [\n");
        Map<String, String> before = project.contents();

        Project.Ran ran = patch(files);

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(results(ran))
                .as(() -> ran.out()
                        .lines()
                        .filter(line -> line.contains("refused"))
                        .toList()
                        .toString())
                .isEqualTo(files.stream()
                        .map(file -> file + (file.equals(files.get(7)) ? " refused" : " patched"))
                        .toList());
        assertThat(project.text("data/mtls/audit.log").lines())
                .as("transactions")
                .hasSize(2);
        assertThat(results(patch(files))).as("a second run").noneMatch(line -> line.endsWith("patched"));

        assertThat(project.run("patch-compose", "--undo", "--yes").exit()).isZero();
        assertThat(project.contents()).containsAllEntriesOf(before);
    }

    @Test
    void a_file_that_two_of_them_share_is_edited_once() throws IOException {
        project.file("shared/base.yaml", WEB)
                .file("a.yaml", "include: [shared/base.yaml]\n")
                .file("b.yaml", "include: [shared/base.yaml]\n")
                .file("c.yaml", WEB);
        assertThat(results(patch(List.of("a.yaml", "c.yaml", "b.yaml"))))
                .containsExactly("a.yaml patched", "c.yaml patched", "b.yaml unchanged");
        assertThat(project.text("shared/base.yaml").split("web-mtls-init:\n    image", -1))
                .as("the service that delivers its key stands there once")
                .hasSize(2);
    }

    @Test
    void two_names_of_one_file_do_not_keep_the_others_from_being_written() throws IOException {
        project.file("a.yaml", WEB).file("b.yaml", WEB);
        Files.createSymbolicLink(project.root.resolve("link.yaml"), Path.of("a.yaml"));
        assertThat(results(patch(List.of("a.yaml", "link.yaml", "b.yaml"))))
                .containsExactly("a.yaml patched", "link.yaml unchanged", "b.yaml patched");
        assertThat(project.text("a.yaml")).isEqualTo(project.text("b.yaml"));
    }

    @Test
    void the_diff_file_holds_the_edits_of_all() {
        project.file("a.yaml", WEB).file("b.yaml", WEB);
        project.run("patch-compose", "--all", "--yes", "--diff", "my.diff", "a.yaml", "b.yaml");
        assertThat(project.text("my.diff")).contains("+++ b/a.yaml", "+++ b/b.yaml");
    }
}
