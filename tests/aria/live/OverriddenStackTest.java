package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody's stack whose own file stays as it is: all that mutual TLS needs is in a second one. */
@Tag("full")
class OverriddenStackTest {
    private static final String MORE = "compose.mtls.yaml";
    private static final String FILE = """
            services:
              site:
                image: nginx:1.26
                ports: ["127.0.0.1:${SITE_PORT}:80"]
              cache:
                image: redis:8
                volumes: ["cache:/data"]
              store:
                image: redis:8
              app:                                    # in no way prepared
                image: redis:8
                init: true
                command: [sleep, infinity]
                environment: {CACHE: "redis://cache:6379", STORE: "redis://store:6379"}
            volumes:
              cache:
            """;

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void it_comes_up_proven_with_both_files_and_is_the_old_one_again_after_undo(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "nginx:1.26", "redis:8", "haproxy:3.0.11").forEach(Needs::image);
        try (RealStack stack = RealStack.of(folder, FILE, "SITE_PORT")) {
            stack.project.file("aria.yaml", "version: 1\nservices: {store: {via: proxy}}\n");
            Project.Ran ran = stack.project.run("bootstrap", "--override", MORE, "--yes", "--up");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.err() + ran.out()).contains("docker compose -f docker-compose.yml -f " + MORE + " up -d");
            assertThat(stack.project.text("docker-compose.yml")).isEqualTo(FILE);

            assertThat(stack.verify(0, "-f", "docker-compose.yml", "-f", MORE, "--only", "handshake"))
                    .filteredOn(result -> !result.service().equals("app"))
                    .hasSize(2 * 7 + 9)
                    .extracting(RealStack.Checked::status)
                    .containsOnly("pass");
            for (String server : List.of("cache", "store")) {
                assertThat(stack.sh(both("exec", "-T", "app", "redis-cli", "-h", server, "ping"))
                                .ok())
                        .isEqualTo("PONG\n");
            }
            assertThat(stack.project
                            .run("bootstrap", "--override", MORE, "--check")
                            .exit())
                    .as("a second run finds nothing")
                    .isZero();
            a_server_opened_by_hand_is_found(stack);
            a_server_started_without_its_second_file_is_found(stack);

            assertThat(stack.project
                            .run("bootstrap", "--undo", "--override", MORE, "--volumes", "--yes")
                            .exit())
                    .isZero();
            assertThat(folder.resolve(MORE)).doesNotExist();
            assertThat(stack.volumes()).noneMatch(volume -> volume.endsWith("-mtls"));
            assertThat(stack.containers().keySet()).containsExactly("app", "cache", "site", "store");
        }
    }

    private static void a_server_started_without_its_second_file_is_found(RealStack stack) {
        String[] only = {"-f", "docker-compose.yml", "-f", MORE, "--only", "compose.running-files"};
        assertThat(stack.verify(0, only)).extracting(RealStack.Checked::status).containsExactly("pass");
        stack.compose("up", "-d", "site").ok();
        assertThat(stack.verify(1, only)).singleElement().satisfies(result -> {
            assertThat(result.service()).isEqualTo("site");
            assertThat(result.message())
                    .isEqualTo(
                            "the container was made from docker-compose.yml, and the plan is for docker-compose.yml, "
                                    + MORE);
        });
        assertThat(stack.project.run("verify-mtls-setup", only).out())
                .contains("docker compose -f docker-compose.yml -f " + MORE + " up -d");
        stack.sh(both("up", "-d")).ok();
        assertThat(stack.verify(0, only)).extracting(RealStack.Checked::status).containsExactly("pass");
    }

    private static void a_server_opened_by_hand_is_found(RealStack stack) {
        String proven = stack.project.text(MORE);
        stack.project.file(MORE, proven.replace("-c/etc/mtls/nginx.conf", "-c/etc/nginx/nginx.conf"));
        assertThat(stack.verify(1, "-f", "docker-compose.yml", "-f", MORE))
                .filteredOn(result -> result.status().equals("fail"))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.id()).isEqualTo("compose.settings");
                    assertThat(result.message())
                            .contains("site.crt but does not use it: its command names its own configuration");
                });
        stack.project.file(MORE, proven);
    }

    private static String[] both(String... words) {
        return Stream.concat(Stream.of("docker", "compose", "-f", "docker-compose.yml", "-f", MORE), Stream.of(words))
                .toArray(String[]::new);
    }
}
