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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The servers of this repository's stack that can't ask for certificates, behind the real proxy. Temporal's UI and Prometheus
 * are the real ones; Grafana and Vaultwarden are stand-ins, so of these two it is the proxy, the loopback address and the
 * delivered files that are shown.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ProxiedStackTest extends OnAStack {
    private static final Map<String, String> PROXIED = new TreeMap<>(
            Map.of("grafana", "GRAFANA_PORT", "vaultwarden", "VAULTWARDEN_PORT", "temporal-ui", "TEMPORAL_UI_PORT"));
    private static final Map<String, Integer> LOOPBACK =
            Map.of("grafana", 13000, "vaultwarden", 10080, "temporal-ui", 18080);
    private static final String SERVICES = "grafana,vaultwarden,temporal-ui,prometheus";

    private Map<String, String> shipped;

    @BeforeAll
    void it_is_bootstrapped(@TempDir Path folder) {
        Needs.compose();
        Needs.program("curl");
        List.of(
                        "busybox:1.37",
                        "caddy:2.11-alpine",
                        "grafana/grafana:13.0.1",
                        "vaultwarden/server:1.37.2-alpine",
                        "temporalio/ui:2.53.3",
                        "prom/prometheus:v2.53.3")
                .forEach(Needs::image);
        stack = RealStack.aria(folder);
        edit(
                "compose/identity.yml",
                "container_name: aria-vaultwarden",
                "container_name: " + stack.name + "-vaultwarden");
        // The UI answers without the server behind it, which takes minutes to compile: TemporalStackTest has both.
        edit(
                "compose/workflow.yml",
                "      - TEMPORAL_CORS_ORIGINS=http://localhost:${TEMPORAL_UI_PORT:-8088}\n    ports:\n"
                        + "      - 127.0.0.1:${TEMPORAL_UI_PORT:-8088}:8080\n    depends_on:\n      - temporal\n",
                "      - TEMPORAL_CORS_ORIGINS=http://localhost:${TEMPORAL_UI_PORT:-8088}\n    ports:\n      - 127.0.0.1:${TEMPORAL_UI_PORT:-8088}:8080\n");
        shipped = compose();
        succeeds("bootstrap", "--yes", "--up", "--only", SERVICES);
    }

    @Test
    @Order(1)
    void every_proxy_lets_the_right_client_in_by_the_old_port_and_no_wrong_one() {
        List<RealStack.Checked> tried = stack.verify(0, "--only", "handshake").stream()
                .filter(result -> PROXIED.containsKey(result.service()))
                .toList();
        assertThat(tried).hasSize(3 * 7).extracting(RealStack.Checked::status).containsOnly("pass");
        assertThat(tried).extracting(RealStack.Checked::via).containsOnly("published");
        assertThat(open("grafana", "/api/health")).contains("stand-in");
        assertThat(open("vaultwarden", "/alive")).contains("stand-in");
        assertThat(open("temporal-ui", "/healthz")).contains("OK");
    }

    @Test
    @Order(2)
    void the_servers_own_ports_are_closed_to_the_network() {
        LOOPBACK.forEach((service, port) -> {
            String address = stack.containers()
                    .get(service)
                    .addresses()
                    .values()
                    .iterator()
                    .next();
            assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress(address, port), 2000))
                    .as(service)
                    .isInstanceOf(ConnectException.class);
        });
    }

    @Test
    @Order(3)
    void a_proxy_has_no_privileges() {
        assertThat(stack.exec("grafana-mtls-proxy", "grep", "-E", "^(Uid|CapPrm|NoNewPrivs)", "/proc/1/status"))
                .contains("Uid:\t472", "CapPrm:\t0000000000000000", "NoNewPrivs:\t1");
    }

    @Test
    @Order(3)
    void callers_by_address_are_served_too() {
        assertThat(curl("https://127.0.0.1:" + stack.port("GRAFANA_PORT") + "/api/health")
                        .ok())
                .contains("stand-in");
    }

    @Test
    @Order(4)
    void the_server_behind_the_proxy_can_show_its_own_certificate() {
        String answer = stack.exec(
                "grafana",
                "curl",
                "--silent",
                "--cacert",
                "/etc/certs/ca.crt",
                "--cert",
                "/etc/certs/tls.crt",
                "--key",
                "/etc/certs/tls.key",
                "https://prometheus:9090/-/healthy");
        assertThat(answer).contains("Prometheus Server is Healthy");
        assertThat(stack.project.text("compose/config/grafana/provisioning/datasources/datasources.yml"))
                .contains("url: https://prometheus:9090", "tlsAuth: true", "tlsClientKey: $__file{/etc/certs/tls.key}");
    }

    @Test
    @Order(5)
    void prometheus_scrapes_through_the_proxy() throws InterruptedException {
        String seen = "";
        for (int attempt = 0; attempt < 60 && !seen.equals("https://grafana:3000/metrics up"); attempt++) {
            Thread.sleep(500);
            seen = target("grafana");
        }
        assertThat(seen).isEqualTo("https://grafana:3000/metrics up");
    }

    @Test
    @Order(6)
    void a_renewed_certificate_is_served_after_its_signal() throws InterruptedException {
        assertThat(stack.project
                        .run("generate-service-certs", "grafana", "--force", "--yes")
                        .exit())
                .isZero();
        stack.deliver("grafana");
        stack.signal("grafana-mtls-proxy", "USR1");
        String served = "";
        for (int attempt = 0; attempt < 20 && !served.equals(stack.issuedSerial("grafana")); attempt++) {
            Thread.sleep(250);
            served = stack.servedSerial(stack.port("GRAFANA_PORT"));
        }
        assertThat(served).isEqualTo(stack.issuedSerial("grafana"));
    }

    @Test
    @Order(7)
    void the_proxy_follows_its_server_into_a_new_network_namespace() throws InterruptedException {
        stack.compose("restart", "--timeout", "1", "grafana").ok();
        awaitAnswer("after a restart by Compose");
        stack.sh(
                        "docker",
                        "restart",
                        "--time",
                        "1",
                        stack.containers().get("grafana").containerId())
                .ok();
        awaitAnswer("after a restart by the engine");
        stack.compose("stop", "--timeout", "1").ok();
        stack.compose("start", "grafana", "grafana-mtls-proxy").ok();
        awaitAnswer("after a stop and a start");
    }

    @Test
    @Order(8)
    void a_proxy_outside_the_namespace_is_found() {
        String patched = stack.project.text("compose/observability.yml");
        try {
            edit("compose/observability.yml", "network_mode: service:grafana", "networks: [aria]");
            assertThat(stack.compose("up", "-d", "grafana", "grafana-mtls-proxy")
                            .exit())
                    .isZero();
            List<RealStack.Checked> failing = stack.verify(1).stream()
                    .filter(result -> result.status().equals("fail"))
                    .toList();
            assertThat(failing)
                    .filteredOn(result -> result.service().equals("grafana"))
                    .extracting(RealStack.Checked::id)
                    .containsExactly("handshake.valid");
            assertThat(failing)
                    .filteredOn(result -> result.id().equals("compose.settings"))
                    .singleElement()
                    .satisfies(result -> assertThat(result.message())
                            .startsWith("compose/observability.yml needs a change: answers for grafana"));
        } finally {
            stack.project.file("compose/observability.yml", patched);
        }
    }

    @Test
    @Order(9)
    void undo_brings_back_the_bytes_and_the_plain_servers() {
        stack.compose(
                        "up",
                        "-d",
                        "--remove-orphans",
                        "grafana",
                        "grafana-mtls-proxy",
                        "vaultwarden",
                        "temporal-ui",
                        "prometheus")
                .ok();
        for (String[] undo : new String[][] {{"--undo", "--yes"}, {"--undo", "--volumes", "--yes"}}) {
            Project.Ran undone = stack.project.run("bootstrap", undo);
            assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
        }
        assertThat(compose()).isEqualTo(shipped);
        assertThat(stack.containers().keySet()).noneMatch(name -> name.contains("-mtls-"));
        assertThat(stack.volumes()).noneMatch(name -> name.contains("-mtls"));
        assertThat(stack.sh("docker", "network", "ls", "--format", "{{.Name}}").ok())
                .contains(stack.name)
                .doesNotContainPattern(stack.name + "_\\S+-mtls");
    }

    private void awaitAnswer(String when) throws InterruptedException {
        String answer = "";
        for (int attempt = 0; attempt < 60 && answer.isEmpty(); attempt++) {
            Thread.sleep(500);
            answer = curl("https://localhost:" + stack.port("GRAFANA_PORT") + "/api/health")
                    .out();
        }
        assertThat(answer).as(when).contains("stand-in");
        assertThat(stack.containers().get("grafana-mtls-proxy").state()).isEqualTo(RunningService.State.RUNNING);
    }

    private String open(String service, String path) {
        return curl("https://localhost:" + stack.port(PROXIED.get(service)) + path)
                .ok();
    }

    private Shell curl(String url) {
        return stack.sh(
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
                url);
    }

    private String target(String job) {
        String answer = curl("https://localhost:" + stack.port("PROMETHEUS_PORT") + "/api/v1/targets")
                .ok();
        for (JsonElement target : JsonParser.parseString(answer)
                .getAsJsonObject()
                .getAsJsonObject("data")
                .getAsJsonArray("activeTargets")) {
            if (target.getAsJsonObject()
                    .getAsJsonObject("labels")
                    .get("job")
                    .getAsString()
                    .equals(job)) {
                return target.getAsJsonObject().get("scrapeUrl").getAsString() + " "
                        + target.getAsJsonObject().get("health").getAsString();
            }
        }
        return "no target";
    }

    private void edit(String file, String old, String text) {
        String before = stack.project.text(file);
        assertThat(before).contains(old);
        stack.project.file(file, before.replace(old, text));
    }

    private Map<String, String> compose() {
        Map<String, String> files = new TreeMap<>(stack.project.contents());
        files.keySet().removeIf(name -> !name.startsWith("compose/"));
        return files;
    }
}
