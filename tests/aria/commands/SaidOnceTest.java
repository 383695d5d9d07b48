package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for several projects or services is said once; what only a look at the engine may tell is said, too. */
class SaidOnceTest {
    private static final String UNKNOWN = "Planned from the files alone";

    @TempDir
    Path folder;

    @Test
    void of_several_projects() {
        Project project = Project.empty(folder)
                .file("compose.a.yml", "services:\n  cache: {image: \"redis:7.2\"}\n")
                .file("compose.b.yml", "services:\n  queue: {image: \"redis:7.2\"}\n");
        for (String alias : new String[] {"bootstrap", "patch-compose"}) {
            Project.Ran ran = project.run(alias, "--dry-run");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.err()).containsOnlyOnce(UNKNOWN);
        }
        assertThat(project.run("bootstrap", "--dry-run").err())
                .contains("any certificate of this CA is admitted by cache, queue.")
                .containsOnlyOnce("any certificate of this CA");
    }

    /** A running stack would have these servers start open: a dry run does not ask the engine, and says so. */
    @Test
    void a_dry_run_names_the_servers_that_start_open_if_the_stack_runs() {
        Project project = Project.empty(folder).file("compose.yaml", """
                services:
                  db: {image: "postgres:18", environment: {POSTGRES_PASSWORD: secret}}
                  app: {image: "example/app:1", environment: {DATABASE_URL: "postgres://db/shop"}}
                """);
        assertThat(project.run("bootstrap", "--dry-run").err())
                .contains(UNKNOWN)
                .contains("and db starts in stage open, which aria.yaml then says");
        project.file("aria.yaml", "version: 1\nservices:\n  db: {stage: enforce}\n");
        assertThat(project.run("bootstrap", "--dry-run").err()).doesNotContain("stage open");
    }
}
