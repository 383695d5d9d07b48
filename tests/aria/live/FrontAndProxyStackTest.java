package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A page behind the proxy of its preset calls by one beside it: neither stands in the way of the other. */
@Tag("full")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class FrontAndProxyStackTest extends OnAStack {
    private static final String FILE = """
            services:
              pages:
                image: grafana/grafana:13.0.1
                environment: {CACHE_URL: "redis://cache:6379", STORE_URL: "http://store:8000"}
                ports: ["${PAGES_PORT}:3000"]
              store:
                image: aria-test-application:trixie
                init: true
                entrypoint: [python3, -m, http.server, "8000"]
              cache:
                image: redis:8
            """;
    private static final String ASK = "exec 3<>/dev/tcp/cache/6379; printf 'PING\\r\\nQUIT\\r\\n' >&3; cat <&3;"
            + " curl -sf -m 5 -o /dev/null http://store:8000/ && echo page";

    @Test
    void both_work(@TempDir Path folder) throws IOException {
        Needs.compose();
        List.of(
                        "busybox:1.37",
                        "haproxy:3.0.11",
                        "caddy:2.11-alpine",
                        "grafana/grafana:13.0.1",
                        "redis:8",
                        "aria-test-application:trixie")
                .forEach(Needs::image);
        try (RealStack made = RealStack.of(folder, FILE, "PAGES_PORT")) {
            stack = made;
            bothWork();
        } finally {
            stack = null;
        }
    }

    private void bothWork() throws IOException {
        Path file = stack.project.root.resolve("docker-compose.yml");
        String before = Files.readString(file);
        stack.project.file("aria.yaml", "version: 1\nservices:\n  store: {via: native}\n  cache: {via: native}\n");
        stack.compose("up", "-d", "--wait").ok();
        stack.project.run("bootstrap", "--yes", "--up", "--only", "pages");
        assertThat(stack.containers()).containsKey("pages-mtls-proxy").doesNotContainKey("pages-mtls-front");
        calls();

        stack.project.file("aria.yaml", "version: 1\n");
        succeeds("bootstrap", "--yes", "--up", "--only", "pages,store,cache");
        assertThat(stack.containers()).containsKeys("pages-mtls-proxy", "pages-mtls-front");
        calls();
        assertThat(stack.verify(0, "--only", "handshake").stream()
                        .filter(tried -> tried.status().equals("pass"))
                        .map(RealStack.Checked::service)
                        .distinct())
                .contains("pages", "store", "cache");
        succeeds("generate-service-certs", "pages", "--rekey", "--force");
        assertThat(succeeds("rotate-certs", "pages").err()).contains("pages-mtls-front", "pages-mtls-proxy");
        stack.compose("up", "-d", "--force-recreate", "--wait").ok();
        calls();
        assertThat(succeeds("bootstrap", "--check").out()).contains("nothing to do");
        succeeds("bootstrap", "--undo", "--yes");
        assertThat(file).content().isEqualTo(before);
    }

    private void calls() {
        assertThat(stack.exec("pages", "bash", "-c", ASK).lines().map(String::strip))
                .containsExactly("+PONG", "+OK", "page");
    }
}
