package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Public stacks, most from app stores, before and after: whatever an application could call before {@code bootstrap}, it can call
 * afterwards. Their files are other people's and not in this repository.
 */
@Tag("full")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class PublicStacksTest {
    private static final Duration SOON = Duration.ofMinutes(2);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Haxxnet_Compose-Examples/examples/guacamole/docker-compose.yml",
                "Haxxnet_Compose-Examples/examples/papermerge/docker-compose.yml",
                "containers_podman-compose/examples/awx3/docker-compose.yml",
                "docker_awesome-compose/nextcloud-redis-mariadb/compose.yaml",
                "penpot_penpot/docker/images/docker-compose.yaml",
                "runtipi_runtipi-appstore/apps/docmost/docker-compose.yml",
                "runtipi_runtipi-appstore/apps/immich/docker-compose.yml",
                "runtipi_runtipi-appstore/apps/librephotos/docker-compose.yml",
                "runtipi_runtipi-appstore/apps/outline/docker-compose.yml",
                "runtipi_runtipi-appstore/apps/paperless-ngx/docker-compose.yml"
            })
    void whatever_an_application_calls_it_still_reaches(String file, @TempDir Path folder) throws InterruptedException {
        Needs.compose();
        List.of(
                        Application.IMAGE,
                        "postgres:18-alpine",
                        "redis:8",
                        "valkey/valkey:8",
                        "mariadb:11.8",
                        "rabbitmq:4.0-management")
                .forEach(Needs::image);
        try (PublicStack found = new PublicStack(Needs.corpus().resolve(file), folder)) {
            assertThat(found.applications().values())
                    .as("one that calls something")
                    .anyMatch(application -> !application.calls().isEmpty());
            found.stack.compose("up", "-d").ok();
            works(found, "as found");
            Project project = found.stack.project;

            Project.Ran ran = project.run("bootstrap", "--yes", "--up");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isIn(0, 6);
            works(found, "after bootstrap");
            List<String> open = open(project);
            if (!open.isEmpty()) {
                Project.Ran enforced = project.run(
                        "enforce",
                        Stream.concat(open.stream(), Stream.of("--yes")).toArray(String[]::new));
                assertThat(enforced.exit()).as(enforced.out() + enforced.err()).isZero();
                works(found, "enforced");
            }
            Project.Ran verified = project.run("verify-mtls-setup", "--live");
            assertThat(verified.exit()).as(verified.out() + verified.err()).isIn(0, 6);
            System.out.println(file + ": " + found.applications() + "\n" + lastLine(verified));

            Map<String, String> files = written(project);
            assertThat(project.run("bootstrap", "--yes").out()).contains("nothing to do");
            assertThat(written(project)).isEqualTo(files);
            Project.Ran undone = project.run("bootstrap", "--undo", "--yes");
            assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
            assertThat(project.text("docker-compose.yml")).isEqualTo(found.text);
        }
    }

    /** All but the memory of who was seen calling: another call may be seen each time. */
    private static Map<String, String> written(Project project) {
        Map<String, String> files = new TreeMap<>(project.state());
        files.keySet().removeAll(Set.of("data/mtls", "data/mtls/observed.json"));
        return files;
    }

    /** The servers whose proxies still accept plaintext: a running stack starts so. */
    private static List<String> open(Project project) {
        return project.has("aria.yaml")
                ? Pattern.compile("(?m)^  (\\S+):\\R(?:    .*\\R)*?    stage: open")
                        .matcher(project.text("aria.yaml"))
                        .results()
                        .map(service -> service.group(1))
                        .toList()
                : List.of();
    }

    private static void works(PublicStack stack, String when) throws InterruptedException {
        Instant limit = Instant.now().plus(SOON);
        List<String> broken = stack.broken();
        while (!broken.isEmpty() && Instant.now().isBefore(limit)) {
            TimeUnit.SECONDS.sleep(2);
            broken = stack.broken();
        }
        assertThat(broken).as(when).isEmpty();
    }

    private static String lastLine(Project.Ran ran) {
        List<String> lines = ran.out().strip().lines().toList();
        return lines.get(lines.size() - 1);
    }
}
