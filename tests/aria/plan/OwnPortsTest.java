package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server keeps the port that its owner chose, wherever that is written. */
class OwnPortsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5432 | image: 'postgres:18', command: 'postgres -c max_connections=50'",
                "5433 | image: 'postgres:18', command: postgres -p 5433",
                "5433 | image: 'postgres:18', command: postgres -c port=5433",
                "5433 | image: 'postgres:18', command: [postgres, '--port=5433'], environment: {PGPORT: '5434'}",
                "5433 | image: 'postgres:18', environment: {PGPORT: '5433'}",
                "5434 | image: 'postgres:18', command: '--config-file=/my/pg.conf', environment: {PGPORT: '5433'}",
                "6380 | image: 'redis:8', command: 'redis-server --port 6380'",
                "6380 | image: 'redis:8', command: [redis-server, '--port 6380', '--port 0', '--tls-port 6380']",
                "7000 | image: 'redis:8', command: redis-server /my/port.conf",
                "7001 | image: 'valkey/valkey:8', command: valkey-server /my/port.conf --port 7001",
                "6379 | image: 'redis:8', command: redis-server --port 0",
                "6381 | image: 'redis:8', entrypoint: redis-server --port 6381",
                "6382 | image: 'redis:8', command: [sh, -c, 'echo up && redis-server --port 6382']",
                "3307 | image: 'mariadb:11.8', command: --port=3307",
                "3308 | image: 'mariadb:11.8', command: mariadbd -P 3308",
                "3309 | image: 'mariadb:11.8', environment: {MYSQL_TCP_PORT: '3309'}",
                "3310 | image: 'mariadb:11.8', volumes: ['./my/my.cnf:/etc/mysql/conf.d/x.cnf']",
                "3306 | image: 'mariadb:11.8', volumes: ['./my/client.cnf:/etc/mysql/my.cnf']",
                "4223 | image: 'nats:2.14-alpine', command: '-p 4223 -c /my/nats.conf'",
                "4224 | image: 'nats:2.14-alpine', command: -c /my/nats.conf",
                "4225 | image: 'nats:2.14-alpine', command: -c /my/listen.conf",
                "1884 | image: 'eclipse-mosquitto:2.0', volumes: ['./my/m.conf:/mosquitto/config/mosquitto.conf']",
                "9091 | image: 'prom/prometheus:v2.53.3', command: '--web.listen-address=0.0.0.0:9091'"
            })
    void the_listener_is_where_the_owner_put_it(int port, String service) {
        String mounts = service.contains("volumes") ? "" : "volumes: ['./my:/my'], ";
        new PlannedProject(folder, "services: {x: {" + mounts + service + "}}")
                .write("my/pg.conf", "port = 5434\n")
                .write("my/port.conf", "# port 1\nport 7000\n")
                .write("my/my.cnf", "[client]\nport=1\n[mysqld]\nskip-name-resolve\nport = 3310\n[mysqldump]\nport=2\n")
                .write("my/client.cnf", "[client]\nport=3307\n")
                .write("my/nats.conf", "port: 4224\ncluster {\n  port: 6222\n}\n")
                .write("my/listen.conf", "listen: 0.0.0.0:4225\n")
                .write("my/m.conf", "listener 1884\n");
        Stack stack = Stack.of(
                ComposeProject.load(
                        new ProjectFiles(folder, List.of(folder.resolve("compose.yaml")), "test"), Map.of()),
                Presets.builtIn(PlainYaml::load),
                new Selection(Set.of(), Map.of(), false, Map.of()));
        assertThat(stack.services()
                        .get(0)
                        .preset()
                        .orElseThrow()
                        .listeners()
                        .get(0)
                        .port())
                .isEqualTo(port);
    }

    @Test
    void tls_takes_the_place_of_the_port_and_a_replica_follows() {
        PlannedProject project = new PlannedProject(folder, """
                services:
                  cache:
                    image: redis:8
                    command: redis-server --port 6380
                    healthcheck: {test: redis-cli -p 6380 ping}
                  copy:
                    image: redis:8
                    command: redis-server --replicaof cache 6380
                """);
        StackPlan plan = project.plan();
        assertThat(plan.secured()).containsExactly("cache", "copy");
        String after = project.after(plan, "compose.yaml");
        assertThat(after)
                .contains("redis-server --port 6380 '--port 0' '--tls-port 6380'")
                .contains("redis-server --replicaof cache 6380 '--port 0' '--tls-port 6379'")
                .contains("-h localhost -p 6380 ping")
                .containsOnlyOnce("--tls-replication yes");
        project.apply(plan);
        assertThat(project.plan().edits()).isEmpty();
    }

    @Test
    void a_replica_keeps_its_master_in_plaintext_where_that_is_held_back() {
        PlannedProject project = new PlannedProject(folder, """
                services:
                  cache: {image: redis:8}
                  copy: {image: redis:8, command: redis-server --replicaof cache 6379}
                  app: {image: example/app:1, environment: {REDIS_URL: "redis://cache"}}
                """);
        StackPlan plan = project.plan();
        assertThat(plan.secured()).containsExactly("copy");
        assertThat(project.after(plan, "compose.yaml")).doesNotContain("tls-replication");
    }
}
