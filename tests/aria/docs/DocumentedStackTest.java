package aria.docs;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The blocks of README and docs that are about the running stack, pasted one after the other into a fresh clone's terminal. The first
 * of them brings the stack up, under its own name and on its own ports; those that say {@code last after: COMMAND} come at the end.
 */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DocumentedStackTest {
    private static final String MARK = "run with the stack";
    private static final String LAST = MARK + ", last after:";

    private Clone clone;

    @BeforeAll
    void cloneIt(@TempDir Path folder) throws IOException {
        Needs.compose();
        Needs.wholeStack();
        List.of("curl", "psql", "step").forEach(Needs::program);
        clone = new Clone(folder)
                .set("USER", System.getProperty("user.name"))
                .set("PGPASSWORD", "dev-only-postgres")
                .set("PATH", Needs.program("step").getParent() + ":" + System.getenv("PATH"));
    }

    @AfterAll
    void nothing_stays() {
        if (clone != null) {
            clone.ok("docker compose -f compose/docker-compose.yml down --volumes --remove-orphans --timeout 5");
        }
    }

    @Test
    void every_block_about_the_running_stack_runs_and_shows_what_it_says() {
        List<DocBlock> blocks = DocBlock.all().stream()
                .filter(block -> block.comment(MARK).isPresent())
                .toList();
        assertThat(blocks.get(0).page()).isEqualTo("README.md");
        blocks.stream().filter(block -> block.comment(LAST).isEmpty()).forEach(this::run);
        blocks.stream().filter(block -> block.comment(LAST).isPresent()).forEach(block -> {
            clone.ok(block.comment(LAST).orElseThrow());
            run(block);
        });
    }

    private void run(DocBlock block) {
        clone.assertRuns(
                block,
                block.commands(),
                block.comment(MARK + ", ends with").map(Integer::parseInt).orElse(0));
    }
}
