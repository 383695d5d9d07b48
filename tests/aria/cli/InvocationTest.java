package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told to run has to run where that person stands. */
class InvocationTest {
    @TempDir
    Path folder;

    private static String here(Map<String, String> environment) {
        return Invocation.text(environment)
                .hint(List.of(Remedy.aria("init-ca"), new Remedy.Page("docs/TROUBLESHOOTING.md#ca-config")))
                .orElseThrow();
    }

    @Test
    void in_the_checkouts_root_nothing_changes() {
        String asWritten = "run ./jbangw init-ca@aria; see docs/TROUBLESHOOTING.md#ca-config";
        assertThat(here(Map.of("ARIA_LAUNCHER", "./jbangw", "JBANG_LAUNCH_CMD", "./jbangw")))
                .isEqualTo(asWritten);
        assertThat(here(Map.of())).isEqualTo(asWritten);
    }

    @Test
    void in_a_folder_elsewhere_commands_and_pages_are_those_of_the_checkout() throws IOException {
        Path checkout = Files.createDirectories(folder.toRealPath().resolve("it's a clone"));
        Path launcher = Files.createFile(checkout.resolve("jbangw"));
        assertThat(here(Map.of("ARIA_LAUNCHER", launcher.toString())))
                .isEqualTo("run '" + launcher.toString().replace("'", "'\\''") + "' init-ca@aria; see " + checkout
                        + "/docs/TROUBLESHOOTING.md#ca-config");
        Path link = Files.createSymbolicLink(folder.resolve("aria"), launcher);
        assertThat(here(Map.of("ARIA_LAUNCHER", link.toString())))
                .as("a link on the PATH")
                .isEqualTo("run " + link + " init-ca@aria; see " + checkout + "/docs/TROUBLESHOOTING.md#ca-config");
    }

    @Test
    void a_plain_JBang_knows_no_launcher_so_the_alias_stands_alone() {
        assertThat(here(Map.of("JBANG_LAUNCH_CMD", "/usr/bin/jbang")))
                .isEqualTo("run init-ca; see docs/TROUBLESHOOTING.md#ca-config");
    }
}
