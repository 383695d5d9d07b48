package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.store.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last line of a run that is ended by a signal says how far it had come. */
class InterruptedRunTest {
    @TempDir
    Path folder;

    @Test
    void one_that_was_writing_says_so_and_the_next_one_ends_it() throws Exception {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        project.run("init-ca");
        Process process = ChildJvm.start(
                null,
                List.of("-cp", Scripts.classPath(), "-Daria.crash-at=20:stop"),
                Map.of(),
                Scripts.mainClass("patch-compose"),
                "-C",
                project.root.toString(),
                "--yes");
        Instant end = Instant.now().plusSeconds(120);
        while (!writes(project) && process.isAlive() && Instant.now().isBefore(end)) {
            Thread.sleep(100);
        }
        assertThat(process.toHandle().destroy()).isTrue();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output.lines().reduce((first, last) -> last).orElse(""))
                .as(output)
                .startsWith("error: interrupted; files were being written. Run the same command again");
        assertThat(project.run("patch-compose", "--yes").exit()).isZero();
        assertThat(project.run("patch-compose", "--check").exit()).isZero();
    }

    private static boolean writes(Project project) throws Exception {
        Path apply = project.root.resolve("data/mtls/apply");
        if (!Files.isDirectory(apply)) {
            return false;
        }
        try (var staged = Files.list(apply)) {
            return staged.findAny().isPresent();
        }
    }
}
