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

/** A caller that no file shows, and whose calls are over in a moment: only the server's log tells that it is refused. */
@Tag("full")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class UnseenCallerTest extends OnAStack {
    /** The caller waits for a file instead of an hour. */
    private static final String FILE = """
            services:
              cache:
                image: redis:8
                stop_grace_period: 1s
              app:
                image: aria-test-application:trixie
                init: true
                stop_grace_period: 1s
                environment: {REDIS_HOST: cache, REDIS_PORT: "6379"}
                entrypoint: [bash, -c, 'while :; do redis-cli -h $$REDIS_HOST incr app; sleep 3; done']
              cron:
                image: aria-test-application:trixie
                init: true
                stop_grace_period: 1s
                entrypoint:
                  - bash
                  - -c
                  - >-
                    h=ca; while :; do until rm /tmp/due 2> /dev/null; do sleep 0.1; done;
                    redis-cli -h $${h}che incr cron > /tmp/said 2>&1; mv /tmp/said /tmp/done; done
            """;

    @Test
    void is_named_once_it_was_refused_and_not_any_more_once_it_is_let_in(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "haproxy:3.0.11", "redis:8", "aria-test-application:trixie")
                .forEach(Needs::image);
        try (RealStack made = RealStack.of(folder, FILE)) {
            stack = made;
            stack.compose("up", "-d").ok();
            succeeds("bootstrap", "--yes", "--up");
            assertThat(cron(0)).as("wrong clients of verify's own are not cron").startsWith("skip ");
            assertThat(called()).contains("Connection reset by peer");
            assertThat(cron(1)).matches("fail cache refused it at \\S+Z, because it shows no certificate of this CA");
            Project.Ran again = stack.project.run("bootstrap", "--yes");
            assertThat(again.exit()).as(again.out() + again.err()).isEqualTo(1);
            assertThat(again.out() + again.err())
                    .contains("cache refused it at ", "1 broken", "bootstrap@aria --undo --yes");
            stack.compose("restart", "cron").ok();
            assertThat(cron(0)).as("it has not called since").startsWith("skip ");
            assertThat(called()).contains("Connection reset by peer");
            stack.project.file("aria.yaml", "version: 1\nservices:\n  cron: {calls: [cache:6379]}\n");
            succeeds("bootstrap", "--yes", "--up");
            assertThat(called()).isEqualTo("1");
            assertThat(cron(0)).startsWith("pass ");
        } finally {
            stack = null;
        }
    }

    /** What the caller's next call ends with. */
    private String called() {
        return stack.exec(
                "cron",
                "bash",
                "-c",
                "rm -f /tmp/done; touch /tmp/due; for i in $(seq 100); do [ -e /tmp/done ] && break; sleep 0.1; done; cat /tmp/done");
    }

    private String cron(int exit) {
        return stack.verify(exit, "--only", "application").stream()
                .filter(result -> result.service().equals("cron"))
                .map(result -> result.status() + " " + result.message())
                .findFirst()
                .orElseThrow();
    }
}
