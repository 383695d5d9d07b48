package aria.commands;

import static aria.commands.PatchComposeCommandTest.DB_AND_APP;
import static aria.commands.PatchComposeCommandTest.ready;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen between the plan that {@code patch-compose} shows and its doing. */
class PatchComposeConsentTest {
    private static final String FILE = "compose.yaml";
    private static final Runnable NOTHING = () -> {};

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeProject() {
        project = ready(Project.empty(folder).file(FILE, DB_AND_APP));
    }

    @Test
    void yes_does_it_and_every_other_answer_does_nothing() {
        Map<String, String> before = project.state();
        for (String answer : new String[] {"", "n", "N", "no", "yess", "ja"}) {
            Project.Ran ran = project.answer(answer, NOTHING, "patch-compose");
            assertThat(ran.exit()).as(answer).isEqualTo(5);
            assertThat(ran.err())
                    .contains(
                            "Change 1 file? [y/N, d: diff, v: reasons] ",
                            "error: nothing was changed, because you did not agree");
        }
        assertThat(project.state()).isEqualTo(before);
        assertThat(project.answer("y", NOTHING, "patch-compose").exit()).isZero();
        assertThat(project.answer("y", NOTHING, "patch-compose", "--undo").exit())
                .isZero();
        assertThat(project.text(FILE)).isEqualTo(DB_AND_APP);
    }

    @Test
    void a_file_that_was_changed_meanwhile_is_left_as_it_is_now() {
        String theirs = DB_AND_APP + "  more:\n";
        Project.Ran ran = project.answer("y", () -> project.file(FILE, theirs), "patch-compose");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err())
                .contains("error: compose.yaml: the file was changed since the plan was made; nothing was written");
        assertThat(project.text(FILE)).isEqualTo(theirs);
        assertThat(project.has("data/mtls/db")).isFalse();
    }

    @Test
    void a_file_that_is_gone_meanwhile_is_not_made_again() {
        Project.Ran ran = project.answer("y", () -> project.delete(FILE), "patch-compose");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err()).contains("error: compose.yaml: the file is gone since the plan was made");
        assertThat(project.has(FILE)).isFalse();
    }

    @Test
    void with_json_the_change_has_its_reason_id() {
        Project.Ran ran =
                project.answer("y", () -> project.file(FILE, DB_AND_APP + "  more:\n"), "patch-compose", "--json");
        JsonObject result = JsonParser.parseString(ran.out()).getAsJsonObject().getAsJsonObject("result");
        assertThat(result.get("result").getAsString()).isEqualTo("refused");
        assertThat(result.getAsJsonObject("reason").get("id").getAsString()).isEqualTo("changed-since-plan");
    }

    @Test
    void while_another_run_is_at_work_nothing_is_done() throws Exception {
        Map<String, String> before = project.contents();
        try (FileChannel channel = FileChannel.open(
                        project.layout.mtlsFolder().resolve("lock"),
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            for (String[] command : new String[][] {
                {"patch-compose", "--yes"}, {"init-ca", "--force"}, {"generate-service-certs", "--force"}
            }) {
                Project.Ran ran = project.run(command[0], command[1]);
                assertThat(ran.exit()).as(command[0] + ": " + ran.err()).isEqualTo(5);
                assertThat(ran.errors()).hasSize(1);
            }
        }
        assertThat(project.contents()).isEqualTo(before);
        assertThat(project.run("patch-compose", "--yes").exit()).isZero();
    }

    @Test
    void a_folder_from_which_others_could_steer_what_is_written_is_refused() {
        project.mode("data/mtls", "rwxrwxrwx");
        Project.Ran ran = project.run("patch-compose", "--yes");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err())
                .contains("others can write to the folder, which holds keys (rwxrwxrwx). Run chmod go-w "
                        + project.root.resolve("data/mtls"));
        assertThat(project.text(FILE)).isEqualTo(DB_AND_APP);
    }
}
