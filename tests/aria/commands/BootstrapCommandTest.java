package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Typist;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bootstrap} as a person meets it: all of it in one command, and back. */
class BootstrapCommandTest {
    /** Nobody's in particular, as many write theirs. */
    private static final String FOREIGN = """
            version: "3.8"
            services:
              sso:
                image: quay.io/keycloak/keycloak:26.4
                container_name: sso
                command:
                  - start-dev
                  - --import-realm
                environment:
                  - KC_DB=postgres
                  - KC_DB_URL=jdbc:postgresql://sso-db/keycloak
                  - KC_DB_USERNAME=keycloak
                  - KC_DB_PASSWORD=${DB_PASSWORD:?set it in .env}
                ports:
                  - 8080:8080
                depends_on:
                  - sso-db
              sso-db:
                image: postgres:16-alpine
                environment:
                  - POSTGRES_DB=keycloak
                  - POSTGRES_USER=keycloak
                  - POSTGRES_PASSWORD=${DB_PASSWORD:?set it in .env}
                volumes:
                  - db:/var/lib/postgresql/data
            volumes:
              db:
            """;

    @TempDir
    Path folder;

    @Test
    void the_aria_stack_twice_and_back_again() throws Exception {
        Project project = Project.aria(folder);
        Git git = new Git(project.root).commit();
        Session session = new Session(project);
        assertThat(session.run("bootstrap", "--yes").exit()).isZero();
        Map<String, String> first = project.state();
        assertThat(session.run("bootstrap", "--yes").exit()).isZero();
        assertThat(session.run("bootstrap", "--check").exit()).isZero();
        assertThat(project.state()).as("the second run writes nothing").isEqualTo(first);
        assertThat(git.run("status", "--porcelain", "--untracked-files=all"))
                .as("what is generated is ignored")
                .doesNotContain("??");

        assertThat(session.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(git.run("status", "--porcelain")).as("undone").isEmpty();
        session.assertGolden("bootstrap-aria");
    }

    @Test
    void a_dry_run_shows_all_of_it_and_writes_nothing() {
        Project project =
                Project.empty(folder).file("docker-compose.yml", FOREIGN).file(".env", "DB_PASSWORD=hush-hush\n");
        Map<String, String> before = project.state();
        Session session = new Session(project);
        assertThat(session.run("bootstrap", "--dry-run").exit()).isZero();
        assertThat(project.run("bootstrap", "--dry-run", "--validity", "100y").err())
                .contains("the certificates expire after 1825 days instead of later, because the issuer expires then");
        assertThat(session.run("bootstrap").exit()).as("nobody can be asked").isEqualTo(5);
        assertThat(project.state()).isEqualTo(before);
        session.assertGolden("bootstrap-dry-run");
    }

    @Test
    void the_plan_of_the_aria_stack_has_at_most_forty_lines() {
        Session session = new Session(Project.aria(folder));
        Project.Ran asked = session.run("bootstrap");
        assertThat(asked.out() + asked.err())
                .hasLineCount(asked.err().lines().toList().size());
        assertThat(asked.err().lines()).hasSizeLessThanOrEqualTo(40);
        Project.Ran quiet = session.run("bootstrap", "--dry-run", "--quiet");
        assertThat(quiet.out() + quiet.err()).as("findings and the outcome").doesNotContain("requires certificates");
        session.assertGolden("bootstrap-plan");
    }

    /** The pager marks what it shows, and is gone when the question comes again. */
    @Test
    void at_the_question_d_shows_the_diff_and_v_the_reasons() throws Exception {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        Map<String, String> before = project.state();
        String command = String.join(
                " ",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1 -cp '" + Scripts.classPath() + "'",
                Scripts.mainClass("bootstrap"));
        Map<String, String> environment = Map.of("PAGER", "sed 's/^/paged /'", "TERM", "xterm", "NO_COLOR", "1");
        try (Typist typist = new Typist(project.root, environment, command)) {
            String question = "Change 1 file? [y/N, d: diff, v: reasons] ";
            typist.until("db (PostgreSQL): requires certificates")
                    .until(question)
                    .type("d\n")
                    .until("paged --- a/compose.yaml")
                    .until(question)
                    .type("v\n")
                    .until("paged     PostgreSQL serves and requires certificates")
                    .until(question)
                    .type("n\n")
                    .until("nothing was changed, because you did not agree");
        }
        assertThat(project.state()).isEqualTo(before);
    }

    @Test
    void somebody_elses_stack_is_secured_and_given_back() {
        Project project =
                Project.empty(folder).file("docker-compose.yml", FOREIGN).file(".env", "DB_PASSWORD=hush-hush\n");
        Session session = new Session(project);
        assertThat(session.run("bootstrap", "--yes").exit()).isZero();
        session.show("docker-compose.yml");
        assertThat(project.text("docker-compose.yml"))
                .as("a secret never moves from .env into the file")
                .doesNotContain("hush-hush");
        assertThat(session.run("verify-mtls-setup", "--no-live").exit()).isZero();
        assertThat(session.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(project.text("docker-compose.yml")).isEqualTo(FOREIGN);
        session.assertGolden("bootstrap-foreign");
    }

    @Test
    void without_compose_files_the_eight_services_get_certificates() {
        Project project = Project.empty(folder);
        Session session = new Session(project);
        assertThat(session.run("bootstrap", "--yes", "--root-key", "discard").exit())
                .isZero();
        assertThat(session.run("bootstrap", "--yes").exit()).isZero();
        assertThat(project.contents().keySet())
                .filteredOn(path -> path.endsWith(".key") && path.startsWith("data/certs"))
                .hasSize(8);
        session.assertGolden("bootstrap-without-compose-files");
    }

    @Test
    void nothing_is_started_or_pruned_where_there_is_no_compose_file() {
        Project project = Project.empty(folder);
        for (String option : List.of("--up", "--prune")) {
            Project.Ran run = project.run("bootstrap", "--yes", option);
            assertThat(run.exit()).as(option).isEqualTo(3);
            assertThat(run.errors()).first().asString().contains("no compose file was found. Name one with -f");
        }
        assertThat(project.contents()).as("nothing was written").containsOnlyKeys("");
    }

    @Test
    void a_running_ca_signs_only_where_one_is_started() {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        Map<String, String> before = project.state();
        Project.Ran notStarted = project.run("bootstrap", "--yes", "--ca", "jwk");
        assertThat(notStarted.exit()).isEqualTo(2);
        assertThat(notStarted.errors())
                .first()
                .asString()
                .contains("needs --up", "generate-service-certs@aria --ca jwk");
        Project.Ran none = project.run("bootstrap", "--yes", "--up", "--ca", "acme");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.errors()).first().asString().contains("have no step-ca that could sign");
        assertThat(project.state()).isEqualTo(before);
    }

    @Test
    void json_is_one_object_with_all_of_it() {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        JsonObject planned = json(project, "--dry-run");
        assertThat(planned.getAsJsonObject("result").get("applied").getAsBoolean())
                .isFalse();
        assertThat(project.has("config")).isFalse();
        JsonObject done = json(project, "--yes");
        assertThat(done.get("schema").getAsString()).isEqualTo("aria.bootstrap/1");
        JsonObject result = done.getAsJsonObject("result");
        assertThat(result.get("applied").getAsBoolean()).isTrue();
        assertThat(result.get("edited")).hasToString("[\"compose.yaml\"]");
        assertThat(result.getAsJsonArray("written").toString())
                .contains("data/certs/db/db.key", "config/step-ca/ca.json");
        assertThat(result.getAsJsonObject("checks")
                        .getAsJsonObject("counts")
                        .get("fail")
                        .getAsInt())
                .isZero();
        assertThat(json(project, "--yes").getAsJsonObject("result").getAsJsonArray("written"))
                .isEmpty();
    }

    private static JsonObject json(Project project, String... words) {
        String[] arguments = new String[words.length + 1];
        arguments[0] = "--json";
        System.arraycopy(words, 0, arguments, 1, words.length);
        Project.Ran ran = project.run("bootstrap", arguments);
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).hasSize(1);
        return JsonParser.parseString(ran.out()).getAsJsonObject();
    }

    @Test
    void one_hopeless_file_stops_all_of_it_before_anything_is_written() {
        Project project = Project.empty(folder)
                .file("compose/docker-compose.yml", FOREIGN)
                .file(".env", "DB_PASSWORD=x\n")
                .file("docker-compose.dev.yml", "services:\n  db:\n    image: {{ image }}\n");
        Map<String, String> before = project.state();
        Session session = new Session(project);
        assertThat(session.run("bootstrap", "--yes").exit()).isEqualTo(3);
        assertThat(project.state()).isEqualTo(before);
        session.assertGolden("bootstrap-hopeless-file");
    }
}
