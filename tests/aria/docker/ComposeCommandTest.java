package aria.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.UnavailableException;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposeCommandTest {
    private static final List<String> UP = List.of("up", "-d", "--wait");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void the_first_program_in_version_2_or_newer_is_taken() throws IOException {
        String old = program("old", "echo 1.29.2");
        String current = program("current", "echo v2.26.1");
        ComposeCommand.Search search =
                ComposeCommand.search(List.of(List.of(folder + "/none"), List.of(old), List.of(current)));
        assertThat(search.command()).map(ComposeCommand::version).contains("v2.26.1");
        assertThat(search.tried())
                .containsExactly(
                        folder + "/none is not there",
                        old + " 1.29.2 is too old: version 2 or newer is needed",
                        current + " v2.26.1");
    }

    @ParameterizedTest
    @CsvSource({
        "2.24.3, true",
        "v2.24.3-desktop.9, true",
        "2.9.0, true",
        "2.24.4, false",
        "2.26.1-4, false",
        "v5.0.0+ds1, false"
    })
    void versions_are_compared_by_their_numbers(String version, boolean older) throws IOException {
        String program = program("compose", "echo " + version);
        assertThat(ComposeCommand.search(List.of(List.of(program)))
                        .command()
                        .orElseThrow()
                        .isOlderThan("2.24.4"))
                .isEqualTo(older);
    }

    @Test
    void a_docker_client_without_the_plugin_is_not_compose() throws IOException {
        assertThat(ComposeCommand.search(
                                List.of(List.of(program("docker", "echo unknown command >&2; exit 1"), "compose")))
                        .command())
                .isEmpty();
    }

    @Test
    void a_command_names_the_project_and_passes_on_lines_and_exit_code() throws IOException {
        List<String> lines = new ArrayList<>();
        int code = fake("for word; do echo \"$word\"; done; echo 'a b' >&2; exit 3")
                .run(project("p"), UP, LIMIT, lines::add);
        assertThat(code).isEqualTo(3);
        assertThat(lines)
                .containsExactly(
                        "--ansi",
                        "never",
                        "--project-directory",
                        folder.toString(),
                        "-f",
                        folder.resolve("my file.yml").toString(),
                        "-p",
                        "p",
                        "up",
                        "-d",
                        "--wait",
                        "a b");
    }

    @Test
    void quietly_errors_are_passed_on_and_progress_is_not() throws IOException {
        List<String> lines = new ArrayList<>();
        String script = "echo \"$3 $4\"; echo ' Container p-db-1  Started'; echo 'Error response' >&2; exit 1";
        assertThat(fake(script).quietly().run(project("p"), UP, LIMIT, lines::add))
                .isEqualTo(1);
        assertThat(lines).containsExactly("--progress quiet", "Error response");
        lines.clear();
        String old = program("old", "[ \"$1\" = version ] && { echo 2.18.1; exit; }\n" + script);
        ComposeCommand.search(List.of(List.of(old)))
                .command()
                .orElseThrow()
                .quietly()
                .run(project("p"), UP, LIMIT, lines::add);
        assertThat(lines).containsExactly("--project-directory " + folder, "Error response");
    }

    @Test
    @Timeout(10)
    void a_program_that_hangs_is_stopped_with_all_it_started() throws IOException {
        ComposeCommand hanging = fake("sleep 60 & sleep 60; echo never");
        assertThatThrownBy(() -> hanging.run(project("p"), UP, Duration.ofMillis(500), line -> {}))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("was stopped");
    }

    @Test
    void a_refused_project_is_told_in_composes_own_words() throws IOException {
        ComposeCommand refusing = fake("echo 'level=warning' >&2; echo 'services.x Additional property' >&2; exit 15");
        assertThatThrownBy(() -> refusing.configJsonOfAllProfiles(project("p")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageEndingWith("refuses the project: services.x Additional property");
    }

    @Test
    void the_real_compose_gives_its_effective_model() throws IOException {
        Needs.compose();
        Files.writeString(folder.resolve("my file.yml"), "services: {a: {image: \"busybox:${TAG:-1.37}\"}}\n");
        ComposeCommand compose = ComposeCommand.search().command().orElseThrow();
        assertThat(compose.configJsonOfAllProfiles(project("model")))
                .contains("\"busybox:1.37\"")
                .contains("\"name\": \"model\"");
    }

    private ComposeFiles project(String name) {
        return new ComposeFiles(folder, List.of(folder.resolve("my file.yml")), Optional.of(name));
    }

    private ComposeCommand fake(String script) throws IOException {
        String program = program("compose", "[ \"$1\" = version ] && { echo 2.40.3; exit; }\n" + script);
        return ComposeCommand.search(List.of(List.of(program))).command().orElseThrow();
    }

    private String program(String name, String script) throws IOException {
        Path file = Files.createFile(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(file, "#!/bin/sh\n" + script + "\n").toString();
    }
}
