package aria.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aria.commands.Project;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** nginx, Mosquitto, MariaDB and RabbitMQ, real ones, in one stack of somebody's: each is a preset and the protocol it speaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PackagedServersTest extends OnAStack {
    private static final String FILE = """
            services:
              web:
                image: nginx:1.26
                volumes: ["./site.conf:/etc/nginx/conf.d/default.conf:ro"]
                ports: ["127.0.0.1:${WEB_PORT}:80"]
                healthcheck:
                  test: ["CMD", "curl", "--fail", "http://localhost/"]
                  interval: 2s
                  retries: 15
              broker:
                image: eclipse-mosquitto:2.0
                volumes: ["./mosquitto.conf:/mosquitto/config/mosquitto.conf"]
                ports: ["127.0.0.1:${BROKER_PORT}:1883"]
                healthcheck:
                  test: ["CMD", "mosquitto_sub", "-t", "$$SYS/broker/uptime", "-C", "1", "-W", "3"]
                  interval: 2s
                  retries: 15
              db:
                image: mariadb:11.8
                environment: {MARIADB_ROOT_PASSWORD: root-password, MARIADB_DATABASE: app, MARIADB_USER: app, MARIADB_PASSWORD: app-password}
                volumes: ["db:/var/lib/mysql"]
                healthcheck:
                  test: ["CMD", "mariadb-admin", "ping", "-h", "127.0.0.1"]
                  interval: 2s
                  retries: 30
              queue:
                image: rabbitmq:4.0-management
                hostname: queue
                volumes: ["./rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf:ro"]
                ports: ["127.0.0.1:${QUEUE_PORT}:5672", "127.0.0.1:${PAGES_PORT}:15672"]
                healthcheck:
                  test: ["CMD", "rabbitmq-diagnostics", "check_port_connectivity"]
                  interval: 5s
                  timeout: 10s
                  retries: 20
              metrics:
                image: prom/prometheus:v2.53.3
                volumes: ["./prometheus:/etc/prometheus:ro"]
                ports: ["127.0.0.1:${METRICS_PORT}:9090"]
              app:
                image: busybox:1.37
                user: "1000:1000"
                command: sleep 3600
                stop_signal: KILL
            volumes:
              db:
            """;
    private static final Map<String, String> CONFIGS = Map.of(
            "prometheus/prometheus.yml",
                    "scrape_configs:\n- job_name: queue\n  scrape_interval: 1s\n  static_configs: [{targets: ['queue:15692']}]\n",
            "site.conf",
                    "server {\n    listen 80;\n    location / {\n        return 200 \"hello $ssl_client_s_dn\";\n    }\n}\n",
            "mosquitto.conf", "listener 1883\nallow_anonymous true\nlog_dest stdout\n",
            "rabbitmq.conf",
                    "listeners.tcp.default = 5672\nmanagement.tcp.port = 15672\ndefault_user = aria\ndefault_pass = queue-password\n");

    @BeforeAll
    void one_command_secures_and_starts_them(@TempDir Path folder) {
        Needs.compose();
        Needs.program("curl");
        List.of(
                        "busybox:1.37",
                        "nginx:1.26",
                        "eclipse-mosquitto:2.0",
                        "mariadb:11.8",
                        "rabbitmq:4.0-management",
                        "prom/prometheus:v2.53.3")
                .forEach(Needs::image);
        stack = RealStack.of(folder, FILE, "WEB_PORT", "BROKER_PORT", "QUEUE_PORT", "PAGES_PORT", "METRICS_PORT");
        CONFIGS.forEach(stack.project::file);
        succeeds("bootstrap", "--yes", "--up", "--preset", "app=mount");
    }

    @Test
    @Order(1)
    void the_right_client_gets_in_and_no_wrong_one_each_in_its_own_protocol() {
        List<RealStack.Checked> tried = stack.verify(0, "--only", "handshake");
        assertThat(tried)
                .filteredOn(result -> !result.via().equals("in-process"))
                .hasSize(7 * 7);
        assertThat(tried)
                .filteredOn(result -> !result.status().equals("pass"))
                .as("what MariaDB can't insist on for every account")
                .extracting(RealStack.Checked::id, RealStack.Checked::service, RealStack.Checked::status)
                .containsExactly(tuple("handshake.none", "db", "warn"));
        assertThat(tried)
                .filteredOn(result -> result.id().equals("handshake.valid"))
                .extracting(RealStack.Checked::message)
                .anyMatch(message -> message.endsWith("HTTP 200"))
                .anyMatch(message -> message.endsWith("CONNACK"))
                .anyMatch(message -> message.endsWith("asked for a password"))
                .anyMatch(message -> message.endsWith("connection.start"));
        assertThat(tried)
                .filteredOn(
                        result -> result.service().equals("web") && result.id().equals("handshake.none"))
                .extracting(RealStack.Checked::message)
                .allMatch(message -> message.endsWith("HTTP 400"));
    }

    @Test
    @Order(2)
    void nginx_serves_the_users_own_site_and_knows_the_client() {
        assertThat(curl("WEB_PORT", "/")).isEqualTo("hello CN=" + Project.USER);
    }

    @Test
    @Order(3)
    void a_message_goes_through_mosquitto_from_a_client_with_a_certificate() {
        String tls =
                "--cafile /etc/certs/ca.crt --cert /etc/certs/tls.crt --key /etc/certs/tls.key -h localhost -p 1883 -t house/door";
        assertThat(stack.exec(
                        "broker",
                        "sh",
                        "-c",
                        "mosquitto_pub " + tls + " -r -m open && mosquitto_sub " + tls + " -C 1 -W 5"))
                .isEqualTo("open");
        assertThat(stack.compose(
                                "exec",
                                "-T",
                                "broker",
                                "mosquitto_pub",
                                "--cafile",
                                "/etc/certs/ca.crt",
                                "-h",
                                "localhost",
                                "-p",
                                "1883",
                                "-t",
                                "x",
                                "-m",
                                "y")
                        .exit())
                .isNotZero();
    }

    @Test
    @Order(4)
    void an_account_of_mariadb_that_requires_a_certificate_gets_in_with_one_only() {
        assertThat(login("--skip-ssl").err()).contains("3159");
        assertThat(login("--ssl-ca=/etc/certs/ca.crt").ok()).contains("TLSv1.3");
        stack.exec("db", "mariadb", "--skip-ssl", "-uroot", "-proot-password", "-e", "alter user app@'%' require x509");
        assertThat(login("--ssl-ca=/etc/certs/ca.crt").err()).contains("1045");
        assertThat(login("--ssl-ca=/etc/certs/ca.crt", "--ssl-cert=/etc/certs/tls.crt", "--ssl-key=/etc/certs/tls.key")
                        .ok())
                .contains("TLSv1.3");
    }

    @Test
    @Order(5)
    void pages_and_metrics_of_rabbitmq_ask_for_a_certificate_and_plaintext_stays_in_the_container() {
        assertThat(curl("PAGES_PORT", "/api/overview", "--user", "aria:queue-password"))
                .contains("\"rabbitmq_version\":\"4.0");
        String listeners = stack.exec("queue", "rabbitmq-diagnostics", "--quiet", "listeners");
        assertThat(listeners)
                .contains("port: 5671", "port: 15672, protocol: https", "port: 15692, protocol: https/prometheus")
                .doesNotContain("port: 5672");
        assertThat(listeners
                        .lines()
                        .filter(line -> line.contains("protocol: http,") || line.contains("protocol: http/"))
                        .toList())
                .isNotEmpty()
                .allMatch(line -> line.contains("Interface: 127.0.0.1"));
    }

    @Test
    @Order(6)
    void prometheus_shows_its_certificate_where_it_fetches_the_metrics_of_rabbitmq() throws InterruptedException {
        String targets = "";
        for (int attempt = 0; attempt < 60 && !targets.contains("\"health\":\"up\""); attempt++) {
            Thread.sleep(500);
            targets = curl("METRICS_PORT", "/api/v1/targets");
        }
        assertThat(targets).contains("https://queue:15692/metrics", "\"health\":\"up\"");
    }

    @Test
    @Order(7)
    void a_new_certificate_is_served_after_the_init_ran_again_and_a_signal() throws InterruptedException {
        for (Map.Entry<String, String> server : Map.of(
                        "web", "WEB_PORT", "broker", "BROKER_PORT", "queue", "PAGES_PORT")
                .entrySet()) {
            String service = server.getKey();
            String before = stack.servedSerial(stack.port(server.getValue()));
            assertThat(before).isEqualTo(stack.issuedSerial(service));
            stack.project.delete("data/certs/" + service + "/" + service + ".crt");
            assertThat(stack.project
                            .run("generate-service-certs", service, "--yes")
                            .exit())
                    .isZero();
            stack.deliver(service);
            takeUp(service);
            String after = before;
            for (int attempt = 0; attempt < 50 && after.equals(before); attempt++) {
                Thread.sleep(100);
                after = stack.servedSerial(stack.port(server.getValue()));
            }
            assertThat(after).as(service).isEqualTo(stack.issuedSerial(service));
        }
    }

    @Test
    @Order(8)
    void a_container_that_nothing_is_known_of_gets_certificate_key_and_ca_to_read() {
        assertThat(
                        stack.exec(
                                "app",
                                "sh",
                                "-c",
                                "id -u; head -n 1 /etc/certs/tls.crt /etc/certs/ca.crt; grep -c 'PRIVATE KEY' /etc/certs/tls.key"))
                .startsWith("1000")
                .contains("BEGIN CERTIFICATE")
                .endsWith("2");
    }

    @Test
    @Order(9)
    void a_second_run_finds_nothing_and_undo_gives_every_byte_back() throws IOException {
        assertThat(stack.project.run("bootstrap", "--check").exit()).isZero();
        assertThat(stack.project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(stack.project.text("docker-compose.yml")).isEqualTo(FILE);
        for (Map.Entry<String, String> config : CONFIGS.entrySet()) {
            assertThat(Files.readString(stack.project.root.resolve(config.getKey())))
                    .isEqualTo(config.getValue());
        }
    }

    private Shell login(String... tls) {
        List<String> words = new ArrayList<>(
                List.of("exec", "-T", "db", "mariadb", "--protocol=tcp", "-hlocalhost", "-uapp", "-papp-password"));
        words.addAll(List.of(tls));
        words.addAll(List.of("-e", "show status like 'Ssl_version'"));
        return stack.compose(words.toArray(String[]::new));
    }

    /** What Erlang does by itself within two minutes is asked of it at once. */
    private void takeUp(String service) {
        if (service.equals("queue")) {
            stack.exec("queue", "rabbitmqctl", "--quiet", "eval", "ssl:clear_pem_cache().");
        } else {
            stack.signal(service, "HUP");
        }
    }

    private String curl(String port, String path, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--max-time",
                "10",
                "--cacert",
                "data/certs/aria-root-ca.crt",
                "--cert",
                "data/people/" + Project.USER + ".crt",
                "--key",
                "data/people/" + Project.USER + ".key"));
        words.addAll(List.of(more));
        words.add("https://localhost:" + stack.port(port) + path);
        return stack.sh(words.toArray(String[]::new)).ok();
    }
}
