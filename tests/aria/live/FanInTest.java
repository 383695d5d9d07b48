package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One database with twenty services that call it, each by a proxy of its own, and one container of it too many. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FanInTest extends OnAStack {
    private static final int CALLERS = 20;
    private static final String DB = """
            services:
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: secret}
            """;
    private static final String CALLER = """
              app%d:
                image: postgres:18
                init: true
                entrypoint: [sleep, infinity]
                environment: {DATABASE_URL: "postgres://postgres:secret@db:5432/postgres"}
            """;
    private static final List<String> SELECT =
            List.of("psql", "postgres://postgres:secret@db:5432/postgres?sslmode=disable", "-tAc", "select 6*7");

    @BeforeAll
    void all_are_bootstrapped(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "haproxy:3.0.11", "postgres:18").forEach(Needs::image);
        stack = RealStack.of(
                folder,
                DB
                        + IntStream.rangeClosed(1, CALLERS)
                                .mapToObj(CALLER::formatted)
                                .collect(Collectors.joining()));
        stack.project.file("aria.yaml", "version: 1\nservices:\n  db: {via: proxy, stage: enforce}\n");
        succeeds("bootstrap", "--yes", "--up");
    }

    @Test
    @Order(1)
    void every_caller_is_served() {
        for (int caller = 1; caller <= CALLERS; caller++) {
            assertThat(asked(caller)).as("app" + caller).isEqualTo("42");
        }
    }

    /** It has one address on its private network, so the engine refuses the second container; the first goes on. */
    @Test
    @Order(2)
    void more_containers_than_the_file_says_fail_aloud_and_lock_nobody_out() {
        Shell scaled = stack.compose("up", "-d", "--no-deps", "--scale", "db=2", "db");
        assertThat(scaled.exit()).isNotZero();
        assertThat(scaled.err()).contains("Address already in use");
        assertThat(asked(1)).isEqualTo("42");
        stack.compose("up", "-d", "--no-deps", "--scale", "db=1", "db").ok();
        assertThat(asked(CALLERS)).isEqualTo("42");
    }

    private String asked(int caller) {
        return stack.exec("app" + caller, SELECT.toArray(String[]::new)).strip();
    }
}
