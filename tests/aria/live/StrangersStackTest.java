package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's Keycloak and PostgreSQL: bootstrapped, started and proven, made wrong by hand, taken back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class StrangersStackTest {
    private static final String FILE = """
            version: '3.8'
            services:
                users-db:
                    image: postgres:18
                    user: "999:999"
                    environment:
                        - POSTGRES_DB=sso
                        - POSTGRES_USER=sso
                        - "POSTGRES_PASSWORD=pa$$word of two"   # a dollar and blanks
                    volumes:
                        - dbdata:/var/lib/postgresql
                    healthcheck:
                        test: ["CMD", "pg_isready", "-U", "sso"]
                        interval: 3s
                        retries: 20

                login:
                    image: "quay.io/keycloak/keycloak:26.7"
                    container_name: ${COMPOSE_PROJECT_NAME}-login
                    user: '1000'
                    command:
                        - start-dev
                        - --features=token-exchange
                    environment:
                        - KEYCLOAK_ADMIN=admin
                        - "KC_BOOTSTRAP_ADMIN_PASSWORD=${NOT_SET:-a $$ecret}"
                        - KC_DB=postgres
                        - KC_DB_URL=jdbc:postgresql://users-db/sso?ApplicationName=login
                        - KC_DB_USERNAME=sso
                        - "KC_DB_PASSWORD=pa$$word of two"
                        - KC_HEALTH_ENABLED=true
                    ports:
                        - "${LOGIN_PORT}:8080"
                    healthcheck:
                        test: curl -f http://localhost:8080/health/ready || exit 1
                        interval: 3s
                        retries: 60
                    depends_on:
                        - users-db

            volumes:
                dbdata:
            """;

    private RealStack stack;
    private String patched;

    @BeforeAll
    void it_is_started_and_proven(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18", "quay.io/keycloak/keycloak:26.7").forEach(Needs::image);
        stack = RealStack.of(folder, FILE, "LOGIN_PORT");
        Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up");
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).contains("All checks passed!");
        patched = stack.project.text("docker-compose.yml");
    }

    @AfterAll
    void nothing_stays() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void every_listener_lets_the_right_client_in_and_no_wrong_one() {
        assertThat(stack.verify(0, "--only", "handshake")).hasSize(2 * 7).extracting(RealStack.Checked::status).containsOnly("pass");
        assertThat(stack.exec("users-db", "psql", "-U", "sso", "-Atc", "select distinct client_dn, application_name from pg_stat_ssl"
                + " join pg_stat_activity using (pid) where client_addr is not null")).isEqualTo("/CN=login|login");
    }

    @Test
    @Order(2)
    void every_line_of_the_stranger_that_was_not_the_point_is_still_there() {
        List<String> kept = patched.lines().toList();
        assertThat(FILE.lines().filter(line -> !kept.contains(line)).map(String::strip)).containsExactly("- start-dev",
                "- KC_DB_URL=jdbc:postgresql://users-db/sso?ApplicationName=login", "- \"${LOGIN_PORT}:8080\"",
                "test: curl -f http://localhost:8080/health/ready || exit 1", "- users-db");
    }

    @Test
    @Order(3)
    void development_mode_and_plaintext_ports_are_found_when_they_come_back() {
        wrong(patched.replace("- start\n", "- start-dev\n"), "compose.settings", "start-dev");
        wrong(patched.replace("${LOGIN_PORT}:8443\"", "${LOGIN_PORT}:8443\"\n            - \"8080:8080\""), "compose.plaintext", "8080:8080");
    }

    private void wrong(String text, String check, String said) {
        assertThat(text).isNotEqualTo(patched);
        stack.project.file("docker-compose.yml", text);
        assertThat(failed(stack.verify(1, "--only", "compose"))).containsKey(check);
        assertThat(failed(stack.verify(1, "--only", "compose")).get(check)).contains(said);
        stack.project.file("docker-compose.yml", patched);
    }

    @Test
    @Order(4)
    void access_rules_that_were_opened_by_hand_are_found_where_they_are_served() {
        String rules = "data/mtls/users-db/pg_hba.conf";
        String generated = stack.project.text(rules);
        stack.project.file(rules, "local all all trust\nhost all all all trust\n");
        stack.signal("users-db", "HUP");
        assertThat(failedEventually("handshake.plaintext")).containsKeys("handshake.none", "handshake.plaintext").doesNotContainKey("handshake.valid");
        stack.project.file(rules, generated);
        stack.signal("users-db", "HUP");
    }

    @Test
    @Order(5)
    void a_certificate_that_was_renewed_but_is_not_served_is_found() {
        assertThat(stack.project.run("generate-service-certs", "users-db", "--force", "--yes").exit()).isZero();
        assertThat(stack.verify(0, "--only", "handshake.valid")).filteredOn(result -> result.service().equals("users-db"))
                .singleElement().satisfies(result -> {
                    assertThat(result.status()).isEqualTo("warn");
                    assertThat(result.message()).contains("users-db-mtls-init");
                });
        stack.deliver("users-db");
        stack.signal("users-db", "HUP");
        awaitAllPass();
    }

    @Test
    @Order(6)
    void a_key_that_the_server_cannot_read_is_found_and_put_right_by_the_init() {
        stack.inVolume("users-db-mtls", "chown -h 0:0 /v/..data/tls.key; chown 0:0 /v/..data/tls.key");
        stack.compose("restart", "--timeout", "5", "users-db");
        assertThat(failedEventually("handshake.valid").get("handshake.valid")).contains("docker logs");
        stack.compose("up", "-d", "--wait", "users-db").ok();
        awaitAllPass();
    }

    @Test
    @Order(7)
    void undo_brings_back_the_bytes_and_volumes_of_keys_can_go_later() {
        Project.Ran undone = stack.project.run("patch-compose", "--undo", "--yes");
        assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
        assertThat(stack.project.text("docker-compose.yml")).isEqualTo(FILE);
        assertThat(stack.volumes()).containsExactly("dbdata", "login-mtls", "users-db-mtls");

        Project.Ran cleaned = stack.project.run("bootstrap", "--undo", "--volumes", "--yes");
        assertThat(cleaned.exit()).as(cleaned.out() + cleaned.err()).isZero();
        assertThat(stack.volumes()).containsExactly("dbdata");
        assertThat(stack.containers()).containsOnlyKeys("users-db", "login");
    }

    /** The failures of the service with the database, once one of them is seen. */
    private Map<String, String> failedEventually(String check) {
        Map<String, String> failed = Map.of();
        for (int attempt = 0; attempt < 20 && !failed.containsKey(check); attempt++) {
            Project.Ran ran = stack.project.run("verify-mtls-setup", "--live", "--json", "--only", "handshake");
            failed = failed(stack.results(ran));
        }
        return failed;
    }

    private void awaitAllPass() {
        List<RealStack.Checked> seen = List.of();
        for (int attempt = 0; attempt < 20 && (seen.isEmpty() || seen.stream().anyMatch(result -> !result.status().equals("pass"))); attempt++) {
            seen = stack.results(stack.project.run("verify-mtls-setup", "--live", "--json", "--only", "handshake"));
        }
        assertThat(seen).extracting(RealStack.Checked::status).containsOnly("pass");
    }

    private static Map<String, String> failed(List<RealStack.Checked> results) {
        return results.stream().filter(result -> result.status().equals("fail"))
                .collect(Collectors.toMap(RealStack.Checked::id, RealStack.Checked::message, (a, b) -> a, TreeMap::new));
    }
}
