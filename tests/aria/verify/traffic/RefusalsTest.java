package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import aria.testing.Containers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The words of real servers, against the patterns of their presets. */
class RefusalsTest {
    private static final Call APP = new Call("app", "db", 5432);
    private static final Call WEB = new Call("web", "db", 5432);

    @Test
    void a_line_without_an_address_tells_of_every_suspect() {
        assertThat(
                        refused(
                                "postgres",
                                "2026-11-28T23:10:05.753Z 2026-11-28 23:10:05.753 UTC [69] FATAL:  connection requires a valid client certificate"))
                .containsExactlyInAnyOrder(APP, WEB);
    }

    @Test
    void a_line_with_an_address_tells_of_its_owner() {
        assertThat(
                        refused(
                                "postgres",
                                "2026-11-28T23:10:05.753Z 2026-11-28 23:10:05.753 UTC [70] FATAL:  pg_hba.conf rejects connection for host \"10.0.0.3\", user \"postgres\", database \"postgres\", no encryption"))
                .containsExactly(APP);
    }

    @Test
    void a_stranger_and_other_lines_tell_of_nobody() {
        assertThat(refused(
                        "postgres",
                        "2026-11-28T23:10:05.753Z FATAL:  pg_hba.conf rejects connection for host \"127.0.0.1\", user \"postgres\", database \"postgres\", no encryption",
                        "2026-11-28T23:10:06.753Z LOG:  database system is ready to accept connections"))
                .isEmpty();
    }

    private static Set<Call> refused(String preset, String... lines) {
        List<Pattern> patterns = Presets.builtIn(PlainYaml::load).byId(preset).orElseThrow().logRefusals().stream()
                .map(Pattern::compile)
                .toList();
        Refusals.Server server = new Refusals.Server(Containers.running("db", "10.0.0.2"), patterns, Set.of(APP, WEB));
        return new Refusals(null, Map.of("10.0.0.3", "app", "10.0.0.4", "web")).refused(server, List.of(lines));
    }
}
