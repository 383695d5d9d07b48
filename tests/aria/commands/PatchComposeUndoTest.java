package aria.commands;

import static aria.commands.PatchComposeCommandTest.DB_AND_APP;
import static aria.commands.PatchComposeCommandTest.ready;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code patch-compose --undo} as a person meets it. */
class PatchComposeUndoTest {
    private static final String FILE = "compose.yaml";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void patchProject() {
        project = ready(Project.empty(folder).file(FILE, DB_AND_APP));
        assertThat(project.run("patch-compose", "--yes").exit()).isZero();
    }

    @Test
    void gives_the_original_bytes_back_and_keeps_keys_and_certificates() {
        String key = project.text("data/certs/db/db.key");
        Session session = new Session(project);
        Map<String, String> patched = project.state();
        assertThat(session.run("patch-compose", "--undo", "--check").exit()).isEqualTo(1);
        assertThat(session.run("patch-compose", "--undo", "--dry-run").exit()).isZero();
        assertThat(session.run("patch-compose", "--undo").exit())
                .as("nobody can be asked")
                .isEqualTo(5);
        assertThat(project.state()).isEqualTo(patched);

        assertThat(session.run("patch-compose", "--undo", "--yes").exit()).isZero();
        assertThat(project.text(FILE)).isEqualTo(DB_AND_APP);
        assertThat(project.text("data/certs/db/db.key")).isEqualTo(key);
        Map<String, String> undone = project.state();
        assertThat(session.run("patch-compose", "--undo", "--yes").exit()).isZero();
        assertThat(session.run("patch-compose", "--undo", "--check").exit()).isZero();
        assertThat(project.state()).as("a second undo writes nothing").isEqualTo(undone);
        session.assertGolden("patch-undo");
    }

    /** Nothing of the edit is left in it, so there is nothing to take back. */
    @Test
    void a_command_that_somebody_wrote_anew_without_the_edit_stays_as_it_is() {
        String plain = "services:\n  cache:\n    image: redis:8\n    command: redis-server --appendonly yes\n";
        Project stack = Project.empty(folder.resolve("stack")).file(FILE, plain);
        assertThat(stack.run("bootstrap", "--yes").exit()).isZero();
        String patched = stack.text(FILE);
        String written = patched.replaceFirst(
                "(?m)^    command: .*$", "    command: redis-server --appendonly yes --maxclients 500");
        assertThat(written).isNotEqualTo(patched);
        Project.Ran undone = stack.file(FILE, written).run("bootstrap", "--undo", "--yes");
        assertThat(undone.exit()).as(undone.err()).isZero();
        assertThat(stack.text(FILE)).isEqualTo(plain.replace("appendonly yes", "appendonly yes --maxclients 500"));
    }

    @Test
    void after_an_edit_of_the_users_own_only_what_was_added_is_removed() {
        project.file(
                FILE,
                project.text(FILE)
                        .replace("# our stack", "# our own stack")
                        .replace(
                                "      - POSTGRES_PASSWORD=secret\n",
                                "      - POSTGRES_PASSWORD=secret\n      - TZ=UTC\n"));
        Session session = new Session(project);
        assertThat(session.run("patch-compose", "--undo", "--yes").exit()).isZero();
        session.assertGolden("patch-undo-after-an-edit");
        assertThat(project.text(FILE))
                .isEqualTo(DB_AND_APP
                        .replace("# our stack", "# our own stack")
                        .replace(
                                "      - POSTGRES_PASSWORD=secret\n",
                                "      - POSTGRES_PASSWORD=secret\n      - TZ=UTC\n"));
    }

    @Test
    void without_a_record_it_says_so_and_names_git_revert() {
        project.delete("data/mtls/undo");
        Map<String, String> before = project.state();
        Session session = new Session(project);
        session.run("patch-compose", "--undo", "--yes");
        session.run("patch-compose", "--undo", "--yes", FILE);
        session.run("patch-compose", "--undo", "--yes", "--json");
        assertThat(project.state()).isEqualTo(before);
        session.assertGolden("patch-undo-without-a-record");
    }

