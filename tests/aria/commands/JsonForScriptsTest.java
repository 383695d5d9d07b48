package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bootstrap --no-input --json} as CI calls it: however it ends, one object on standard output that says so itself. */
class JsonForScriptsTest {
    @TempDir
    Path folder;

    private static JsonObject only(Project.Ran ran, int exit) {
        assertThat(ran.out().lines()).as(ran.out() + ran.err()).hasSize(1);
        JsonObject object = JsonParser.parseString(ran.out()).getAsJsonObject();
        assertThat(object.keySet()).containsExactly("schema", "exit", "result", "problems");
        assertThat(object.get("schema").getAsString()).isEqualTo("aria.bootstrap/1");
        assertThat(object.get("exit").getAsInt()).isEqualTo(exit).isEqualTo(ran.exit());
        return object;
    }

    @Test
    void done_and_done_again() {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        JsonObject done = only(project.run("bootstrap", "--no-input", "--yes", "--json"), 0);
        assertThat(done.getAsJsonObject("result").get("applied").getAsBoolean()).isTrue();
        assertThat(done.getAsJsonObject("result")
                        .getAsJsonObject("checks")
                        .getAsJsonObject("counts")
                        .get("fail")
                        .getAsInt())
                .isZero();
        JsonObject again = only(project.run("bootstrap", "--no-input", "--yes", "--json"), 0);
        assertThat(again.getAsJsonObject("result").get("applied").getAsBoolean())
                .isFalse();
    }

    @Test
    void without_consent_nothing_is_asked_and_nothing_written() {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        JsonObject refused = only(project.run("bootstrap", "--no-input", "--json"), 5);
        assertThat(refused.getAsJsonArray("problems").toString()).contains("--yes");
        assertThat(project.text("compose.yaml")).isEqualTo(PatchComposeCommandTest.DB_AND_APP);
        assertThat(project.layout.pkiFolder()).doesNotExist();
    }

    @Test
    void a_file_that_is_no_compose_file_is_refused_with_its_place() {
        Project project = Project.empty(folder).file("compose.yaml", "services:\n  db: [\n");
        JsonObject refused = only(project.run("bootstrap", "--no-input", "--yes", "--json"), 3);
        JsonObject problem = refused.getAsJsonArray("problems").get(0).getAsJsonObject();
        assertThat(problem.get("id").getAsString()).isEqualTo("yaml-invalid");
        assertThat(problem.get("file").getAsString()).endsWith("compose.yaml");
        assertThat(problem.get("line").getAsInt()).isPositive();
    }

    @Test
    void an_option_that_is_not_there_is_wrong_usage() {
        JsonObject wrong = only(Project.empty(folder).run("bootstrap", "--no-inptu", "--json"), 2);
        assertThat(wrong.getAsJsonArray("problems")
                        .get(0)
                        .getAsJsonObject()
                        .get("id")
                        .getAsString())
                .isEqualTo("usage");
    }

    @Test
    void a_plan_that_is_only_checked_for_ends_with_1() {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        JsonObject shown = only(project.run("bootstrap", "--no-input", "--check", "--json"), 1);
        assertThat(shown.getAsJsonObject("result").get("applied").getAsBoolean())
                .isFalse();
        assertThat(project.text("compose.yaml")).isEqualTo(PatchComposeCommandTest.DB_AND_APP);
    }
}
