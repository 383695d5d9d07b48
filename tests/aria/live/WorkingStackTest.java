package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
    private static final String UNDO =
            "bootstrap@aria --undo --yes && docker compose -f docker-compose.yml up -d --remove-orphans";

    /** What the application calls stands in no file in so many words. */
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
                environment: {PGPASSWORD: x}
                command: ["sh", "-c", "while :; do psql -h $$(echo bd | rev) -U postgres -Atc 'select 1'; sleep 1; done"]
              page:
                image: busybox:1.37
                init: true
                command: [httpd, -f, -p, "80"]
                ports: ["127.0.0.1:${PAGE_PORT}:80"]
            """;

    @BeforeAll
    void a_running_stack(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18-alpine").forEach(Needs::image);
        stack = RealStack.of(folder, FILE, "PAGE_PORT");
        stack.compose("up", "-d").ok();
        await(() -> stack.compose("logs", "--no-log-prefix", "app").ok().endsWith("1\n"));
    }

    @Test
    @Order(1)
    void a_caller_that_no_file_names_is_seen_by_its_connections_and_holds_its_server_back() {
        Project.Ran ran = stack.project.run("bootstrap", "--yes");
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(6);
        assertThat(ran.err())
                .contains("db: held back, because its preset would shut out app (seen connected to db:5432)");
        assertThat(stack.project.text("docker-compose.yml")).isEqualTo(FILE);
        assertThat(stack.project.has("aria.yaml")).isFalse();
    }

    @Test
    @Order(2)
    void observe_shows_the_call_and_remembers_it_once_that_is_agreed_to() {
        Project.Ran shown = stack.project.run("observe", "--check");
        assertThat(shown.exit()).as(shown.out() + shown.err()).isEqualTo(1);
        assertThat(shown.out())
                .contains("  db: 5432\n")
                .containsPattern("  app calls db:5432 \\(.*(established|TIME_WAIT)\\): in no file\n");
        assertThat(stack.project.run("observe").exit()).isEqualTo(5);
        assertThat(stack.project.has("aria.yaml")).isFalse();
        succeeds("observe", "--yes", "--for", "1s");
        assertThat(stack.project.text("aria.yaml")).endsWith("services:\n  app:\n    calls: [\"db:5432\"]\n");
        Map<String, String> files = stack.project.state();
        assertThat(succeeds("observe", "--yes").out())
                .contains("): in aria.yaml\n")
                .contains("Every call seen is known");
        assertThat(stack.project.state()).isEqualTo(files);
        stack.project.file(
                "aria.yaml", "version: 1\nservices:\n  db: {secure: always, because: \"app follows next week\"}\n");
    }

    @Test
    @Order(3)
    void a_plain_bootstrap_says_that_the_containers_are_older_and_what_to_run() {
        Project.Ran ran = succeeds("bootstrap", "--yes", "--mode", "request");
        assertThat(ran.out())
                .contains("the container is older than the compose files")
                .contains("Run docker compose -f docker-compose.yml up -d")
                .contains(" not checked. Listeners: 1 public, 1 not checked. Applications: 1 works, 2 not checked")
                .doesNotContain("Some checks failed");
        stack.sh("docker", "compose", "-f", "docker-compose.yml", "up", "-d").ok();
        await(() -> stack.project
                .run("verify-mtls-setup", "--live", "--only", "application")
                .out()
                .contains("Applications: 2 work"));
        assertThat(stack.verify(0, "--only", "handshake.valid,handshake.none"))
                .filteredOn(result -> result.service().equals("db"))
                .extracting(RealStack.Checked::status)
                .containsExactly("pass", "warn");
    }

    @Test
    @Order(4)
    void a_stricter_mode_reaches_the_running_server_by_a_reload_and_whom_it_shuts_out_by_choice_is_named() {
        String before = stack.containers().get("db").containerId();
        Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up", "--mode", "require");
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.err()).contains("Reloading db, because data/mtls/db/pg_hba.conf has changed");
        assertThat(ran.out())
                .contains("Listeners: 1 enforced, 1 public."
                        + " Applications: 1 works, 1 shut out by choice, 1 not checked")
                .doesNotContain("All checks passed");
        assertThat(stack.containers().get("db").containerId()).isEqualTo(before);
        assertThat(stack.verify(0, "--only", "application,handshake,listener"))
                .filteredOn(result -> result.id().equals("application.works") && "app".equals(result.service()))
                .extracting(RealStack.Checked::status)
                .containsExactly("skip");
    }

    @Test
    @Order(5)
    void the_undo_that_is_offered_brings_the_application_back() {
        succeeds("bootstrap", "--undo", "--yes");
        stack.sh(UNDO.substring(UNDO.indexOf("docker")).split(" ")).ok();
        assertThat(stack.volumes()).contains("db-mtls");
        String user = stack.name + "-user";
        stack.sh("docker", "create", "--name", user, "-v", stack.name + "_db-mtls:/keys", "busybox:1.37")
                .ok();
        Project.Ran inUse = stack.project.run("bootstrap", "--prune", "--yes");
        assertThat(inUse.exit()).as(inUse.out() + inUse.err()).isEqualTo(6);
        assertThat(inUse.err())
                .endsWith("error: all else is removed; the volume " + stack.name + "_db-mtls is still used by " + user
                        + ". Run docker rm --force " + user + " && ./jbangw bootstrap@aria --prune\n");
        stack.sh("docker", "rm", "--force", user).ok();
        assertThat(succeeds("bootstrap", "--prune", "--yes").err())
                .contains("Unused\n  volume " + stack.name + "_db-mtls\n");
        assertThat(stack.volumes()).doesNotContain("db-mtls");
        assertThat(stack.project.text("docker-compose.yml")).isEqualTo(FILE);
        await(() -> stack.compose("exec", "-T", "app", "psql", "-h", "db", "-U", "postgres", "-Atc", "select 2")
                .out()
                .startsWith("2"));
    }

    @Test
    @Order(6)
    void a_project_of_the_same_name_in_another_folder_is_left_alone(@TempDir Path elsewhere) {
        Project other =
                Project.empty(elsewhere).file("docker-compose.yml", FILE).file(".env", stack.project.text(".env"));
        String before = stack.containers().get("db").containerId();
        Project.Ran up = other.run("bootstrap", "--yes", "--up");
        assertThat(up.exit()).as(up.out() + up.err()).isEqualTo(3);
        assertThat(up.err())
                .contains("a project called " + stack.name + " has containers already, started in " + stack.project.root
                        + ", and Docker Compose would replace them");
        assertThat(other.run("observe").err())
                .contains("runs here, only one of the same name in " + stack.project.root);
        assertThat(other.run("bootstrap", "--yes").out())
                .as("nobody was seen to call the database here")
                .contains("1 file edited: docker-compose.yml");
        assertThat(stack.containers().get("db").containerId()).isEqualTo(before);
    }

    @Test
    @Order(7)
    void a_published_port_is_found_by_trying_it() {
        assertThat(stack.project
                        .run("verify-mtls-setup", "--json", "--only", "listener")
                        .out())
                .contains("\"state\":\"public\"")
                .contains("published as 127.0.0.1:" + stack.port("PAGE_PORT") + ":80, answers in plaintext");
    }

    @Test
    @Order(8)
    void what_docker_compose_calls_invalid_is_red_and_nothing_is_written() {
        stack.project.file("docker-compose.yml", FILE.replace("  page:", "  page:\n    depends_on: [nobody]"));
        Map<String, String> files = stack.project.state();
        Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up");
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(3);
        assertThat(ran.err())
                .contains("docker-compose.yml: docker compose does not accept the project: ")
                .contains("service \"page\" depends on undefined service \"nobody\"");
        assertThat(stack.project.state()).isEqualTo(files);
        assertThat(stack.verify(1, "--only", "compose.files"))
                .extracting(RealStack.Checked::status)
                .containsExactly("fail");
    }

    private static void await(BooleanSupplier done) {
        Instant end = Instant.now().plusSeconds(90);
        while (!done.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
        }
    }
}
