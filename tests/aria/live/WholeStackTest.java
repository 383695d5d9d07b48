package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything of the ARIA platform from nothing, in one command. OpenBao stands for Vault, and a file server behind the real
 * proxy for Grafana and for Vaultwarden.
 */
@Tag("full")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WholeStackTest {
    private static final int PUBLISHED = 9;
    private static final int DATABASES = 2;
    private static final int PROBES = 7;

    @Test
    void one_command_brings_all_of_it_up_and_proves_every_listener(@TempDir Path folder) {
        Needs.compose();
        Needs.wholeStack();
        try (RealStack stack = RealStack.aria(folder)) {
            stack.project.file(
                    "compose/identity.yml",
                    stack.project.text("compose/identity.yml").replace("    container_name: aria-vaultwarden\n", ""));
            Map<String, String> before = compose(stack);
            Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.out()).contains("All checks passed!");
            assertThat(stack.containers().values()).allMatch(container -> container.ready() || container.finished());

            List<RealStack.Checked> live = stack.verify(0, "--only", "handshake").stream()
                    .filter(result -> !"in-process".equals(result.via()))
                    .toList();
            assertThat(live)
                    .hasSize((PUBLISHED + DATABASES) * PROBES)
                    .extracting(RealStack.Checked::status)
                    .containsOnly("pass");

            assertThat(stack.project
                            .run("bootstrap", "--undo", "--volumes", "--yes")
                            .exit())
                    .isZero();
            assertThat(compose(stack)).isEqualTo(before);
        }
    }

    private static Map<String, String> compose(RealStack stack) {
        Map<String, String> files = new TreeMap<>(stack.project.contents());
        files.keySet().removeIf(file -> !file.startsWith("compose/"));
        return files;
    }
}
