package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Protocols in which the server speaks first or the client does, through proxies on both sides, by clients that know nothing of it. */
@Tag("full")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class ProxiedProtocolsTest extends OnAStack {
    private static final String FILE = """
            services:
              db:
                image: mariadb:11.8
                environment: {MARIADB_ROOT_PASSWORD: root-password, MARIADB_DATABASE: app, MARIADB_USER: app, MARIADB_PASSWORD: app-password}
              queue:
                image: rabbitmq:4.0-management
                hostname: queue
              bus:
                image: nats:2.14-alpine
              broker:
                image: eclipse-mosquitto:2.0
                volumes: ["./mosquitto.conf:/mosquitto/config/mosquitto.conf"]
              app:                                    # in no way prepared
                image: mariadb:11.8
                init: true
                entrypoint: [sleep, infinity]
                environment: {DB_URL: "mysql://app@db:3306/app", AMQP_URL: "amqp://queue:5672", NATS_URL: "nats://bus:4222"}
              sensor:                                 # in no way prepared
                image: eclipse-mosquitto:2.0
                init: true
                command: [sleep, infinity]
                environment: {BROKER_URL: "mqtt://broker:1883"}
            """;
    private static final String CHOICES = """
            version: 1
            services:
              db: {via: proxy, stage: enforce}
              queue: {via: proxy, stage: enforce}
              bus: {via: proxy, stage: enforce}
              broker: {via: proxy, stage: enforce}
            """;

    @Test
    void are_spoken_as_before(@TempDir Path projects) {
        Needs.compose();
        List.of(
                        "busybox:1.37",
                        "haproxy:3.0.11",
                        "mariadb:11.8",
                        "rabbitmq:4.0-management",
                        "nats:2.14-alpine",
                        "eclipse-mosquitto:2.0")
                .forEach(Needs::image);
        try (RealStack made = RealStack.of(projects, FILE)) {
            stack = made;
            made.project
                    .file("mosquitto.conf", "listener 1883\nallow_anonymous true\n")
                    .file("aria.yaml", CHOICES);
            assertThat(succeeds("bootstrap", "--yes", "--up").out()).contains("Listeners: 4 enforced");
            spoken();
        } finally {
            stack = null;
        }
    }

    private void spoken() {
        assertThat(inApp("mariadb --skip-ssl -h db -uapp -papp-password app -Ne 'select 6*7'"))
                .as("MariaDB, which speaks first")
                .isEqualTo("42");
        // AMQP 0-9-1, 2.3.7: a method frame on channel 0 with connection.start.
        assertThat(
                        inApp(
                                "exec 3<>/dev/tcp/queue/5672; printf 'AMQP\\0\\0\\11\\1' >&3; timeout 9 head -c 11 <&3 | od -An -tx1"))
                .as("RabbitMQ")
                .startsWith("01 00 00")
                .endsWith("00 0a 00 0a");
        assertThat(
                        inApp(
                                "exec 3<>/dev/tcp/bus/4222; read -t 9 -r info <&3; echo \"${info:0:6}\";"
                                        + " printf 'CONNECT {\"verbose\":false}\\r\\nSUB x 1\\r\\nPUB x 2\\r\\nhi\\r\\n' >&3; timeout 9 head -n 2 <&3"))
                .as("NATS, which speaks first")
                .startsWith("INFO {")
                .contains("MSG x 1 2")
                .endsWith("hi");
        assertThat(
                        stack.exec(
                                "sensor",
                                "sh",
                                "-c",
                                "mosquitto_pub -h broker -t house/door -r -m open && mosquitto_sub -h broker -t house/door -C 1 -W 9"))
                .as("Mosquitto")
                .isEqualTo("open");
    }

    private String inApp(String line) {
        return stack.exec("app", "bash", "-c", line).strip();
    }
}
