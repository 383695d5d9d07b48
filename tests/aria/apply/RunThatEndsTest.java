package aria.apply;

import static org.assertj.core.api.Assertions.assertThatCode;

import aria.store.Layout;
import aria.testing.InMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another run's folder is gone between two looks at it: one of twenty revocations ended with "can't be listed". */
class RunThatEndsTest {
    private static final int LOOKS = 20_000;

    @TempDir(factory = InMemory.class)
    Path root;

    private final AtomicBoolean ended = new AtomicBoolean();
    private Thread other;
    private Layout layout;

    @BeforeEach
    void anotherRunBeginsAndEndsAgainAndAgain() throws IOException {
        layout = Scenario.create(root);
        Files.createDirectories(layout.mtlsFolder());
        other = new Thread(() -> {
            while (!ended.get()) {
                begin();
            }
        });
        other.start();
    }

    private void begin() {
        try {
            Path run = Files.createDirectory(
                    Files.createDirectory(layout.applyFolder()).resolve("run"));
            Files.delete(run);
            Files.delete(layout.applyFolder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        ended.set(true);
        other.join();
    }

    @Test
    void is_none_that_was_interrupted_and_no_failure() {
        assertThatCode(() -> {
                    for (int i = 0; i < LOOKS; i++) {
                        Interrupted.unfinished(layout);
                    }
                })
                .doesNotThrowAnyException();
    }
}
