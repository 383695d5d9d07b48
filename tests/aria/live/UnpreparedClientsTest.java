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

/**
 * gRPC, SMTP, Kafka's and MongoDB's protocols between real servers without a preset and real clients that know nothing of
 * certificates. A server of Kafka's sends its callers to the address that it advertises.
 */
@Tag("full")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class UnpreparedClientsTest extends OnAStack {
    private static final String FILE = """
            services:
              store:
                image: quay.io/coreos/etcd:v3.5.16
                command:
                  - /usr/bin/etcd
                  - --data-dir=/tmp/etcd
                  - --listen-client-urls=http://0.0.0.0:2379
                  - --advertise-client-urls=http://store:2379
              mail:
                image: axllent/mailpit:v1.27
              documents:
                image: ghcr.io/ferretdb/ferretdb:1.24
                environment: {FERRETDB_HANDLER: sqlite}
              log:
                image: apache/kafka:4.1.1
                environment:
                  KAFKA_NODE_ID: 1
                  KAFKA_PROCESS_ROLES: broker,controller
                  KAFKA_LISTENERS: PLAINTEXT://0.0.0.0:9092,CONTROLLER://localhost:9093
                  KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://log:9092
                  KAFKA_CONTROLLER_LISTENER_NAMES: CONTROLLER
                  KAFKA_CONTROLLER_QUORUM_VOTERS: 1@localhost:9093
                  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1
              keeper:
                image: quay.io/coreos/etcd:v3.5.16
                init: true
                command: [sleep, infinity]
                environment: {ETCDCTL_ENDPOINTS: "http://store:2379"}
              app:
                image: aria-test-application:trixie
                init: true
                entrypoint: [sleep, infinity]
                environment: {SMTP_HOST: mail, SMTP_PORT: "1025", MONGO_URL: "mongodb://documents:27017/app"}
              worker:
                image: apache/kafka:4.1.1
                init: true
                entrypoint: [sleep, infinity]
                environment: {KAFKA_BROKERS: "log:9092"}
            """;
    private static final String SEND_MAIL = """
            import smtplib
            with smtplib.SMTP("mail", 1025, timeout=9) as server:
                print(server.sendmail("a@a.example", ["b@b.example"], "Subject: hi\\r\\n\\r\\nhello"))
            """;
    private static final String KEEP_A_DOCUMENT = """
            import pymongo
            things = pymongo.MongoClient("mongodb://documents:27017/app", serverSelectionTimeoutMS=9000).app.things
            things.insert_one({"n": 42})
            print(things.find_one()["n"])
            """;

    @Test
    void are_served_as_before(@TempDir Path folder) {
        Needs.compose();
        List.of(
                        "busybox:1.37",
                        "haproxy:3.0.11",
                        "quay.io/coreos/etcd:v3.5.16",
                        "axllent/mailpit:v1.27",
                        "ghcr.io/ferretdb/ferretdb:1.24",
                        "apache/kafka:4.1.1",
                        "aria-test-application:trixie")
                .forEach(Needs::image);
        try (RealStack made = RealStack.of(folder, FILE)) {
            stack = made;
            assertThat(succeeds("bootstrap", "--yes", "--up").out()).contains("Listeners: 4 enforced");
            served();
        } finally {
            stack = null;
        }
    }

    private void served() {
        assertThat(shell(
                        "keeper",
                        "etcdctl put a 42; etcdctl get a --print-value-only; timeout 8 etcdctl watch b > /tmp/seen &"
                                + " sleep 3; etcdctl put b 7; sleep 2; cat /tmp/seen"))
                .as("gRPC, and a stream that the server writes to")
                .isEqualTo("OK\n42\nOK\nPUT\nb\n7");
        assertThat(stack.exec("app", "python3", "-c", SEND_MAIL).strip())
                .as("SMTP, which begins with the server, and nobody who was refused")
                .isEqualTo("{}");
        assertThat(stack.exec("app", "python3", "-c", KEEP_A_DOCUMENT).strip())
                .as("MongoDB's protocol")
                .isEqualTo("42");
        String kafka = "/opt/kafka/bin/kafka-console-%s.sh --bootstrap-server log:9092 --topic t 2> /dev/null";
        assertThat(shell(
                        "worker",
                        "echo 42 | " + kafka.formatted("producer") + " && " + kafka.formatted("consumer")
                                + " --from-beginning --max-messages 1 --timeout-ms 30000"))
                .as("Kafka's protocol, by the address that the server advertises")
                .isEqualTo("42");
    }

    private String shell(String service, String line) {
        return stack.exec(service, "sh", "-c", line).strip();
    }
}