    @Test
    void a_file_that_is_named_is_taken_back_alone() {
        project.file("other/compose.yaml", DB_AND_APP).run("patch-compose", "--yes", "other/compose.yaml");
        assertThat(project.run("patch-compose", "--undo", "--yes", "other/compose.yaml")
                        .exit())
                .isZero();
        assertThat(project.text("other/compose.yaml")).isEqualTo(DB_AND_APP);
        assertThat(project.text(FILE)).contains("db-mtls-init");
    }

    @Test
    void a_patched_file_that_is_no_yaml_any_more_is_refused_and_left() {
        project.file(FILE, project.text(FILE) + "\t- broken: [\n");
        Map<String, String> before = project.contents();
        Session session = new Session(project);
        assertThat(session.run("patch-compose", "--undo", "--yes", FILE).exit()).isEqualTo(3);
        assertThat(project.contents()).isEqualTo(before);
        session.assertGolden("patch-undo-of-a-broken-file");
    }

    @Test
    void from_the_folder_above_the_one_with_the_record_is_named() {
        Project above = Project.at(folder);
        Project.Ran ran = above.run("bootstrap", "-f", project.root.getFileName() + "/" + FILE, "--undo", "--yes");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err())
                .contains("it has db-mtls-init, but data/mtls/undo has no record")
                .contains("bootstrap@aria --undo -C " + project.root.getFileName());
    }

    @Test
    void a_generated_env_file_goes_too_also_when_it_was_brought_up_to_date() {
        Project other = Project.empty(folder.resolve("env")).file(FILE, """
                services:
                  sso: {image: "quay.io/keycloak/keycloak:26.7", command: start, env_file: kc.env, depends_on: [db]}
                  db: {image: "postgres:16", environment: {POSTGRES_PASSWORD: x}}
                """);
        for (String password : List.of("one", "two")) {
            other.file(
                    "kc.env",
                    "KC_DB=postgres\nKC_DB_URL='jdbc:postgresql://db:5432/kc?password=" + password
                            + "'\nKC_HOSTNAME=https://id.example.org\n");
            assertThat(other.run("patch-compose", "--yes").exit()).isZero();
            assertThat(other.text("data/mtls/sso/mtls.env")).contains(password);
        }
        assertThat(other.run("patch-compose", "--undo", "--yes").exit()).isZero();
        assertThat(other.root.resolve("data/mtls/sso/mtls.env")).doesNotExist();
    }

    /** An engine would say that a project which never ran has no volumes. */
    private String undoWithoutAnEngine() throws Exception {
        return project.runWith(Map.of("DOCKER_HOST", "unix:///nonexistent.sock"), "patch-compose", "--undo", "--yes")
                .output();
    }

    @Test
    void the_volume_of_a_service_that_was_renamed_since_is_named() throws Exception {
        project.file(FILE, project.text(FILE).replace("  db:\n", "  database:\n"));
        assertThat(undoWithoutAnEngine()).contains("docker volume rm project_db-mtls\n");
    }

    @Test
    void a_service_with_the_name_of_ours_adds_no_volume_of_others_to_what_is_removed() throws Exception {
        String evil = "services:\n  app-mtls-proxy-init:\n    image: x:1\n"
                + "    labels: {aria.role: init}\n    volumes:\n"
                + "      - {type: volume, source: \"b;touch pwned;\", target: /out}\n      - data:/out\n";
        project.file(FILE, project.text(FILE).replace("services:\n", evil));
        assertThat(undoWithoutAnEngine())
                .contains("docker volume rm project_db-mtls\n")
                .doesNotContain("pwned", "_data");
    }

    @Test
    void of_an_empty_folder_there_is_nothing_to_take_back() {
        Project empty = Project.empty(folder.resolve("elsewhere"));
        Session session = new Session(empty);
        assertThat(session.run("patch-compose", "--undo", "--yes").exit()).isZero();
        assertThat(empty.contents()).containsOnlyKeys("");
        session.assertGolden("patch-undo-of-nothing");
    }
}
