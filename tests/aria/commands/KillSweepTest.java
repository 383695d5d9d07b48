package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Every command that writes, killed between the steps it takes on the disk: completed or rolled back, never anything between. */
@Isolated("crash points are set by a system property")
class KillSweepTest {
    private static final Set<String> FEW = Set.of("patch-compose", "generate-service-certs --rekey");
    private static final String HEAD =
            "| command | points | rolled back | completed | mixed |\n|---|---|---|---|---|\n";

    @TempDir(factory = InMemory.class)
    Path folder;

    @Test
    void every_command_killed_at_some_points_is_completed_or_rolled_back_by_the_next_run() throws Exception {
        assertThat(sweep("KILL", KillScenario.all())).isEqualTo(137);
    }

    @Test
    void ctrl_c_and_sigterm_are_no_different() throws Exception {
        List<KillScenario> few = KillScenario.all().stream()
                .filter(scenario -> FEW.contains(scenario.name()))
                .toList();
        assertThat(few).hasSize(FEW.size());
        assertThat(sweep("INT", few)).isEqualTo(130);
        assertThat(sweep("TERM", few)).isEqualTo(143);
    }

    @Test
    @Tag("full")
    void every_command_killed_at_every_point_is_completed_or_rolled_back_by_the_next_run() throws Exception {
        List<String> rows = new ArrayList<>();
        for (KillScenario scenario : KillScenario.all()) {
            Path own = Files.createDirectory(folder.resolve("" + rows.size()));
            KillSweep sweep = new KillSweep(scenario, own);
            assertThat(KillSweep.kill(sweep.lines(sweep.all()), "KILL")).isEqualTo(137);
            sweep.judge();
            rows.add(sweep.row());
            Project.at(own).delete("");
        }
        assertTable(rows);
    }

    /** The table in the page is this one. The system property {@code aria.golden=write} writes it anew. */
    private static void assertTable(List<String> rows) throws IOException {
        Path page = Checkout.root().resolve("docs/explanation/ROBUSTNESS.md");
        String text = Files.readString(page);
        String table = HEAD + String.join("\n", rows) + "\n";
        int from = text.indexOf(HEAD);
        int to = text.indexOf("\n\n", from) + 1;
        String now = text.substring(0, from) + table + text.substring(to);
        if ("write".equals(System.getProperty("aria.golden"))) {
            Files.writeString(page, now);
        }
        assertThat(now).isEqualTo(Files.readString(page));
    }

    private int sweep(String signal, List<KillScenario> scenarios) throws IOException, InterruptedException {
        List<KillSweep> sweeps = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (KillScenario scenario : scenarios) {
            KillSweep sweep = new KillSweep(scenario, Files.createDirectory(folder.resolve(signal + sweeps.size())));
            lines.append(sweep.lines(sweep.some(sweeps.size())));
            sweeps.add(sweep);
        }
        int exit = KillSweep.kill(lines.toString(), signal);
        sweeps.forEach(KillSweep::judge);
        return exit;
    }
}
