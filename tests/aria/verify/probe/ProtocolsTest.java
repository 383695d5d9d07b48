package aria.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.yaml.PlainYaml;
import aria.preset.Preset;
import aria.preset.Presets;
import org.junit.jupiter.api.Test;

class ProtocolsTest {
    @Test
    void every_listener_of_a_preset_speaks_a_protocol_that_can_be_probed() {
        assertThat(Presets.builtIn(PlainYaml::load).all())
                .flatExtracting(Preset::listeners)
                .allSatisfy(listener -> assertThat(Protocols.named(listener.protocol()))
                        .as(listener.protocol())
                        .isPresent());
    }
}
