package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.compose.ComposeLocator;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.plan.StackOptions;
import aria.testing.Needs;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.SubjectReader;
import aria.verify.check.CheckCatalogue;
import aria.verify.check.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody else's Keycloak, PostgreSQL and Prometheus: bootstrapped, started and proven, made wrong by hand in each way that people
 * do, taken back. Whatever is wrong, the whole of {@code verify-mtls-setup} is run, and has to be red for that and nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class StrangersStackTest extends OnAStack {
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

                metrics:
                    image: prom/prometheus:v2.53.3
                    volumes:
                        - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro

            volumes:
                dbdata:
            """;

    private String patched;

    @BeforeAll
    void it_is_started_and_proven(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18", "quay.io/keycloak/keycloak:26.7", "prom/prometheus:v2.53.3")
                .forEach(Needs::image);
        stack = RealStack.of(folder, FILE, "LOGIN_PORT");
        stack.project.file("prometheus.yml", "scrape_configs: []\n");
        assertThat(succeeds("bootstrap", "--yes", "--up").out()).contains("All checks passed!");
        patched = stack.project.text("docker-compose.yml");
    }

    @Test
    @Order(1)
    void every_listener_lets_the_right_client_in_and_no_wrong_one() {
        assertThat(stack.verify(0, "--only", "handshake"))
                .hasSize(3 * 7)
                .extracting(RealStack.Checked::status)
                .containsOnly("pass");
        assertThat(stack.exec(
                        "users-db",
                        "psql",
                        "-U",
                        "sso",
                        "-Atc",
                        "select distinct client_dn, application_name from pg_stat_ssl"
                                + " join pg_stat_activity using (pid) where client_addr is not null"))
                .isEqualTo("/CN=login|login");
    }

    @Test
    @Order(2)
    void every_line_of_the_stranger_that_was_not_the_point_is_still_there() {
        List<String> kept = patched.lines().toList();
        assertThat(FILE.lines().filter(line -> !kept.contains(line)).map(String::strip))
                .containsExactly(
                        "- start-dev",
                        "- KC_DB_URL=jdbc:postgresql://users-db/sso?ApplicationName=login",
                        "- \"${LOGIN_PORT}:8080\"",
                        "test: curl -f http://localhost:8080/health/ready || exit 1",
                        "- users-db");
    }

    @Test
    @Order(3)
    void development_mode_and_plaintext_ports_are_found_when_they_come_back() {
        wrong("- start\n", "- start-dev\n", "compose.settings", "start-dev");
        wrong(
                "${LOGIN_PORT}:8443\"",
                "${LOGIN_PORT}:8443\"\n            - \"8080:8080\"",
                "compose.plaintext",
                "8080:8080");
    }

    private void wrong(String right, String wrong, String check, String said) {
        String text = patched.replace(right, wrong);
        assertThat(text).isNotEqualTo(patched);
        stack.project.file("docker-compose.yml", text);
        Map<String, String> failed = failed(stack.verify(1));
        assertThat(failed).containsKey(check);
        assertThat(failed.get(check)).contains(said);
        assertThat(failed.keySet()).allMatch(id -> id.startsWith("compose."));
        stack.project.file("docker-compose.yml", patched);
    }

    @Test
    @Order(4)
    void access_rules_that_lack_a_line_or_a_word_are_found_where_they_are_served() {
        String rules = "data/mtls/users-db/pg_hba.conf";
        String generated = stack.project.text(rules);
        assertThat(generated).contains("clientcert=verify-ca", "hostnossl");
        served(rules, generated.replaceAll(" clientcert=\\S+", ""));
        assertThat(failedEventually("handshake.none")).containsOnlyKeys("compose.settings", "handshake.none");
        served(rules, "local all all trust\nhost all all all trust\n");
        assertThat(failedEventually("handshake.plaintext"))
                .as("rules of one's own")
                .containsOnlyKeys("handshake.none", "handshake.plaintext");
        served(rules, generated);
        awaitAllPass();
    }

    private void served(String rules, String text) {
        stack.project.file(rules, text);
        stack.signal("users-db", "HUP");
    }

    @Test
    @Order(5)
    void a_server_that_was_given_no_CA_to_judge_its_clients_by_is_found() {
        String settings = "data/mtls/metrics/web.yml";
        String generated = stack.project.text(settings);
        stack.project.file(settings, generated.replaceAll("(?m)^ *(client_ca_file|client_auth_type):.*\n", ""));
        assertThat(failed(stack.verify(1)))
                .containsOnlyKeys(
                        "compose.settings",
                        "handshake.none",
                        "handshake.foreign-ca",
                        "handshake.expired",
                        "handshake.server-only");
        stack.project.file(settings, generated);
        awaitAllPass();
    }

    @Test
    @Order(6)
    void a_certificate_that_was_renewed_but_is_not_served_is_a_warning_for_five_minutes_and_then_red() {
        assertThat(stack.project
                        .run("generate-service-certs", "users-db", "--force", "--yes")
                        .exit())
                .isZero();
        assertThat(stack.verify(0))
                .filteredOn(result ->
                        result.status().equals("warn") && result.service().equals("users-db"))
                .singleElement()
                .satisfies(result -> assertThat(result.id()).isEqualTo("certs.served"));

        Report later = Verification.run(
                CheckCatalogue.all(),
                new SubjectReader(
                                stack.project.layout,
                                Map.of(),
                                SubjectReader.Live.YES,
                                StackOptions.REQUIRE,
                                Optional.empty())
                        .read(
                                ComposeLocator.locate(stack.project.layout.root(), List.of(), List.of(), Map.of()),
                                Instant.now().plus(Duration.ofMinutes(5))));
        assertThat(later.failed(Severity.ERROR)).isTrue();
        assertThat(later.results())
                .filteredOn(
                        result -> result.status() == Status.FAIL && result.id().startsWith("certs."))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.id()).isEqualTo("certs.served");
                    assertThat(result.message()).contains("data/certs/users-db/users-db.crt");
                    assertThat(result.remedies())
                            .containsExactly(Remedy.inOrder(
                                    Remedy.command("docker", "compose", "up", "-d", "users-db-mtls-init"),
                                    Remedy.command("docker", "compose", "kill", "-s", "HUP", "users-db")));
                });

        assertThat(succeeds("bootstrap", "--yes", "--up").err())
                .contains(
                        "Reloading, because it still presented an earlier certificate: docker compose kill -s HUP users-db");
        awaitAllPass();
    }

    @Test
    @Order(7)
    void a_key_that_the_server_cannot_read_is_found_and_put_right_by_the_init() {
        stack.inVolume("users-db-mtls", "chown -h 0:0 /v/..data/tls.key; chown 0:0 /v/..data/tls.key");
        stack.compose("restart", "--timeout", "5", "users-db");
        assertThat(failedEventually("handshake.valid")).containsKey("handshake.valid");
        assertThat(stack.project.run("verify-mtls-setup", "--live", "--json").out())
                .as("the remedy is a command")
                .contains("\"docker\"", "\"logs\"");
        stack.compose("up", "-d", "--wait", "users-db").ok();
        awaitAllPass();
    }

    @Test
    @Order(8)
    void undo_brings_back_the_bytes_and_volumes_of_keys_can_go_later() {
        Project.Ran undone = stack.project.run("patch-compose", "--undo", "--yes");
        assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
        assertThat(stack.project.text("docker-compose.yml")).isEqualTo(FILE);
        assertThat(stack.volumes()).containsExactly("dbdata", "login-mtls", "metrics-mtls", "users-db-mtls");

        Project.Ran cleaned = stack.project.run("bootstrap", "--undo", "--volumes", "--yes");
        assertThat(cleaned.exit()).as(cleaned.out() + cleaned.err()).isZero();
        assertThat(stack.volumes()).containsExactly("dbdata");
        assertThat(stack.containers()).containsOnlyKeys("users-db", "login", "metrics");
    }

    /** What fails of everything that is checked, once one of it is seen. */
    private Map<String, String> failedEventually(String check) {
        Map<String, String> failed = Map.of();
        for (int attempt = 0; attempt < 20 && !failed.containsKey(check); attempt++) {
            failed = failed(stack.results(stack.project.run("verify-mtls-setup", "--live", "--json")));
        }
        return failed;
    }

    private void awaitAllPass() {
        List<RealStack.Checked> seen = List.of();
        for (int attempt = 0;
                attempt < 20 && (seen.isEmpty() || !seen.stream().allMatch(StrangersStackTest::isWell));
                attempt++) {
            seen = stack.results(stack.project.run(
                    "verify-mtls-setup",
                    "--live",
                    "--json",
                    "--only",
                    "handshake",
                    "--only",
                    "certs.served",
                    "--only",
                    "compose"));
        }
        assertThat(seen).isNotEmpty().allMatch(StrangersStackTest::isWell);
    }

    /** That a server admits any certificate of the CA is a warning for good. */
    private static boolean isWell(RealStack.Checked result) {
        return result.status().equals("pass") || result.id().equals("compose.clients");
    }

    private static Map<String, String> failed(List<RealStack.Checked> results) {
        return results.stream()
                .filter(result -> result.status().equals("fail"))
                .collect(
                        Collectors.toMap(RealStack.Checked::id, RealStack.Checked::message, (a, b) -> a, TreeMap::new));
    }
}
