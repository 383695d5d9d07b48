package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told to run has to run where that person stands. */
class InvocationTest {
    private static final String TEXT = "run ./jbangw init-ca@aria, see docs/TROUBLESHOOTING.md#ca-config";

    @TempDir
    Path folder;

    private static String here(Map<String, String> environment) {
        return Invocation.of(environment).here(TEXT);
    }

    @Test
    void in_the_checkouts_root_nothing_changes() {
        assertThat(here(Map.of("ARIA_LAUNCHER", "./jbangw", "JBANG_LAUNCH_CMD", "./jbangw")))
                .isEqualTo(TEXT);
    }

    @Test
    void in_a_folder_elsewhere_commands_and_pages_are_those_of_the_checkout() throws IOException {
        Path checkout = Files.createDirectories(folder.toRealPath().resolve("it's a clone"));
        Path launcher = Files.createFile(checkout.resolve("jbangw"));
        assertThat(here(Map.of("ARIA_LAUNCHER", launcher.toString())))
                .isEqualTo("run '" + launcher.toString().replace("'", "'\\''") + "' init-ca@aria, see " + checkout
                        + "/docs/TROUBLESHOOTING.md#ca-config");
        Path link = Files.createSymbolicLink(folder.resolve("aria"), launcher);
        assertThat(here(Map.of("ARIA_LAUNCHER", link.toString())))
                .as("a link on the PATH")
                .isEqualTo("run " + link + " init-ca@aria, see " + checkout + "/docs/TROUBLESHOOTING.md#ca-config");
    }

    @Test
    void a_plain_JBang_knows_no_launcher_so_the_alias_stands_alone() {
        assertThat(here(Map.of("JBANG_LAUNCH_CMD", "/usr/bin/jbang")))
                .isEqualTo("run init-ca, see docs/TROUBLESHOOTING.md#ca-config");
    }

    @Test
    void other_paths_are_left_alone() {
        assertThat(Invocation.of(Map.of("ARIA_LAUNCHER", "../jbangw"))
                        .here("../jbangw x@aria a/docs/TROUBLESHOOTING.md#x ./jbangw test"))
                .isEqualTo("../jbangw x@aria a/docs/TROUBLESHOOTING.md#x ./jbangw test");
    }
}
