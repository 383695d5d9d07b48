package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stack that works and runs is secured by force, although its application cannot follow. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WorkingStackTest extends OnAStack {
    private static final String FILE = """
            services:
              db:
                image: postgres:18-alpine
                environment: {POSTGRES_PASSWORD: x}
                stop_grace_period: 1s
              app:
                image: postgres:18-alpine
                init: true
                stop_grace_period: 1s
                environment: {DATABASE_URL: "postgresql://postgres:x@db:5432/postgres"}
                command: ["sh", "-c", "while :; do psql $$DATABASE_URL -Atc 'select now()'; sleep 1; done"]
                depends_on: [db]
            """;

    @BeforeAll
    void a_running_stack(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18-alpine").forEach(Needs::image);
        stack = RealStack.of(folder, FILE);
        stack.project.file(
                "aria.yaml", "version: 1\nservices:\n  db: {secure: always, because: \"app follows next week\"}\n");
        stack.compose("up", "-d").ok();
    }

    @Test
    @Order(1)
    void a_plain_bootstrap_says_that_the_containers_are_older_and_what_to_run() {
        Project.Ran ran = succeeds("bootstrap", "--yes", "--mode", "request");
        assertThat(ran.out())
                .contains("the container is older than the compose files")
                .contains("Run docker compose -f docker-compose.yml up -d")
                .contains(" not checked. Listeners: 1 not checked")
                .doesNotContain("Some checks failed");
        stack.sh("docker", "compose", "-f", "docker-compose.yml", "up", "-d").ok();
        assertThat(stack.verify(0, "--only", "handshake.valid,handshake.none"))
                .filteredOn(result -> result.service().equals("db"))
                .extracting(RealStack.Checked::status)
                .containsExactly("pass", "warn");
    }

    @Test
    @Order(2)
    void a_stricter_mode_reaches_the_running_server_by_a_reload() {
        String before = stack.containers().get("db").containerId();
        Project.Ran ran = succeeds("bootstrap", "--yes", "--mode", "require");
        assertThat(ran.err()).contains("Reloading db, because data/mtls/db/pg_hba.conf has changed");
        assertThat(stack.verify(0, "--only", "handshake"))
                .filteredOn(result -> result.service().equals("db"))
                .extracting(RealStack.Checked::status)
                .containsOnly("pass");
        assertThat(stack.containers().get("db").containerId()).isEqualTo(before);
    }
}
