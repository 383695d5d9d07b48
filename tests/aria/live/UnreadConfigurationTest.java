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

/**
 * A configuration that was written, and of which the running proxy was told nothing: by a run that was killed, or by
 * {@code patch-compose}. The caller that it admits was shut out for good, and all checks passed.
 */
@Tag("full")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class UnreadConfigurationTest extends OnAStack {
    @TempDir
    static Path folder;

    private static final String CALLER = """
              %s:
                image: redis:8
                init: true
                stop_grace_period: 1s
                environment: {REDIS_URL: "redis://cache:6379"}
                command: [sh, -c, "while :; do redis-cli -u $$REDIS_URL ping; sleep 1; done"]
            """;
    private static final String FILE = """
            services:
              cache:
                image: redis:8
                stop_grace_period: 1s
            """ + CALLER.formatted("one");

    @Test
    void it_is_red_and_the_next_start_has_it_read() {
        Needs.compose();
        List.of("busybox:1.37", "redis:8", "haproxy:3.0.11").forEach(Needs::image);
        stack = RealStack.of(folder, FILE);
        stack.project.file("aria.yaml", "version: 1\nservices:\n  cache: {via: proxy}\n");
        succeeds("bootstrap", "--yes", "--up");
        String text = stack.project.text("docker-compose.yml");
        int end = text.contains("\nvolumes:") ? text.indexOf("\nvolumes:") + 1 : text.length();
        stack.project.file(
                "docker-compose.yml", text.substring(0, end) + CALLER.formatted("two") + text.substring(end));
        succeeds("generate-service-certs");
        succeeds("patch-compose", "--yes");
        assertThat(stack.verify(1, "--only", "proxy.certificate"))
                .filteredOn(result -> result.status().equals("fail"))
                .singleElement()
                .satisfies(result -> assertThat(result.message())
                        .contains("cache-mtls-proxy goes by an earlier configuration than data/mtls/cache/proxy/"));

        Project.Ran up = succeeds("bootstrap", "--yes", "--up");
        assertThat(up.err()).contains("Reloading cache-mtls-proxy");
        assertThat(stack.exec("two", "redis-cli", "-h", "cache", "ping")).isEqualTo("PONG");
        assertThat(stack.verify(0, "--only", "proxy.certificate"))
                .allMatch(result -> result.status().equals("pass"));
        assertThat(succeeds("bootstrap", "--yes", "--up").err()).doesNotContain("Reloading");
    }
}
