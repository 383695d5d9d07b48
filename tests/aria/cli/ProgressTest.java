package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long LONG_ENOUGH_MILLIS = 1100;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String seen(boolean watched, String term, long wait) throws InterruptedException {
        Terminal terminal = new Terminal(watched, watched, watched, Map.of("TERM", term, "LC_ALL", "C.UTF-8"));
        try (PlanRun.ApplyProgress progress = new PlanRun.ApplyProgress(
                new Console(new ByteArrayOutputStream(), err, terminal, Console.Verbosity.NORMAL, false), 10)) {
            progress.issued(1);
            Thread.sleep(wait);
            progress.issued(4);
            progress.issued(10);
            progress.written(3, 30);
            progress.written(30, 30);
        }
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void who_waits_for_more_than_a_second_sees_the_certificates_and_then_the_files_each_on_a_line_of_its_own()
            throws InterruptedException {
        String seen = seen(true, "xterm", LONG_ENOUGH_MILLIS);
        assertThat(seen).matches("(?s)\\rcertificates.*10/10[^\\n]*\\n\\rfiles.*30/30[^\\n]*\\n");
        assertThat(seen.lines().flatMap(line -> line.lines())).allMatch(line -> line.length() <= 80);
    }

    @Test
    void quick_work_shows_nothing() throws InterruptedException {
        assertThat(seen(true, "xterm", 0)).isEmpty();
    }

    @Test
    void neither_does_slow_work_that_nobody_watches() throws InterruptedException {
        assertThat(seen(false, "xterm", LONG_ENOUGH_MILLIS)).isEmpty();
        assertThat(seen(true, "dumb", LONG_ENOUGH_MILLIS)).isEmpty();
    }
}
