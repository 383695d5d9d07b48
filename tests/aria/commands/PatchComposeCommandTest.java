package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code patch-compose} as a person meets it. */
class PatchComposeCommandTest {
    static final String DB_AND_APP = """
            # our stack
            services:
              db:
                image: postgres:17      # keep in step with production
                environment:
                  - POSTGRES_PASSWORD=secret
                volumes:
                  - data:/var/lib/postgresql/data
              app:
                image: example/app:1

            volumes:
              data:
            """;

    @TempDir
    Path folder;

    @Test
    void the_aria_stack_is_patched_as_the_diff_says() {
        Project project = ready(Project.aria(folder));
        Session session = new Session(project);
        session.run("patch-compose", "--dry-run");
        session.run("patch-compose", "--yes");
        session.run("patch-compose", "--yes");
        session.assertGolden("patch-aria");
    }

    @Test
    void check_finds_changes_then_none_and_a_second_run_writes_nothing() {
        Project project = ready(Project.empty(folder).file("compose.yaml", DB_AND_APP));
        Map<String, String> before = project.state();
        Session session = new Session(project);
        assertThat(session.run("patch-compose", "--check").exit()).isEqualTo(1);
        assertThat(session.run("patch-compose", "--dry-run").exit()).isZero();
        assertThat(session.run("patch-compose").exit())
                .as("nobody can be asked")
                .isEqualTo(5);
        assertThat(session.run("patch-compose", "--no-input").exit()).isEqualTo(5);
        assertThat(project.state()).as("nothing is written so far").isEqualTo(before);

        assertThat(session.run("patch-compose", "--yes").exit()).isZero();
        session.show("compose.yaml");
        Map<String, String> patched = project.state();
        assertThat(session.run("patch-compose", "--check").exit()).isZero();
        assertThat(session.run("patch-compose", "--yes").exit()).isZero();
        assertThat(project.state()).as("not one mtime changes").isEqualTo(patched);
        session.assertGolden("patch-check-and-apply");
    }

    @Test
    void only_some_services_or_other_presets_when_they_are_asked_for() {
        Project project = ready(Project.empty(folder).file("compose.yaml", DB_AND_APP));
        Session session = new Session(project);
        session.run("patch-compose", "--dry-run", "--only", "db", "-q", "--diff", "-");
        session.run("patch-compose", "--dry-run", "--preset", "app=mount", "--only", "app", "-q", "--diff", "-");
        session.run("patch-compose", "--dry-run", "--all", "-q", "--diff", "-");
        session.assertGolden("patch-selection");
    }

    @Test
    void a_name_that_is_not_there_is_wrong_usage_and_says_what_there_is() {
        Project project = ready(Project.empty(folder).file("compose.yaml", DB_AND_APP));
        Map<String, String> before = project.state();
        Session session = new Session(project);
        for (List<String> words : List.of(
                List.of("--only", "database"),
                List.of("--preset", "web=mount"),
                List.of("--preset", "db=oracle"),
                List.of("--preset", "db"),
                List.of("--mode", "strict"),
                List.of("--san", "web=a.example.org"),
                List.of("--frobnicate"))) {
            assertThat(session.run("patch-compose", words.toArray(String[]::new))
                            .exit())
                    .as(words.toString())
                    .isEqualTo(2);
        }
        assertThat(project.state()).isEqualTo(before);
        session.assertGolden("patch-wrong-usage");
    }

    @Test
    void a_missing_certificate_is_a_warning_with_the_command_for_it() {
        Project project = Project.empty(folder).file("compose.yaml", DB_AND_APP);
        assertThat(project.run("patch-compose", "--dry-run").err())
                .contains("Run ./jbangw init-ca@aria && ./jbangw generate-service-certs@aria");
        project.run("init-ca");
        assertThat(project.run("patch-compose", "--dry-run").err())
                .contains("warning: no certificate yet for db. Run ./jbangw generate-service-certs@aria");
    }

    @Test
    void of_two_projects_the_hopeless_one_is_left_and_the_other_patched() {
        Project project = ready(Project.empty(folder)
                .file("a/compose.yaml", "services:\n  db:\n    image: postgres:17\n  db: {}\n")
                .file("b/compose.yaml", DB_AND_APP));
        String hopeless = project.text("a/compose.yaml");
        Session session = new Session(project);
        assertThat(session.run("patch-compose", "--yes", "a/compose.yaml", "b/compose.yaml")
                        .exit())
                .isEqualTo(3);
        session.assertGolden("patch-two-projects");
        assertThat(project.text("a/compose.yaml")).isEqualTo(hopeless);
        assertThat(project.text("b/compose.yaml")).contains("db-mtls-init");
    }

    @Test
    void json_is_one_object_a_file() {
        Project project = ready(Project.empty(folder)
                .file("good.yaml", DB_AND_APP)
                .file("bad.yaml", "services: [db]\n")
                .file("plain.yaml", "services:\n  app:\n    image: example/app:1\n"));
        Project.Ran ran = project.run("patch-compose", "--json", "--yes", "good.yaml", "bad.yaml", "plain.yaml");
        assertThat(ran.exit()).isEqualTo(3);
        List<JsonObject> answers = ran.out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertThat(answers)
                .extracting(answer -> answer.get("schema").getAsString())
                .containsOnly("aria.patch-compose/1");
        List<JsonObject> results =
                answers.stream().map(answer -> answer.getAsJsonObject("result")).toList();
        assertThat(results)
                .extracting(result -> result.get("file").getAsString())
                .containsExactly("good.yaml", "bad.yaml", "plain.yaml");
        assertThat(results)
                .extracting(result -> result.get("result").getAsString())
                .containsExactly("patched", "refused", "unchanged");
        assertThat(results.get(0).get("services")).hasToString("[\"db\"]");
        assertThat(results.get(0).get("pureInsertion").getAsBoolean()).isTrue();
        assertThat(results.get(1).getAsJsonObject("reason").get("id").getAsString())
                .isEqualTo("wrong-type");
        JsonObject problem = answers.get(1).getAsJsonArray("problems").get(0).getAsJsonObject();
        assertThat(problem.get("file").getAsString() + ":" + problem.get("line") + ":" + problem.get("column"))
                .isEqualTo("bad.yaml:1:11");
    }

    @Test
    void the_diff_goes_to_a_file_that_git_applies() throws Exception {
        Project project = ready(Project.empty(folder).file("compose.yaml", DB_AND_APP));
        assertThat(project.run("patch-compose", "--dry-run", "--diff", "my.diff")
                        .exit())
                .isZero();
        Git git = new Git(project.root);
        git.run("init", "-q");
        git.run("apply", "my.diff");
        String applied = project.text("compose.yaml");
        project.file("compose.yaml", DB_AND_APP).run("patch-compose", "--yes");
        assertThat(project.text("compose.yaml")).isEqualTo(applied);
    }

    static Project ready(Project project) {
        project.run("init-ca");
        project.run("generate-service-certs");
        return project;
    }
}
