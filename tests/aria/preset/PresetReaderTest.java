package aria.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresetReaderTest {

    private static Map<String, Object> minimal() {
        Map<String, Object> preset = new LinkedHashMap<>();
        preset.put("schema", "1");
        preset.put("id", "thing");
        preset.put("title", "Thing");
        preset.put("match", List.of("thing"));
        preset.put(
                "run_as",
                List.of(
                        Map.of("tag", "*alpine*", "uid", "70", "gid", "70"),
                        Map.of("tag", "*", "uid", "999", "gid", "998")));
        return preset;
    }

    @Test
    void the_owner_of_the_process_follows_the_image_tag() {
        Preset preset = PresetReader.read("thing.yaml", minimal());
        assertThat(preset.runAsFor("18-alpine").uid()).isEqualTo(70);
        assertThat(preset.runAsFor("18")).isEqualTo(new Preset.RunAs("*", 999, 998));
    }

    @Test
    void an_unknown_key_is_an_error_that_names_it_and_its_place() {
        Map<String, Object> preset = minimal();
        preset.put("compose", Map.of("enviroment", List.of()));
        assertThatThrownBy(() -> PresetReader.read("thing.yaml", preset))
                .isInstanceOf(RefusedException.class)
                .hasMessage("thing.yaml.compose: unknown key `enviroment`");
    }

    @Test
    void a_missing_owner_is_an_error_because_a_key_needs_one() {
        Map<String, Object> preset = minimal();
        preset.put("run_as", List.of());
        assertThatThrownBy(() -> PresetReader.read("thing.yaml", preset))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("run_as");
    }

    @Test
    void a_variable_that_is_set_and_removed_at_once_is_an_error() {
        Map<String, Object> preset = minimal();
        preset.put(
                "compose",
                Map.of("environment", List.of(Map.of("name", "A", "value", "1", "remove", "true", "reason", "none"))));
        assertThatThrownBy(() -> PresetReader.read("thing.yaml", preset))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("exactly one of `value`, `query`, `replace` and `remove`");
    }

    @Test
    void a_port_needs_a_new_place_or_has_to_be_closed() {
        Map<String, Object> preset = minimal();
        preset.put("compose", Map.of("ports", List.of(Map.of("from", "80", "reason", "plaintext"))));
        assertThatThrownBy(() -> PresetReader.read("thing.yaml", preset))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("either moved (`to`) or closed");
    }

    @Test
    void a_schema_from_the_future_is_refused() {
        Map<String, Object> preset = minimal();
        preset.put("schema", "2");
        assertThatThrownBy(() -> PresetReader.read("thing.yaml", preset)).isInstanceOf(RefusedException.class);
    }

    @Test
    void an_oldest_safe_version_is_numbers_with_dots_and_a_reason() {
        Map<String, Object> preset = minimal();
        preset.put("oldest_safe", Map.of("version", "1.20", "why", "leaks"));
        assertThat(PresetReader.read("thing.yaml", preset).oldestSafe())
                .contains(new Preset.OldestSafe("1.20", "leaks"));
        preset.put("oldest_safe", Map.of("version", "latest", "why", "leaks"));
        assertThatThrownBy(() -> PresetReader.read("thing.yaml", preset))
                .isInstanceOf(RefusedException.class)
                .hasMessage("thing.yaml.oldest_safe.version: `latest` is not a version number, such as 1.2.3");
        preset.put("oldest_safe", Map.of("version", "1.20"));
        assertThatThrownBy(() -> PresetReader.read("thing.yaml", preset))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("`why` is missing");
    }
}
