package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications that connect, of which only some are let in: a connection alone tells nothing. */
@Tag("full")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WrongPasswordTest extends OnAStack {
    private static final String FILE = """
            x-app: &app
              image: postgres:18-alpine
              init: true
              stop_grace_period: 1s
              command: ["sh", "-c", "while :; do psql -w -h db -U postgres -Atc 'select 1'; sleep 1; done"]
            services:
              db:
                image: postgres:18-alpine
                environment: {POSTGRES_PASSWORD: right}
                stop_grace_period: 1s
              good:
                <<: *app
                environment: {PGHOST: db, PGPASSWORD: right}
              bad:
                <<: *app
                environment: {PGHOST: db, PGPASSWORD: wrong}
              pool:
                <<: *app
                environment: {PGHOST: db, PGPASSWORD: right}
                command: ["sh", "-c", "while :; do (while :; do echo 'select 1;'; sleep 1; done) | psql -w -h db -U postgres -At; sleep 1; done"]
              closing:
                image: busybox:1.37
                init: true
                stop_grace_period: 1s
                command: ["sh", "-c", "while :; do nc -l -p 4000 -e true; done"]
              visitor:
                image: busybox:1.37
                init: true
                stop_grace_period: 1s
                command: ["sh", "-c", "while :; do sleep 5 | nc closing 4000; sleep 1; done"]
            """;

    @BeforeAll
    void a_running_stack(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18-alpine").forEach(Needs::image);
        stack = RealStack.of(folder, FILE);
    }

    @Test
    void an_application_whose_every_call_fails_is_not_said_to_work() {
        succeeds("bootstrap", "--yes", "--up");
        Map<String, String> last = Map.of();
        Instant end = Instant.now().plusSeconds(30);
        while (!last.getOrDefault("bad", "").contains("password")
                && Instant.now().isBefore(end)) {
            last = notChecked();
        }
        assertThat(last)
                .containsEntry(
                        "bad",
                        "whether its calls of db succeed was not seen, because db has refused a password within the last"
                                + " minute, as its log says")
                .containsEntry(
                        "visitor",
                        "whether its calls of closing succeed was not seen, because closing closes the connections, as a"
                                + " server does that refuses a caller")
                .containsKeys("closing", "good")
                .doesNotContainKeys("pool", "db");
        stack.compose("rm", "-sf", "bad").ok();
        end = Instant.now().plusSeconds(90);
        while (last.containsKey("good") && Instant.now().isBefore(end)) {
            last = notChecked();
        }
        assertThat(last).containsOnlyKeys("closing", "visitor");
    }

    /** Returns why, by service; nothing is broken. */
    private Map<String, String> notChecked() {
        return stack.verify(0, "--only", "application").stream()
                .filter(result -> !result.status().equals("pass"))
                .collect(Collectors.toMap(RealStack.Checked::service, RealStack.Checked::message));
    }
}
