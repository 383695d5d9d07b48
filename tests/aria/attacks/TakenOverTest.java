package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What came with a folder and takes the place of what was generated, in files that look as if aria had secured them. */
class TakenOverTest {
    private static final String RULES = "data/mtls/db/pg_hba.conf";
    private static final String OPEN = "host all all 0.0.0.0/0 trust\n";

    @TempDir
    Path folder;

    @Test
    void a_file_that_came_along_is_named_and_nothing_is_claimed_of_its_server() {
        Project project = Project.empty(folder)
                .file("compose.yaml", "services:\n  db:\n    image: postgres:17\n  cache:\n    image: redis:7\n");
        assertThat(project.run("bootstrap", "--yes").out()).contains("All checks passed!", "Listeners: 2 configured");
        // Whoever packs the folder keeps keys and certificates out of it.
        project.file(RULES, OPEN);
        for (String own : new String[] {"data/certs", "data/people", "data/mtls/undo", "config"}) {
            project.delete(own);
        }

        Project.Ran ran = project.run("bootstrap", "--yes");
        assertThat(ran.err()).contains(RULES + ": db: the first line of this file is gone", "may admit anybody");
        assertThat(ran.out()).doesNotContain("All checks passed!", "2 configured");
        Project.Ran checked = project.run("verify-mtls-setup", "--no-live");
        assertThat(checked.out())
                .contains(RULES + ": the first line", "1 configured, 1 not checked")
                .doesNotContain("All checks passed!");
        assertThat(project.text(RULES)).as("a person's own file is kept").isEqualTo(OPEN);

        project.delete(RULES);
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        assertThat(project.text(RULES)).startsWith("# aria-generated for db").doesNotContain(OPEN);
        assertThat(project.run("verify-mtls-setup", "--no-live").out()).contains("All checks passed!");
    }

    /** The files say that the server requires certificates, and what counts says that it does not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- db-mtls:/etc/certs:ro | - ./evil:/etc/mtls/pg_hba.conf:ro | something is mounted at /etc/mtls/pg_hba.conf",
                "- cache-mtls:/etc/certs:ro | - ./evil:/etc//certs/ca.crt | something is mounted at /etc/certs/ca.crt",
                "- \"--tls-auth-clients yes\" | - \"--tls-auth-clients no\" | its command has `--tls-auth-clients no`",
                "- db-mtls:/etc/certs:ro | configs: [{source: evil, target: /etc/mtls/pg_hba.conf}] | something is mounted at /etc/mtls/pg_hba.conf",
                "- \"--port 0\" | - \"--port\" | its command has `--port` behind the same flag"
            })
    void a_setting_over_one_of_ours_is_refused(String ours, String over, String said) {
        Project project = Project.empty(folder)
                .file("compose.yaml", "services:\n  db:\n    image: postgres:17\n  cache:\n    image: redis:7\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        String compose = project.text("compose.yaml");
        assertThat(compose).contains(ours);
        String patched = over.startsWith("configs")
                ? compose.replace("image: postgres:17", "image: postgres:17\n    " + over)
                        + "configs:\n  evil:\n    file: ./evil\n"
                : compose.replace(ours, ours + "\n      " + over);
        project.file("compose.yaml", patched).file("evil", "");
        Project.Ran ran = project.run("bootstrap", "--dry-run");
        assertThat(ran.out() + ran.err()).contains(said);
        Project.Ran checked = project.run("verify-mtls-setup", "--no-live");
        assertThat(checked.exit()).as(checked.out()).isEqualTo(1);
        assertThat(checked.out()).contains(said, "1 not under mTLS").doesNotContain("2 configured");
    }

    @Test
    void so_is_the_configuration_of_a_proxy() {
        Project project = Project.empty(folder)
                .file(
                        "compose.yaml",
                        "services:\n  db:\n    image: postgres:17\n  app:\n    image: app\n    environment: {DB: 'db:5432'}\n");
        project.run("bootstrap", "--yes");
        String config = "data/mtls/db/proxy/haproxy.cfg";
        String text = project.text(config);
        project.file(config, text.substring(text.indexOf('\n') + 1).replace("verify required", "verify none"));
        assertThat(project.run("bootstrap", "--dry-run").err()).contains(config + ": db: the first line");
        assertThat(project.run("verify-mtls-setup", "--no-live").out())
                .contains(config + ": the first line", "not checked");
    }
}
