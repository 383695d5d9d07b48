package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of {@code bench}'s table, over a launcher that does nothing; how fast anything is, no test says. */
class BenchCommandTest {
    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void aCheckoutWhoseLauncherDoesNothing() throws Exception {
        project = Project.empty(folder);
        project.file("compose/compose.yaml", "services:\n");
        project.file("jbangw", "#!/bin/sh\n");
        Files.setPosixFilePermissions(folder.resolve("project/jbangw"), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void one_line_a_measurement_in_columns() {
        String out = project.run("bench", "--services", "2,3", "--files", "4", "--certificates", "2", "--runs", "2")
                .out();
        List<String> lines = out.lines()
                .map(line -> line.replaceAll("[0-9]+(\\.[0-9]+)?", "N").replaceAll(" +", " "))
                .toList();
        assertThat(lines.get(0)).isEqualTo("what median min a second peak beside it");
        List<String> expected = List.of(
                "init-ca --help N s N s",
                "bootstrap of N services N s N s",
                "verify-mtls-setup of them N s N s",
                "N certificates N s N s N",
                "patch-compose, N services N s N s N",
                "patch-compose, N services N s N s N",
                "patch-compose, N files N s N s N");
        for (int i = 0; i < expected.size(); i++) {
            assertThat(lines.get(i + 1)).startsWith(expected.get(i));
        }
        assertThat(out).contains("patch-compose, 2 services", "patch-compose, 3 services", "2 certificates");
    }

    @Test
    void programs_that_are_here_are_rated_and_those_that_are_not_are_named() {
        String out = project.run("bench", "--services", "1", "--files", "1", "--certificates", "1", "--runs", "1")
                .out();
        for (String peer : List.of("step", "mkcert", "openssl")) {
            boolean here = Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(entry -> Files.isExecutable(Path.of(entry, peer)));
            assertThat(out)
                    .containsPattern(
                            here
                                    ? peer + " [0-9.]+ s, ratio"
                                    : "not on this machine:.* " + peer + "|not on this machine: " + peer);
        }
    }

    @Test
    void machines_are_told_every_run() {
        String out = project.run(
                        "bench", "--services", "1", "--files", "1", "--certificates", "1", "--runs", "2", "--json")
                .out();
        JsonArray rows = JsonParser.parseString(out)
                .getAsJsonObject()
                .getAsJsonObject("result")
                .getAsJsonArray("rows");
        assertThat(rows)
                .hasSize(System.getenv("ARIA_CORPUS") == null ? 6 : 7)
                .allSatisfy(row -> assertThat(row.getAsJsonObject().getAsJsonArray("seconds"))
                        .hasSize(2));
    }

    @Test
    void what_cannot_be_measured_is_an_error() {
        assertThat(project.run("bench", "--runs", "0").exit()).isEqualTo(2);
        project.file("jbangw", "#!/bin/sh\necho it broke >&2\nexit 7\n");
        assertThat(project.run("bench", "--runs", "1").err()).contains("ended with 7: it broke");
    }
}
