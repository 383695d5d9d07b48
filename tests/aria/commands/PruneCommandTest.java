package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was made for a service that is gone is removed once that is agreed to, and nothing else. */
class PruneCommandTest {
    private static final String COMMENT = "# formerly: eve-mtls-init\n";
    private static final String DB = "services:\n  db:\n    image: postgres:16 # ours\n";
    private static final String CACHE = "  cache:\n    image: redis:7.2\n";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void a_service_goes() {
        project = Project.empty(folder).file("compose.yaml", COMMENT + DB + CACHE);
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        project.file("data/certs/notes.txt", "mine");
        assertThat(project.run("pki-cert", "create", "eve").exit()).isZero();
        project.file("compose.yaml", project.text("compose.yaml").replaceFirst("  cache:\n(    .*\n)+", ""));
    }

    @Test
    void it_is_listed_and_removed_on_consent_alone() {
        Map<String, String> before = project.state();
        Session session = new Session(project);
        session.run("bootstrap", "--check");
        session.run("bootstrap", "--prune", "--check");
        session.run("bootstrap", "--prune");
        assertThat(project.state()).isEqualTo(before);
        session.run("bootstrap", "--prune", "--yes");
        session.run("bootstrap", "--prune", "--yes");
        session.run("bootstrap", "--prune", "--undo");
        session.run("bootstrap", "--undo", "--up");
        session.assertGolden("bootstrap-prune");
        assertThat(project.text("compose.yaml")).doesNotContain("cache");
        assertThat(project.text("config/step-ca/ca.json"))
                .contains("db.state.svc.cluster.local")
                .doesNotContain("\"cache");
        assertThat(project.has("data/certs/cache")).isFalse();
        assertThat(project.has("data/certs/eve/eve.key"))
                .as("nobody's service, and made by hand")
                .isTrue();
        assertThat(project.text("data/certs/notes.txt")).isEqualTo("mine");
        assertThat(project.run("bootstrap", "--check").out()).contains("nothing to do");
        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(project.text("compose.yaml")).as("undo stays true").isEqualTo(COMMENT + DB);
    }

    @Test
    void a_plain_run_and_verify_name_it_until_it_is_removed() {
        String said = "Made for services that are gone: data/certs/cache. Run ./jbangw bootstrap@aria --prune\n";
        assertThat(project.run("bootstrap", "--yes").err()).contains(said);
        assertThat(project.run("verify-mtls-setup", "--no-live").err()).contains(said);
        assertThat(project.run("bootstrap", "--yes", "--json").out()).contains("\"unused\":[\"data/certs/cache\"]");
        assertThat(project.run("bootstrap", "--prune", "--yes").exit()).isZero();
        assertThat(project.run("bootstrap", "--yes").err()).doesNotContain("services that are gone");
        assertThat(project.run("verify-mtls-setup", "--no-live").err()).isEmpty();
    }

    @Test
    void files_that_were_generated_for_it_go_too_but_not_what_somebody_made_of_one_nor_what_another_service_mounts() {
        project.file("compose.yaml", DB + "  init:\n    image: postgres:16\n  old:\n    image: postgres:16\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        String mine = project.text("data/mtls/old/pg_hba.conf") + "# mine\n";
        project.file("compose.yaml", DB.replace("db:", "other:"));
        assertThat(project.run("bootstrap", "--yes").err())
                .contains("data/mtls/db/pg_hba.conf", "data/mtls/old/pg_hba.conf", "data/mtls/init/pg_hba.conf");
        project.file("data/mtls/old/pg_hba.conf", mine);
        assertThat(project.run("bootstrap", "--prune", "--yes").exit()).isZero();
        assertThat(project.has("data/mtls/db/pg_hba.conf")).isFalse();
        assertThat(project.text("data/mtls/old/pg_hba.conf")).isEqualTo(mine);
        assertThat(project.has("data/mtls/init/init.sh"))
                .as("the services that are left mount it, though a service that is gone had the name of its folder")
                .isTrue();
        assertThat(project.run("bootstrap", "--check").exit()).isZero();
    }

    @Test
    void a_service_of_another_project_in_the_folder_is_not_gone() {
        project.file("other/compose.yaml", "services:\n  queue:\n    image: redis:7.2\n");
        assertThat(project.run("bootstrap", "-f", "other/compose.yaml", "--once", "--yes")
                        .exit())
                .isZero();
        assertThat(project.run("bootstrap", "-f", "compose.yaml", "--once", "--prune", "--yes")
                        .exit())
                .isZero();
        assertThat(project.has("data/certs/queue/queue.key")).isTrue();
        assertThat(project.has("data/certs/cache")).isFalse();
    }
}
