package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Traefik finds a page by its labels, before, after, and when everything has started anew. */
@Tag("full")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class RoutedPageTest extends OnAStack {
    private static final String FILE = """
            services:
              edge:
                image: traefik:v3.6
                command: [--providers.docker=true, --providers.docker.exposedbydefault=false, "--entrypoints.web.address=:80"]
                volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
                networks: [front]
              page:
                image: aria-test-application:trixie
                init: true
                entrypoint: [python3, -m, http.server, "8000"]
                environment: {CACHE_URL: "redis://cache:6379"}
                networks: [front]
                labels:
                  - traefik.enable=true
                  - traefik.http.routers.page.rule=Host(`page.example`)
                  - traefik.http.services.page.loadbalancer.server.port=8000
              cache:
                image: valkey/valkey:8
                networks: [front]
            networks:
              front: {}
            """;
    private static final String NETWORK = "traefik.docker.network=${COMPOSE_PROJECT_NAME}_front";

    @Test
    void is_served_as_before(@TempDir Path folder) throws IOException {
        Needs.compose();
        List.of("busybox:1.37", "haproxy:3.0.11", "traefik:v3.6", "valkey/valkey:8", "aria-test-application:trixie")
                .forEach(Needs::image);
        try (RealStack made = RealStack.of(folder, FILE)) {
            stack = made;
            Path file = stack.project.root.resolve("docker-compose.yml");
            String before = Files.readString(file);
            stack.compose("up", "-d", "--wait").ok();
            served();
            Project.Ran ran = succeeds("bootstrap", "--yes", "--up");
            assertThat(ran.out() + ran.err())
                    .contains("edge brings it requests from outside")
                    .contains("1 public");
            assertThat(file).content().contains(NETWORK);
            served();
            for (int start = 0; start < 3; start++) {
                stack.compose("up", "-d", "--force-recreate", "--wait").ok();
                served();
            }
            assertThat(stack.exec("page", "redis-cli", "-h", "cache", "ping").strip())
                    .isEqualTo("PONG");
            succeeds("bootstrap", "--undo", "--yes");
            assertThat(file).content().isEqualTo(before);
        } finally {
            stack = null;
        }
    }

    /** It may take a moment until Traefik has heard of a container. The visitor is none of the stack's. */
    private void served() {
        String ask = "for i in $(seq 60); do"
                + " curl -sf -m 5 -o /dev/null -H 'Host: page.example' http://edge && echo ok && break; sleep 0.5; done";
        assertThat(asVisitor(ask).strip()).isEqualTo("ok");
        assertThat(asVisitor(ask.replace("&& break; sleep 0.5", "").replace("60", "20"))
                        .lines())
                .as("each request")
                .hasSize(20);
    }

    private String asVisitor(String lines) {
        return stack.sh(
                        "docker",
                        "run",
                        "--rm",
                        "--network",
                        stack.name + "_front",
                        "--entrypoint",
                        "bash",
                        "aria-test-application:trixie",
                        "-c",
                        lines)
                .ok();
    }
}
