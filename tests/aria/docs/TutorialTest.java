package aria.docs;

import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial, followed from its first command to its last, with real servers; each command prints what the page says. */
class TutorialTest {
    private static final String FOLDER = "mkdir -p ~/hello-mtls; cd ~/hello-mtls\n";

    private Clone clone;

    @BeforeEach
    void cloneIt(@TempDir Path folder) throws IOException {
        Needs.compose();
        List.of("busybox:1.37", "nginx:1.26", "redis:8").forEach(Needs::image);
        Needs.program("curl");
        clone = new Clone(folder).set("USER", System.getProperty("user.name"));
    }

    @AfterEach
    void nothing_stays() {
        if (clone != null) {
            clone.ok(FOLDER + "docker compose down --volumes --remove-orphans --timeout 1");
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void every_step_does_what_the_page_says() {
        for (DocBlock block : DocBlock.of("docs/TUTORIAL.md")) {
            clone.assertRuns(block, FOLDER + block.commands(), 0);
        }
    }
}
