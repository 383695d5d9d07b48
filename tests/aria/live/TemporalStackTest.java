package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Temporal as this repository ships it, from an empty database: schema tool, server, UI, each a client of the one before. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TemporalStackTest extends OnAStack {
    private static final String SERVICES = "temporal-db,temporal-schema,temporal,temporal-ui,temporal-admin-tools";

    @BeforeAll
    void it_is_bootstrapped(@TempDir Path folder) {
        Needs.compose();
        Needs.program("curl");
        List.of(
                        "busybox:1.37",
                        "caddy:2.11-alpine",
                        "postgres:18-alpine",
                        "temporalio/server:1.31.2",
                        "temporalio/admin-tools:1.31.2",
                        "temporalio/ui:2.53.3")
                .forEach(Needs::image);
        stack = RealStack.aria(folder);
        succeeds("bootstrap", "--yes", "--up", "--only", SERVICES);
    }

    @Test
    void the_schema_tool_has_done_its_work() {
        assertThat(stack.containers().get("temporal-schema").finished()).isTrue();
        assertThat(sql("select count(*) > 0 from schema_version")).isEqualTo("t");
    }

    @Test
    void database_frontend_and_ui_let_the_right_client_in_and_no_wrong_one() {
        List<RealStack.Checked> tried = stack.verify(0, "--only", "handshake").stream()
                .filter(result ->
                        List.of("temporal-db", "temporal", "temporal-ui").contains(result.service()))
                .toList();
        assertThat(tried).hasSize(3 * 7).extracting(RealStack.Checked::status).containsOnly("pass");
        Map<String, String> said = Map.of(
                "temporal",
                "answered the health check",
                "temporal-ui",
                "HTTP 200",
                "temporal-db",
                "asked for a password");
        tried.stream()
                .filter(result -> result.id().equals("handshake.valid"))
                .forEach(result -> assertThat(result.message()).endsWith(said.get(result.service())));
    }

    @Test
    void the_server_shows_its_certificate_to_the_database() {
        assertThat(
                        sql(
                                "select distinct client_dn, version from pg_stat_ssl join pg_stat_activity using (pid) where client_addr is not null"))
                .isEqualTo("/CN=temporal|TLSv1.3");
    }

    @Test
    void the_command_line_in_the_admin_tools_shows_its_certificate_to_the_server() {
        assertThat(stack.exec("temporal-admin-tools", "temporal", "operator", "cluster", "health"))
                .isEqualTo("SERVING");
        Shell without = stack.compose(
                "exec",
                "-T",
                "-e",
                "TEMPORAL_TLS_CERT=",
                "-e",
                "TEMPORAL_TLS_KEY=",
                "temporal-admin-tools",
                "temporal",
                "operator",
                "cluster",
                "health");
        assertThat(without.exit()).isNotZero();
    }

    @Test
    void the_ui_shows_its_certificate_to_the_server() throws InterruptedException {
        String answer = "";
        for (int attempt = 0; attempt < 40 && !answer.contains("temporal-system"); attempt++) {
            Thread.sleep(500);
            answer = stack.sh(
                            "curl",
                            "--silent",
                            "--max-time",
                            "5",
                            "--cacert",
                            "data/certs/aria-root-ca.crt",
                            "--cert",
                            "data/people/" + Project.USER + ".crt",
                            "--key",
                            "data/people/" + Project.USER + ".key",
                            "https://localhost:" + stack.port("TEMPORAL_UI_PORT") + "/api/v1/namespaces")
                    .out();
        }
        assertThat(answer).contains("NAMESPACE_STATE_REGISTERED");
    }

    private String sql(String statement) {
        return stack.exec("temporal-db", "psql", "-U", "temporal", "-d", "temporal", "-Atc", statement);
    }
}
