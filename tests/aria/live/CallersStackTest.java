package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that speak TLS from the first byte, each in its own protocol, and clients in plaintext that know nothing of
 * certificates: the proxy beside a client shows its certificate. RedisStackTest has Redis and Valkey.
 */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class CallersStackTest extends OnAStack {
    private static final String FILE = """
            services:
              queue:
                image: rabbitmq:4.0-management
                hostname: queue
                volumes: ["./rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf:ro"]
                healthcheck:
                  test: ["CMD", "rabbitmq-diagnostics", "check_port_connectivity"]
                  interval: 5s
                  timeout: 10s
                  retries: 20
              broker:
                image: eclipse-mosquitto:2.0
                volumes: ["./mosquitto.conf:/mosquitto/config/mosquitto.conf"]
              metrics:
                image: prom/prometheus:v2.53.3
                volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
              app:                                    # in no way prepared
                image: redis:8
                init: true
                command: [sleep, infinity]
                volumes: ["./amqp.pl:/app/amqp.pl:ro", "./http.pl:/app/http.pl:ro"]
                environment:
                  AMQP_URL: amqp://aria:queue-password@queue:5672
                  PAGES_URL: http://queue:15672
                  PROMETHEUS_URL: http://metrics:9090
              sensor:                                 # in no way prepared
                image: eclipse-mosquitto:2.0
                init: true
                command: [sleep, infinity]
                environment: {BROKER_URL: "mqtt://broker:1883"}
            """;
    private static final String PROMETHEUS = "global: {scrape_interval: 1s}\n";

    /** Logs in and prints classes and methods of the answers: start, tune and open-ok of connection (AMQP 0-9-1, 1.4). */
    private static final String AMQP = """
            use strict;
            use IO::Socket::INET;
            my $queue = IO::Socket::INET->new(PeerAddr => 'queue:5672', Timeout => 5) or die "no connection: $@";
            sub frame { read($queue, my $head, 7) == 7 or die 'closed'; my (undef, undef, $size) = unpack 'CnN', $head;
                        read($queue, my $body, $size + 1); return unpack 'nn', $body; }
            print $queue "AMQP\\x00\\x00\\x09\\x01";
            $queue->flush;
            print join('.', frame()), "\\n";
            sub order { my ($body) = @_; print $queue pack('CnN', 1, 0, length $body) . $body . "\\xCE"; $queue->flush; }
            order(pack('nn N C/a N/a C/a', 10, 11, 0, 'PLAIN', "\\x00aria\\x00queue-password", 'en_US'));
            print join('.', frame()), "\\n";
            order(pack('nn n N n', 10, 31, 2047, 131072, 0));
            order(pack('nn C/a C C', 10, 40, '/', 0, 0));
            print join('.', frame()), "\\n";
            if (@ARGV) { open my $held, '>', '/tmp/held'; print $held 'open'; close $held; sleep 600; }
            """;

    private static final String HTTP = """
            use strict;
            use IO::Socket::INET;
            my $server = IO::Socket::INET->new(PeerAddr => $ARGV[0], Timeout => 5) or die "no connection: $@";
            print $server "GET $ARGV[1] HTTP/1.0\\r\\nHost: $ARGV[0]\\r\\nAuthorization: Basic YXJpYTpxdWV1ZS1wYXNzd29yZA==\\r\\n\\r\\n";
            $server->flush;
            print <$server>;
            """;

    @BeforeAll
    void they_run_in_plaintext_and_are_bootstrapped(@TempDir Path folder) {
        Needs.compose();
        List.of(
                        "busybox:1.37",
                        "haproxy:3.0.11",
                        "redis:8",
                        "eclipse-mosquitto:2.0",
                        "rabbitmq:4.0-management",
                        "prom/prometheus:v2.53.3")
                .forEach(Needs::image);
        stack = RealStack.of(folder, FILE);
        stack.project
                .file("amqp.pl", AMQP)
                .file("http.pl", HTTP)
                .file("prometheus.yml", PROMETHEUS)
                .file("mosquitto.conf", "listener 1883\nallow_anonymous true\nlog_dest stdout\n")
                .file(
                        "rabbitmq.conf",
                        "listeners.tcp.default = 5672\nmanagement.tcp.port = 15672\ndefault_user = aria\ndefault_pass = queue-password\n");
        stack.compose("up", "-d", "--wait").ok();
        everybody_is_served("in plaintext");
        succeeds("bootstrap", "--yes", "--up");
    }

    @Test
    @Order(1)
    void every_client_is_served_as_before_and_by_certificate() {
        everybody_is_served("by way of the proxies");
        assertThat(stack.verify(0, "--only", "handshake"))
                .filteredOn(result -> !result.via().equals("in-process"))
                .isNotEmpty()
                .extracting(RealStack.Checked::status)
                .containsOnly("pass");
        assertThat(stack.exec("queue", "rabbitmqctl", "-q", "list_connections", "peer_cert_subject", "ssl"))
                .doesNotContain("false");
        assertThat(stack.containers())
                .containsKeys("app-mtls-proxy", "sensor-mtls-proxy")
                .doesNotContainKeys("queue-mtls-proxy", "broker-mtls-proxy", "metrics-mtls-proxy");
    }

    @Test
    @Order(2)
    void a_renewal_of_the_callers_ends_no_connection() {
        stack.compose("exec", "-d", "-T", "app", "perl", "/app/amqp.pl", "hold").ok();
        stack.exec("app", "sh", "-c", "until [ -s /tmp/held ]; do sleep 0.2; done");
        String connections = connections();
        assertThat(connections).contains("CN=app");

        assertThat(succeeds("rotate-certs", "app", "sensor", "--renew-before", "10y")
                        .err())
                .contains("app-mtls-proxy: set ssl cert by", "sensor-mtls-proxy: set ssl cert by");

        assertThat(connections()).isEqualTo(connections);
        everybody_is_served("with new certificates");
    }

    @Test
    @Order(3)
    void the_stacks_prometheus_reads_the_metrics_of_the_proxies() throws InterruptedException {
        String targets = "";
        for (int attempt = 0; attempt < 40 && targets.split("\"health\":\"up\"").length != 3; attempt++) {
            Thread.sleep(500);
            targets = stack.exec("app", "perl", "/app/http.pl", "metrics:9090", "/api/v1/targets");
        }
        assertThat(targets).contains("https://app-mtls-proxy:20000/metrics", "https://sensor-mtls-proxy:20000/metrics");
        assertThat(targets.split("\"health\":\"up\"")).as(targets).hasSize(3);
        assertThat(succeeds("observe", "--check").out()).doesNotContain("metrics calls");
    }

    @Test
    @Order(4)
    void undo_brings_back_the_bytes() {
        succeeds("bootstrap", "--undo", "--yes");
        assertThat(stack.project.text("docker-compose.yml")).isEqualTo(FILE);
        assertThat(stack.project.text("prometheus.yml")).isEqualTo(PROMETHEUS);
    }

    private String connections() {
        return stack.exec("queue", "rabbitmqctl", "-q", "list_connections", "pid", "peer_cert_subject");
    }

    private void everybody_is_served(String how) {
        assertThat(stack.exec("app", "perl", "/app/amqp.pl")).as(how).isEqualTo("10.10\n10.30\n10.41");
        assertThat(stack.exec("app", "perl", "/app/http.pl", "queue:15672", "/api/overview"))
                .as(how)
                .contains("200 OK", "rabbitmq_version");
        assertThat(stack.exec("app", "perl", "/app/http.pl", "metrics:9090", "/-/healthy"))
                .as(how)
                .contains("Prometheus Server is Healthy");
        assertThat(
                        stack.exec(
                                "sensor",
                                "sh",
                                "-c",
                                "mosquitto_pub -h broker -t house/door -r -m open && mosquitto_sub -h broker -t house/door -C 1 -W 5"))
                .as(how)
                .isEqualTo("open");
    }
}
