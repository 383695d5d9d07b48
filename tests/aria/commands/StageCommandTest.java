package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code enforce} and {@code open} on a stack that does not run; what running proxies do has a test in {@code aria.live}. */
class StageCommandTest {
    private static final String STACK = """
            services:
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: secret}
              app:
                image: example/app:1
                environment: {DATABASE_URL: "postgres://db/shop"}
            """;
    private static final String OPEN = """
            version: 1
            services:
              db: {stage: open}
            """;
    private static final String CONFIG = "data/mtls/db/proxy/haproxy.cfg";

    @TempDir
    Path folder;

    @Test
    void a_switch_changes_the_choice_and_the_configuration_of_one_proxy_and_no_compose_file() {
        Project project = Project.empty(folder).file("compose.yaml", STACK).file("aria.yaml", OPEN);
        ok(project, "bootstrap", "--yes");
        assertThat(project.text(CONFIG)).contains("frontend open-5432\n");
        assertThat(ok(project, "verify-mtls-setup", "--no-live").out())
                .contains("open: stage is open in aria.yaml")
                .contains("Run ./jbangw enforce@aria db")
                .contains("Listeners: 1 open")
                .doesNotContain("All checks passed");
        Map<String, String> before = project.state();
        String patched = project.text("compose.yaml");
        assertThat(project.run("enforce", "db", "--check").exit()).isEqualTo(1);
        assertThat(project.run("enforce", "dbx").err())
                .contains("there is no server 'dbx' behind a proxy here, did you mean db?");
        assertThat(project.run("enforce", "warehouse").err())
                .contains("there is no server 'warehouse' behind a proxy here: these are db");
        assertThat(project.run("open", "db", "--for", "1h").exit()).isEqualTo(5);
        assertThat(project.state()).isEqualTo(before);

        assertThat(ok(project, "enforce", "db").out())
                .contains("db accepts no plaintext from its next start; no proxy of it runs here");

        assertThat(project.text("aria.yaml")).isEqualTo(OPEN.replace("stage: open", "stage: enforce"));
        assertThat(project.text(CONFIG)).doesNotContain("open-");
        assertThat(project.text("compose.yaml")).isEqualTo(patched);
        assertThat(ok(project, "bootstrap", "--check").out()).contains("nothing to do");

        String said =
                ok(project, "open", "db", "--for", "1h", "--yes", "--json").out();

        assertThat(said).contains("\"told\":false", "\"stage\":\"open until 20");
        assertThat(project.text("aria.yaml")).containsPattern("db: \\{stage: \"open until 20[0-9T:-]+Z\"}");
        assertThat(project.text(CONFIG))
                .containsPattern("reject if \\{ date ge \\d+ }\n")
                .containsPattern("backend open-5432-until-\\d+\n");
        assertThat(project.text("data/mtls/audit.log")).contains("\"event\":\"open\"", "\"subject\":[\"db\"]");
        assertThat(project.text("compose.yaml")).isEqualTo(patched);
        assertThat(ok(project, "bootstrap", "--check").out()).contains("nothing to do");
        ok(project, "bootstrap", "--undo", "--yes");
        assertThat(project.text("compose.yaml")).isEqualTo(STACK);
        assertThat(project.text("aria.yaml")).isEqualTo(OPEN);
    }

    @Test
    void what_is_published_past_the_proxy_is_said_with_how_to_close_it() {
        Project project = Project.empty(folder)
                .file("compose.yaml", STACK.replace("  db:\n", "  db:\n    ports: [\"127.0.0.1:15432:5432\"]\n"));
        ok(project, "bootstrap", "--yes");
        Project.Ran ran = ok(project, "enforce", "db");
        assertThat(ran.out()).contains("port 15432 is published in plaintext");
        assertThat(ran.err()).contains("To close what is published, take it out of `ports:` of db. Then run ");
    }

    @Test
    void a_server_that_was_enforced_from_the_start_is_opened_in_the_same_way() {
        Project project = Project.empty(folder).file("compose.yaml", STACK);
        ok(project, "bootstrap", "--yes");
        String patched = project.text("compose.yaml");
        assertThat(patched).contains("        aliases: [\"db\"]\n", "    extra_hosts:\n");
        assertThat(project.text(CONFIG)).doesNotContain("open-");
        assertThat(ok(project, "enforce", "db").out()).contains("db accepts no plaintext");
        assertThat(project.has("aria.yaml")).isFalse();

        ok(project, "open", "db", "--for", "10m", "--yes");

        assertThat(project.text("compose.yaml")).isEqualTo(patched);
        assertThat(project.text(CONFIG)).contains("frontend open-5432\n");
        assertThat(ok(project, "bootstrap", "--check").out()).contains("nothing to do");
    }

    @Test
    void a_proxy_without_the_name_of_its_server_is_not_called_open_to_all() {
        Project project = Project.empty(folder).file("compose.yaml", STACK);
        ok(project, "bootstrap", "--yes");
        String patched = project.text("compose.yaml");
        project.file("compose.yaml", patched.replace("        aliases: [\"db\"]\n", "        priority: 1\n"));

        Project.Ran ran = project.run("open", "db", "--for", "10m", "--yes");

        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(6);
        assertThat(ran.err()).contains("does not find its name yet", "./jbangw bootstrap@aria --yes --up");
    }

    @Test
    void in_production_a_server_starts_open_and_the_choice_is_remembered_with_the_reason() {
        String production = "version: 1\nprofile: production\n";
        Project project = Project.empty(folder).file("compose.yaml", STACK).file("aria.yaml", production);

        Project.Ran ran = ok(project, "patch-compose", "--yes");

        assertThat(ran.out() + ran.err())
                .contains("services.db.stage: open, because profile is production")
                .contains("db: its proxy also accepts plaintext until that is ended. Run ./jbangw enforce@aria db")
                .doesNotContain("less strict than the default, see above");
        assertThat(project.text("aria.yaml")).isEqualTo(production + "services:\n  db:\n    stage: open\n");
        assertThat(project.text(CONFIG)).contains("frontend open-5432\n");
        ok(project, "patch-compose", "--check");
    }

    @Test
    void wrong_usage() {
        Session session = new Session(Project.empty(folder));
        session.run("enforce");
        session.run("enforce", "db", "--once");
        session.run("open", "db");
        session.run("open", "db", "--for", "8d");
        session.run("open", "db", "--for", "1h");
        session.assertGolden("stage-wrong-usage");
    }

    private static Project.Ran ok(Project project, String command, String... arguments) {
        Project.Ran ran = project.run(command, arguments);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        return ran;
    }
}
