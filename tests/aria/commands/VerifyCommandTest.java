package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify-mtls-setup} at the places of the other commands' work: what each leaves to do, and what is found when it is spoilt. */
class VerifyCommandTest {
    @TempDir
    Path folder;

    private Project bootstrapped() {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        assertThat(project.run("bootstrap", "--yes", "--root-key", "discard").exit())
                .isZero();
        return project;
    }

    private static Project.Ran verify(Project project, String... only) {
        Map<String, String> before = project.state();
        String[] words = new String[only.length * 2 + 1];
        words[0] = "--no-live";
        for (int i = 0; i < only.length; i++) {
            words[2 * i + 1] = "--only";
            words[2 * i + 2] = only[i];
        }
        Project.Ran ran = project.run("verify-mtls-setup", words);
        assertThat(project.state()).as("verify writes nothing").isEqualTo(before);
        return ran;
    }

    private static void finds(Project project, String check, String what) {
        Project.Ran ran = verify(project, check);
        assertThat(ran.exit()).as(ran.out()).isEqualTo(1);
        assertThat(ran.out()).contains(what);
    }

    @Test
    void before_the_first_command_each_missing_thing_names_the_one_that_makes_all_of_them() {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        Project.Ran ran = verify(project);
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out().lines().filter(line -> line.startsWith("×")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).endsWith("Run ./jbangw bootstrap@aria"));
    }

    /** Docker Compose refuses the project; that has to be said where there is no engine, too. */
    @Test
    void a_required_variable_without_a_value_is_named_by_plan_run_and_check() {
        String stack = "services:\n  db:\n    image: postgres:16\n    environment:\n"
                + "      POSTGRES_PASSWORD: ${PW:?set the password}\n      NEVER: ${A:-${B?}}\n"
                + "  other:\n    profiles: [x]\n    image: busybox:${TAG?}\n";
        Project project = Project.empty(folder).file("compose.yaml", stack);
        Project.Ran plan = project.run("bootstrap", "--dry-run");
        assertThat(plan.exit()).isEqualTo(6);
        assertThat(plan.err())
                .contains("compose.yaml:5:26: variable PW has no value", "set the password", "Set PW in .env")
                .contains("compose.yaml:6:14: variable B has no value")
                .contains("compose.yaml:9:12: variable TAG has no value");
        assertThat(project.run("patch-compose", "--yes").exit()).isEqualTo(6);
        project.file(".env", "PW=x\nB=\n");
        finds(project, "compose.files", ":12: variable TAG has no value");
        assertThat(verify(project, "compose.files").out()).doesNotContain("PW", "variable B");
        project.file(".env", "PW=x\nB=\nTAG=1\n");
        assertThat(verify(project, "compose.files").exit()).isZero();
        assertThat(project.run("patch-compose", "--yes").exit()).isZero();
    }

    @Test
    void the_aria_stack_as_it_is_shipped_names_the_commands_too() {
        Project.Ran ran = verify(Project.aria(folder));
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("Run ./jbangw bootstrap@aria").doesNotContain("init-ca@aria");
    }

    @Test
    void after_bootstrap_all_checks_pass() {
        Project.Ran ran = verify(bootstrapped());
        assertThat(ran.exit()).as(ran.out()).isZero();
        assertThat(ran.out().lines().skip(ran.out().lines().count() - 2))
                .as("the headline, and what it counts")
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("All checks passed!"),
                        line -> assertThat(line).isEqualTo("  Warnings: compose.settings (app), compose.clients"));
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void a_choice_that_weakens_the_stack_is_a_warning_and_an_error_in_production() {
        Project project = bootstrapped();
        project.file("aria.yaml", "version: 1\nmode: request\n");
        assertThat(verify(project, "compose.choices").out()).contains("‼").contains("mode: servers ask");
        assertThat(verify(project, "compose.choices").exit()).isZero();
        project.file("aria.yaml", "version: 1\nmode: request\nprofile: production\n");
        assertThat(verify(project, "compose.choices").exit()).isEqualTo(1);
    }

    @Test
    void a_tracked_key_is_found() throws Exception {
        Project project = bootstrapped();
        Git git = new Git(project.root).commit();
        assertThat(verify(project, "secrets.untracked").exit()).isZero();
        git.run("add", "-f", "data/certs/db/db.key");
        finds(project, "secrets.untracked", "data/certs/db/db.key");
    }

    @Test
    void a_key_that_others_can_read_is_found() {
        Project project = bootstrapped();
        project.mode("data/certs/db/db.key", "rw-r--r--");
        finds(project, "secrets.mode", "data/certs/db/db.key");
    }

    @Test
    void certificates_of_a_ca_that_was_replaced_are_found_and_bootstrap_mends_it() {
        Project project = bootstrapped();
        project.run("init-ca", "--force", "--root-key", "discard");
        finds(project, "certs.chain", "Run ./jbangw generate-service-certs@aria");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        assertThat(verify(project).exit()).isZero();
    }

    @Test
    void names_that_no_longer_fit_are_found_and_generate_service_certs_mends_it() {
        Project project = bootstrapped();
        project.file(
                "compose.yaml",
                project.text("compose.yaml").replace("  db:\n    image:", "  db:\n    hostname: db-1\n    image:"));
        finds(project, "certs.names", "db-1");
        assertThat(project.run("generate-service-certs").exit()).isZero();
        assertThat(verify(project).exit()).isZero();
    }

    @Test
    void an_edit_that_takes_the_certificate_away_is_found_and_patch_compose_mends_it() {
        Project project = bootstrapped();
        project.file("compose.yaml", project.text("compose.yaml").replace("      - \"--ssl=on\"\n", ""));
        finds(project, "compose.settings", "Run ./jbangw patch-compose@aria");
        assertThat(project.run("patch-compose", "--yes").exit()).isZero();
        assertThat(verify(project).exit()).isZero();
    }

    @Test
    void json_and_exit_code_agree() {
        JsonObject before = JsonParser.parseString(Project.empty(folder.resolve("a"))
                        .run("verify-mtls-setup", "--json", "--no-live")
                        .out())
                .getAsJsonObject();
        assertThat(before.get("schema").getAsString()).isEqualTo("aria.verify-mtls-setup/1");
        assertThat(before.get("exit").getAsInt()).isEqualTo(1);
        assertThat(before.getAsJsonArray("problems")).isNotEmpty();
        JsonObject after = JsonParser.parseString(bootstrapped()
                        .run("verify-mtls-setup", "--json", "--no-live")
                        .out())
                .getAsJsonObject();
        assertThat(after.get("exit").getAsInt()).isZero();
        assertThat(after.getAsJsonArray("problems")).isEmpty();
    }

    @Test
    void wrong_usage_and_a_compose_file_that_is_not_there() {
        Project project = Project.empty(folder);
        Session session = new Session(project);
        assertThat(session.run("verify-mtls-setup", "--only", "nothing").exit()).isEqualTo(2);
        assertThat(session.run("verify-mtls-setup", "--fail-on", "info").exit()).isEqualTo(2);
        assertThat(session.run("verify-mtls-setup", "--mode", "strict").exit()).isEqualTo(2);
        assertThat(session.run("verify-mtls-setup", "-C", "nowhere").exit()).isEqualTo(2);
        session.run("verify-mtls-setup", "-f", "nothere.yaml", "--no-live", "--only", "compose");
        session.assertGolden("verify-wrong-usage");
    }
}
