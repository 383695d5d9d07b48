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

/**
 * A machine loses its power under a secured stack. Its engine then starts what was running in whatever order, with other addresses, and
 * without a word of Docker Compose's.
 */
@Tag("full")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HostRebootTest {
    private static final String FILE = """
            services:
              db:
                image: postgres:18
                restart: unless-stopped
                environment: {POSTGRES_PASSWORD: secret}
              one: &app
                image: postgres:18
                restart: unless-stopped
                init: true
                entrypoint: [sleep, infinity]
                environment: {DATABASE_URL: "postgres://postgres:secret@db:5432/postgres"}
              two: *app
            """;
    private static final String ASK = """
            ask() {
                docker compose exec -T $1 psql 'postgres://postgres:secret@db:5432/postgres?sslmode=disable&connect_timeout=3' -tAc "select '$1'"
            }
            cd %s
            """;

    @Test
    void all_callers_are_served_again_and_nobody_else_is(@TempDir Path folder) throws IOException {
        Needs.compose();
        Needs.root();
        List<String> images = List.of("busybox:1.37", "haproxy:3.0.11", "postgres:18");
        images.forEach(Needs::image);
        LoneMachine machine = new LoneMachine(Files.createDirectories(folder.resolve("machine")));
        machine.images(images.toArray(String[]::new));
        Project project = Project.empty(folder.resolve("stack"))
                .file("compose.yaml", FILE)
                .file("aria.yaml", "version: 1\nservices:\n  db: {via: proxy, stage: enforce}\n");
        String ask = ASK.formatted(project.root);

        String first = machine.day(
                ask + LoneMachine.line(project.words("bootstrap", "--yes", "--up")) + "\nask one\nask two\nsync\n");
        assertThat(first).contains("Listeners: 1 enforced").endsWith("one\ntwo\n");

        for (int day = 0; day < 2; day++) {
            String later = machine.day(ask
                    + "for _ in $(seq 40); do ask one 2> /dev/null && ask two 2> /dev/null && break; sleep 1; done\n"
                    + LoneMachine.line(project.words("verify-mtls-setup", "--live")) + "\n");
            assertThat(later)
                    .contains("one\ntwo\n", "Listeners: 1 enforced")
                    .contains("√ a service that is not a caller is refused: db")
                    .doesNotContain("×");
        }
        machine.day("cd %s\ndocker compose down -v -t 1\n".formatted(project.root));
    }
}
