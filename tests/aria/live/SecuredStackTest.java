package aria.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.commands.Project;
import aria.docker.RunningService;
import aria.testing.Needs;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

/** This repository's stack under real Docker, from plaintext to mutual TLS and back, by one command each way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class SecuredStackTest extends OnAStack {
    private static final String SERVERS = "keycloak,keycloak-db,prometheus,postgres";
    private static final String NEXT = "Next: run ";
    private static final String[] BOOTSTRAP = {"--yes", "--up", "--only", SERVERS};
    private static final Map<String, String> OWNERS =
            Map.of("keycloak", "1000:0", "keycloak-db", "70:70", "prometheus", "65534:65534", "postgres", "999:999");

    private Map<String, String> shipped;
    private Project.Ran first;

    @BeforeAll
    void a_plain_stack_with_data(@TempDir Path folder) {
        Needs.compose();
        Needs.program("curl");
        Needs.program("openssl");
        List.of(
                        "busybox:1.37",
                        "postgres:18",
                        "postgres:18-alpine",
                        "quay.io/keycloak/keycloak:26.7",
                        "prom/prometheus:v2.53.3")
                .forEach(Needs::image);
        stack = RealStack.aria(folder);
        // Grafana calls Prometheus and is left out here.
        stack.project.file(
                "compose/aria.yaml",
                "version: 1\nservices:\n  prometheus: {secure: always, because: no Grafana in this test}\n");
        shipped = filesOfTheUser();
        stack.compose("up", "-d", "--wait", "postgres").ok();
        stack.exec("postgres", "psql", "-U", "postgres", "-c", "create table kept as select 42 as answer");
    }

    @Test
    @Order(1)
    void bootstrap_starts_it_and_ends_well() {
        first = stack.project.run("bootstrap", BOOTSTRAP);
        assertThat(first.exit()).as(first.out() + first.err()).isZero();
        assertThat(first.out()).contains("No check failed: ", " enforced, ", "4 certificates in data/certs");
        Map<String, RunningService> containers = stack.containers();
        assertThat(containers)
                .containsOnlyKeys(
                        "keycloak",
                        "keycloak-db",
                        "postgres",
                        "prometheus",
                        "keycloak-mtls-init",
                        "keycloak-db-mtls-init",
                        "postgres-mtls-init",
                        "prometheus-mtls-init");
        containers.forEach((service, container) -> assertThat(
                        service.endsWith("-mtls-init")
                                ? container.finished()
                                : container.health() == RunningService.Health.HEALTHY)
                .as("%s", container)
                .isTrue());
    }

    @Test
    @Order(2)
    void every_listener_lets_the_right_client_in_and_no_wrong_one() {
        List<RealStack.Checked> tried = stack.verify(0, "--only", "handshake").stream()
                .filter(result -> OWNERS.containsKey(result.service()))
                .toList();
        assertThat(tried).hasSize(4 * 7).extracting(RealStack.Checked::status).containsOnly("pass");
        assertThat(tried)
                .filteredOn(result -> result.service().equals("keycloak-db"))
                .extracting(RealStack.Checked::via)
                .containsOnly("address");
        assertThat(tried)
                .filteredOn(result -> !result.service().equals("keycloak-db"))
                .extracting(RealStack.Checked::via)
                .containsOnly("published");
    }

    @Test
    @Order(3)
    void the_curl_line_that_is_printed_works_and_only_with_its_certificate() {
        String printed = first.err()
                .lines()
                .filter(line -> line.startsWith(NEXT + "curl "))
                .map(line -> line.substring(NEXT.length()))
                .findFirst()
                .orElseThrow();
        assertThat(printed).endsWith("https://localhost:" + stack.port("KEYCLOAK_PORT") + "/realms/master");
        assertThat(stack.sh(printed.split(" ")).ok()).contains("\"realm\":\"master\"");
        Shell stranger = stack.sh(
                "curl",
                "--silent",
                "--cacert",
                "data/certs/aria-root-ca.crt",
                printed.substring(printed.lastIndexOf(' ') + 1));
        assertThat(stranger.exit()).isNotZero();
        assertThat(stranger.out()).isEmpty();
    }

    @Test
    @Order(4)
    void servers_show_their_certificates_to_each_other() throws InterruptedException {
        assertThat(
                        stack.exec(
                                "keycloak-db",
                                "psql",
                                "-U",
                                "keycloak",
                                "-Atc",
                                "select distinct client_dn, version from pg_stat_ssl join pg_stat_activity using (pid) where client_addr is not null"))
                .isEqualTo("/CN=keycloak|TLSv1.3");
        String own = "";
        for (int attempt = 0; attempt < 40 && !own.equals("https up"); attempt++) {
            Thread.sleep(500);
            own = ownTarget();
        }
        assertThat(own).as("Prometheus scrapes itself").isEqualTo("https up");
    }

    @Test
    @Order(5)
    void no_port_speaks_plaintext() {
        String keycloak = stack.containers()
                .get("keycloak")
                .addresses()
                .values()
                .iterator()
                .next();
        for (int port : new int[] {8080, 9000}) {
            assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress(keycloak, port), 2000))
                    .as("port %s", port)
                    .isInstanceOf(ConnectException.class);
        }
        for (String variable : List.of("KEYCLOAK_PORT", "PROMETHEUS_PORT")) {
            Shell answer = stack.sh("curl", "--silent", "--fail", "http://127.0.0.1:" + stack.port(variable) + "/");
            assertThat(answer.exit()).as(variable).isNotZero();
            assertThat(answer.out()).as(variable).isEmpty();
        }
        Shell plain = stack.compose(
                "exec",
                "-T",
                "postgres",
                "env",
                "PGPASSWORD=dev-only-postgres",
                "psql",
                "host=127.0.0.1 user=postgres sslmode=disable",
                "-c",
                "select 1");
        assertThat(plain.exit()).isNotZero();
        assertThat(plain.err()).contains("pg_hba.conf rejects connection").contains("no encryption");
    }

    @Test
    @Order(6)
    void every_server_has_its_own_key_and_nobody_elses() {
        OWNERS.forEach((service, owner) -> {
            String seen = stack.inVolume(
                    service + "-mtls",
                    "cd /v; for f in tls.* ca.crt; do stat -L -c '%n %a %u:%g' $f; done; sha256sum tls.key");
            assertThat(seen)
                    .contains(
                            "tls.key 400 " + owner + "\n", "tls.crt 444 " + owner + "\n", "ca.crt 444 " + owner + "\n")
                    .contains(stack.sh("sha256sum", "data/certs/" + service + "/" + service + ".key")
                            .out()
                            .split(" ")[0]);
            String mounts = stack.sh(
                            "docker",
                            "inspect",
                            "--format",
                            "{{range .Mounts}}{{.Type}} {{.Name}}{{.Source}} {{.Destination}} {{.RW}}\n{{end}}",
                            stack.containers().get(service).containerId())
                    .ok();
            assertThat(mounts.lines().filter(line -> line.contains("/etc/certs ")))
                    .as(mounts)
                    .singleElement()
                    .asString()
                    .startsWith("volume " + stack.name + "_" + service + "-mtls")
                    .endsWith(" false");
            assertThat(mounts)
                    .as("nothing of the host's folder of keys")
                    .doesNotContain("data/certs", "data/people", "config/root-ca")
                    .doesNotContain("docker.sock");
        });
    }

    @Test
    @Order(7)
    void a_second_bootstrap_writes_nothing_and_recreates_nothing() {
        Map<String, String> files = stack.project.state();
        Map<String, String> containers = ids();
        Project.Ran second = stack.project.run("bootstrap", BOOTSTRAP);
        assertThat(second.exit()).as(second.out() + second.err()).isZero();
        assertThat(second.out())
                .contains("No check failed: ", " enforced, ", "no file needs a change, nothing written");
        assertThat(stack.project.state()).isEqualTo(files);
        assertThat(ids()).isEqualTo(containers);
    }

    @Test
    @Order(8)
    void rotated_certificates_are_presented_by_servers_that_look_and_by_those_that_are_told() {
        int metrics = stack.port("PROMETHEUS_PORT");
        int data = stack.port("POSTGRES_PORT");
        String before = stack.servedSerial(metrics);
        assertThat(before).isEqualTo(stack.issuedSerial("prometheus"));
        Map<String, String> containers = ids();
        Project.Ran rotated = stack.project.run(
                "rotate-certs", "--renew-before", "400d", "prometheus", "postgres", "--metrics", "aria.prom");
        assertThat(rotated.exit()).as(rotated.out() + rotated.err()).isZero();
        assertThat(rotated.out())
                .contains("2 renewed, 0 kept", "postgres, prometheus: the new certificate is presented");
        assertThat(stack.servedSerial(metrics)).isNotEqualTo(before).isEqualTo(stack.issuedSerial("prometheus"));
        assertThat(stack.servedSerial(data, "-starttls", "postgres")).isEqualTo(stack.issuedSerial("postgres"));
        assertThat(ids()).as("nothing is recreated").isEqualTo(containers);
        assertThat(stack.project.text("aria.prom"))
                .contains(
                        "{service=\"postgres\",use=\"service\",source=\"served\",serial=\""
                                + stack.issuedSerial("postgres") + "\"",
                        "aria_check_passed{id=\"handshake.none\",service=\"postgres\",listener=\"postgresql\"} 1\n",
                        "aria_rotation_last_result{service=\"prometheus\",reason=\"ok\"} 1\n");
        assertThat(stack.project.run("rotate-certs", "--check").exit()).isZero();
    }

    @Test
    @Order(9)
    void undo_brings_back_the_bytes_plaintext_and_the_data_and_leaves_no_volume_of_keys() {
        Project.Ran undone = stack.project.run("bootstrap", "--undo", "--volumes", "--yes");
        assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
        assertThat(filesOfTheUser()).isEqualTo(shipped);
        assertThat(stack.volumes()).noneMatch(volume -> volume.endsWith("-mtls"));
        assertThat(stack.containers()).containsOnlyKeys("keycloak", "keycloak-db", "postgres", "prometheus");

        stack.compose("up", "-d", "--wait", "--no-recreate", "postgres", "prometheus", "keycloak")
                .ok();
        assertThat(stack.exec(
                        "postgres",
                        "env",
                        "PGPASSWORD=dev-only-postgres",
                        "psql",
                        "-At",
                        "host=127.0.0.1 user=postgres sslmode=disable",
                        "-c",
                        "select answer from kept"))
                .isEqualTo("42");
        assertThat(stack.sh(
                                "curl",
                                "--silent",
                                "--retry",
                                "20",
                                "--retry-delay",
                                "1",
                                "--retry-all-errors",
                                "http://127.0.0.1:" + stack.port("KEYCLOAK_PORT") + "/realms/master")
                        .ok())
                .contains("\"realm\":\"master\"");
    }

    private Map<String, String> filesOfTheUser() {
        return stack.project.contents().entrySet().stream()
                .filter(file -> file.getKey().startsWith("compose/")
                        || file.getKey().matches("config/step-ca/(ca|defaults)\\.json"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new));
    }

    private Map<String, String> ids() {
        return stack.containers().values().stream()
                .collect(Collectors.toMap(RunningService::service, RunningService::containerId));
    }

    private String ownTarget() {
        String answer = stack.sh(
                        "curl",
                        "--silent",
                        "--cacert",
                        "data/certs/aria-root-ca.crt",
                        "--cert",
                        "data/people/" + Project.USER + ".crt",
                        "--key",
                        "data/people/" + Project.USER + ".key",
                        "https://localhost:" + stack.port("PROMETHEUS_PORT") + "/api/v1/targets")
                .ok();
        for (JsonElement target : JsonParser.parseString(answer)
                .getAsJsonObject()
                .getAsJsonObject("data")
                .getAsJsonArray("activeTargets")) {
            if (target.getAsJsonObject()
                    .getAsJsonObject("labels")
                    .get("job")
                    .getAsString()
                    .equals("prometheus")) {
                return target.getAsJsonObject().get("scrapeUrl").getAsString().split(":")[0] + " "
                        + target.getAsJsonObject().get("health").getAsString();
            }
        }
        return "no target";
    }
}
