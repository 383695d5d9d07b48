package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import aria.finding.FindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A caller of which only an order is written calls a server at ports that its settings or its image tell. A port that
 * is not the right one would lock the caller out, so the server is held back where a setting may have moved it.
 */
class KnownPortsTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            image: quay.io/debezium/example-postgres:3.0                               | 5432
            image: 'mcr.microsoft.com/mssql/server:2022-latest'                        | 1433
            image: guacamole/guacd                                                     | 4822
            image: mysql:5.7, command: --character-set-server=utf8mb4                  | 3306
            image: mysql:5.7, command: mysqld --skip-name-resolve                      | 3306
            image: mysql:5.7, command: --port=3307                                     | 3307
            image: mysql:5.7, command: mysqldump -h other                              |
            image: mysql:5.7, command: --defaults-file=/etc/other.cnf                  |
            image: mysql:5.7, environment: {MYSQL_TCP_PORT: 3307}                      |
            image: redis/redis-stack, command: redis-server --save 60 1                | 6379
            image: bitnami/wordpress                                                   | 8080
            image: wordpress                                                           | 80
            image: wordpress:6-php8.3-fpm-alpine                                       | 9000
            image: edoburu/pgbouncer                                                   | 5432
            image: example/pgbouncer                                                   |
            image: confluentinc/ksqldb-server:0.29.0                                   | 8088
            image: confluentinc/ksqldb-server:0.29.0, environment: {KSQL_LISTENERS: 'http://0.0.0.0:8089'} | 8089
            image: minio/minio, command: 'server /data --console-address :9001'        |
            image: example/api, command: 'uvicorn app:app --host 0.0.0.0 --port 8000'  | 8000
            image: example/api, command: 'gunicorn -b 0.0.0.0:5000 app:app'            | 5000
            image: example/api, command: 'gunicorn --bind 127.0.0.1:5000 app:app'      |
            image: example/api, environment: {METRICS_LISTEN_ADDR: ':9090'}            |
            image: example/api, environment: {CONSUL_HTTP_ADDR: 'consul:8500'}         |
            image: penpotapp/backend, environment: {MAIL_SMTP_HOST: app, MAIL_SMTP_PORT: 1025}  | 6060
            image: penpotapp/backend, environment: {MAIL_SMTP_HOST: mail.example.org, MAIL_SMTP_PORT: 1025} |
            image: penpotapp/backend, environment: {APP_HOST: db, APP_PORT: 7000}      |
            image: mysql:5.7, command: mysqld -P3307                                   |
            image: memcached:1.6, command: memcached -p 11212                          |
            image: memcached:1.6, entrypoint: memcached -m 256                         | 11211
            image: memcached:1.6, entrypoint: memcached -p 11212                       |
            image: memcached:1.6, entrypoint: /start.sh                                |
            image: memcached:1.6, entrypoint: run                                      |
            image: example/api                                                         |
            image: 'quay.io/minio/minio', ports: ['127.0.0.1:9001:9001']               | 9000 9001
            """)
    void a_mere_order_is_a_call_of_known_ports(String server, String ports) {
        StackPlan plan = plan("  db: {" + server + "}\n");
        if (ports == null) {
            assertThat(plan.proxies().sidecars()).isEmpty();
            assertThat(plan.findings())
                    .extracting(Finding::message)
                    .anyMatch(message ->
                            message.contains("no file tells which port") || message.contains("names an address"));
        } else {
            assertThat(plan.proxies().of("db").orElseThrow().inbound())
                    .extracting(port -> String.valueOf(port.port()))
                    .containsExactly(ports.split(" "));
        }
    }

    /** Nobody could tell from the plan otherwise why a caller finds nothing. */
    @Test
    void the_plan_says_that_a_port_is_the_images() {
        assertThat(plan("  db: {image: 'mysql:5.7'}\n").findings())
                .filteredOn(finding -> finding.is(FindingId.PORT_OF_IMAGE))
                .extracting(Finding::message)
                .containsExactly("no file tells its port, so it is taken to be that of the image mysql:5.7: 3306");
        assertThat(plan("  db: {image: 'mysql:5.7', expose: [3306]}\n").findings())
                .noneMatch(finding -> finding.is(FindingId.PORT_OF_IMAGE));
    }

    @Test
    void a_mounted_file_of_settings_tells_its_port() throws IOException {
        Files.writeString(folder.resolve("server.conf"), "server {\n  bind_port = \"8085\"\n}\n");
        String server = "  db:\n    image: ghcr.io/spiffe/spire-server\n    command: -config /opt/server.conf\n";
        assertThat(plan(server).proxies().sidecars()).isEmpty();
        assertThat(plan(server + "    volumes: [./server.conf:/opt/server.conf]\n")
                        .proxies()
                        .of("db")
                        .orElseThrow()
                        .inbound())
                .extracting(port -> port.port())
                .containsExactly(8085);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            image: alpine, command: sleep infinity                                     | true
            image: alpine                                                              | true
            image: example/app, command: 'sh -c "while true; do sleep 5; done"'        | true
            image: example/app, command: 'celery -A app worker -l info'                | true
            image: example/app, command: 'celery -A app flower'                        | false
            image: alpine, command: 'sh -c "sleep 1; httpd -f"'                        | false
            image: alpine, command: 'nc -lk 80'                                        | false
            image: alpine, command: sleep infinity, expose: [80]                       | false
            image: alpine, build: ., command: sleep infinity                           | true
            image: alpine, build: .                                                    | false
            """)
    void waiting_for_what_listens_at_no_port_is_no_call(String server, boolean idle) {
        assertThat(plan("  db: {" + server + "}\n").findings())
                .extracting(Finding::message)
                .filteredOn(message -> message.contains("no proxy can secure it"))
                .hasSize(idle ? 0 : 1);
    }

    private StackPlan plan(String server) {
        return new PlannedProject(folder, "services:\n  app: {image: example/app:1, depends_on: [db]}\n" + server)
                .withProxies()
                .plan();
    }
}
