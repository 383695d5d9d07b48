package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --undo} of several files, after everything that may have happened to them in between. */
class UndoElsewhereTest {
    private static final List<String> FILES = List.of("compose.yaml", "prometheus/prometheus.yml");

    @TempDir
    Path folder;

    private Project project;
    private Map<String, String> originals;

    @BeforeEach
    void bootstrapAStackOfTwoFiles() {
        project = Project.empty(folder);
        KillScenario.all().get(0).prepare(project);
        originals = texts();
        done("bootstrap", "--yes");
        assertThat(texts())
                .as("both are edited")
                .doesNotContainEntry(FILES.get(0), originals.get(FILES.get(0)))
                .doesNotContainEntry(FILES.get(1), originals.get(FILES.get(1)));
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        FILES.forEach(file -> texts.put(file, project.text(file)));
        return texts;
    }

    private Project.Ran done(String... command) {
        Project.Ran ran = project.run(command);
        assertThat(ran.exit())
                .as(String.join(" ", command) + ": " + ran.out() + ran.err())
                .isZero();
        return ran;
    }

    @Test
    void again_and_again_it_gives_the_original_bytes() {
        for (int round = 0; round < 2; round++) {
            done("bootstrap", "--undo", "--yes");
            assertThat(texts()).isEqualTo(originals);
            Map<String, String> before = project.state();
            done("bootstrap", "--undo", "--yes");
            assertThat(project.state()).as("a second undo writes nothing").isEqualTo(before);
            done("bootstrap", "--yes");
        }
    }

    @Test
    void after_the_folder_was_renamed() throws IOException {
        project = Project.at(Files.move(project.root, folder.resolve("renamed")));
        undoneOnceAccepted();
    }

    @Test
    void in_a_copy_of_the_folder_it_takes_back_the_copy_alone() {
        Project first = project;
        Map<String, String> before = first.state();
        project = first.copyTo(folder.resolve("copy"));
        undoneOnceAccepted();
        assertThat(first.state()).isEqualTo(before);
    }

    /** The records were written for another place: the command that is printed shows what they do, and asks. */
    private void undoneOnceAccepted() {
        Map<String, String> before = project.state();
        Project.Ran refused = project.run("bootstrap", "--undo", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(project.state()).isEqualTo(before);
        Matcher id = Pattern.compile("--accept-record (\\w+)").matcher(refused.err());
        assertThat(id.find()).as(refused.err()).isTrue();
        Project.Ran ran = project.answer("y", () -> {}, "bootstrap", "--undo", "--accept-record", id.group(1));
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(texts()).isEqualTo(originals);
    }

    /** The old name was not there, the new one not looked at: it kept the edits, and what they mount was removed. */
    @Test
    void after_a_file_was_renamed() throws IOException {
        for (String command : List.of("bootstrap", "patch-compose")) {
            Files.move(project.root.resolve("compose.yaml"), project.root.resolve("docker-compose.yml"));
            done(command, "--undo", "--yes");
            assertThat(project.text("docker-compose.yml")).isEqualTo(originals.get("compose.yaml"));
            assertThat(project.text(FILES.get(1))).isEqualTo(originals.get(FILES.get(1)));
            Files.move(project.root.resolve("docker-compose.yml"), project.root.resolve("compose.yaml"));
            done("bootstrap", "--yes");
        }
    }

    @Test
    void after_a_file_was_renamed_and_edited_the_old_name_is_asked_for_and_then_it_works() throws IOException {
        Path renamed = Files.move(project.root.resolve("compose.yaml"), project.root.resolve("docker-compose.yml"));
        Files.writeString(renamed, Files.readString(renamed).replace("# our stack", "# our own stack"));
        String patched = project.text("docker-compose.yml");
        Project.Ran ran = project.run("patch-compose", "--undo", "--yes");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
        assertThat(ran.errors())
                .singleElement()
                .asString()
                .contains("compose.yaml", "is not there", "give it its old name");
        assertThat(project.text("docker-compose.yml")).isEqualTo(patched);

        Files.move(renamed, project.root.resolve("compose.yaml"));
        done("patch-compose", "--undo", "--yes");
        assertThat(project.text("compose.yaml"))
                .isEqualTo(originals.get("compose.yaml").replace("# our stack", "# our own stack"));
    }

    @Test
    void after_edits_of_the_users_own_in_both_files_they_stay_and_the_rest_goes() {
        project.file(
                FILES.get(0), project.text(FILES.get(0)).replace("# our stack", "# our own stack") + "# the end\n");
        project.file(FILES.get(1), project.text(FILES.get(1)).replace("# what we watch", "# what they watch"));
        done("bootstrap", "--undo", "--yes");
        assertThat(project.text(FILES.get(0)))
                .isEqualTo(originals.get(FILES.get(0)).replace("# our stack", "# our own stack") + "# the end\n");
        assertThat(project.text(FILES.get(1)))
                .isEqualTo(originals.get(FILES.get(1)).replace("# what we watch", "# what they watch"));
    }

    @Test
    void in_a_colleagues_clone_nothing_is_recorded_and_git_is_named() {
        project.delete("data");
        Map<String, String> before = project.state();
        assertThat(project.run("patch-compose", "--undo", "--yes").err())
                .contains("compose.yaml: nothing is recorded here to undo", "git revert");
        assertThat(project.state()).isEqualTo(before);
    }
}
