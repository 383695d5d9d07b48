package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which command a scheduler repeats. */
class ScheduleOptionsTest {
    @TempDir
    Path folder;

    @Test
    void the_command_as_it_was_typed_without_what_was_meant_for_now() {
        Map<String, String> environment = Map.of("PWD", "/srv/stack", "ARIA_LAUNCHER", "../aria/jbangw");
        for (List<String> install : List.of(List.of("--install", "cron"), List.of("--install=cron"))) {
            List<String> typed = new ArrayList<>(List.of("db", "-f", "compose.yaml"));
            typed.addAll(install);
            typed.addAll(List.of("--restart", "--yes", "--dry-run"));
            assertThat(ScheduleOptions.words(environment, "rotate-certs", typed))
                    .containsExactly(
                            "/srv/aria/jbangw",
                            "rotate-certs@aria",
                            "db",
                            "-f",
                            "compose.yaml",
                            "--restart",
                            "--yes",
                            "--no-input",
                            "--quiet");
        }
    }

    @Test
    void what_decides_where_java_state_and_engine_are_is_kept() {
        Map<String, String> environment = Map.of(
                "PWD",
                "/srv",
                "ARIA_LAUNCHER",
                "/a/jbangw",
                "JAVA_HOME",
                "/opt/my jdk",
                "DOCKER_HOST",
                "",
                "TOKEN",
                "x");
        assertThat(ScheduleOptions.words(environment, "rotate-certs", List.of()))
                .startsWith("/usr/bin/env", "JAVA_HOME=/opt/my jdk", "/a/jbangw", "rotate-certs@aria")
                .doesNotContain("TOKEN=x");
    }

    @Test
    void without_a_checkout_it_is_the_installed_command_or_jbang() throws IOException {
        Map<String, String> environment = Map.of("PWD", "/srv", "PATH", "relative:" + folder);
        assertThatThrownBy(() -> ScheduleOptions.words(environment, "rotate-certs", List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("neither rotate-certs nor jbang is on the PATH");
        program("jbang");
        assertThat(ScheduleOptions.words(environment, "rotate-certs", List.of()))
                .startsWith(folder.resolve("jbang").toString(), "rotate-certs@aria");
        program("rotate-certs");
        assertThat(ScheduleOptions.words(environment, "rotate-certs", List.of()))
                .startsWith(folder.resolve("rotate-certs").toString(), "--yes");
    }

    private void program(String name) throws IOException {
        Files.writeString(folder.resolve(name), "#!/bin/sh\n");
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
