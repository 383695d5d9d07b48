package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Redis and Valkey, real ones, each a preset, and a caller that knows nothing of certificates. */
@Tag("full")
class RedisStackTest {
    private static final String FILE = """
            services:
              cache:
                image: redis:8
                command: redis-server --requirepass "open sesame" --save ''
                ports: ["127.0.0.1:${CACHE_PORT}:6379"]
                healthcheck:
                  test: ["CMD", "redis-cli", "ping"]
                  interval: 2s
                  retries: 15
              queue:
                image: valkey/valkey:8
                volumes: ["queue:/data"]
              app:                                    # in no way prepared
                image: redis:8
                init: true
                scale: 2
                command: [sh, -c, "while :; do redis-cli -h queue -r 1000000 -i 1 ping; sleep 1; done"]
                environment: {CACHE: "redis://cache:6379", QUEUE_HOST: queue}
            volumes:
              queue:
            """;

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void they_let_the_right_client_in_and_no_wrong_one_and_keep_their_password(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "redis:8", "valkey/valkey:8").forEach(Needs::image);
        try (RealStack stack = RealStack.of(folder, FILE, "CACHE_PORT")) {
            stack.compose("up", "-d").ok();
            Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            List<RealStack.Checked> tried = stack.verify(0, "--only", "handshake").stream()
                    .filter(result -> !result.service().equals("app"))
                    .toList();
            assertThat(tried)
                    .hasSize(2 * 7)
                    .extracting(RealStack.Checked::status)
                    .containsOnly("pass");
            assertThat(tried)
                    .filteredOn(result -> result.id().equals("handshake.valid"))
                    .extracting(RealStack.Checked::message)
                    .anyMatch(message -> message.endsWith("asked for a password"))
                    .anyMatch(message -> message.endsWith("PONG"));
            assertThat(stack.exec("app", "redis-cli", "-h", "cache", "-a", "open sesame", "--no-auth-warning", "ping"))
                    .isEqualTo("PONG");
            for (String replica : List.of("1", "2")) {
                assertThat(stack.exec("--index=" + replica, "app", "redis-cli", "-h", "queue", "ping"))
                        .isEqualTo("PONG");
            }
            assertThat(stack.project
                            .run("rotate-certs", "app", "--renew-before", "10y")
                            .err())
                    .contains("app-mtls-proxy: set ssl cert by HAProxy's runtime API, so connections stay");
            assertThat(stack.exec("app", "redis-cli", "-h", "queue", "ping")).isEqualTo("PONG");
            assertThat(stack.verify(0, "--only", "proxy", "--only", "names", "--only", "application"))
                    .allMatch(result -> result.status().equals("pass"))
                    .extracting(RealStack.Checked::id)
                    .contains("proxy.private", "proxy.bypass", "proxy.certificate", "application.works");
            assertThat(stack.project.run("observe", "--check").out())
                    .containsPattern("  app calls cache:6379 \\(.*\\): by way of its proxy\n");
            assertThat(stack.project.run("bootstrap", "--check").exit())
                    .as("a second run finds nothing")
                    .isZero();
            assertThat(stack.project
                            .run("generate-service-certs", "app", "--force")
                            .exit())
                    .isZero();
            assertThat(stack.verify(1, "--only", "proxy.certificate"))
                    .filteredOn(result -> result.status().equals("fail"))
                    .as("a caller's proxy answers nobody, and goes by the certificate before")
                    .extracting(RealStack.Checked::service)
                    .containsOnly("app");
            assertThat(stack.project.run("bootstrap", "--undo", "--yes").exit()).isZero();
            assertThat(stack.project.text("docker-compose.yml")).isEqualTo(FILE);
        }
    }
}
