package aria.plan;

import aria.edit.SourceText;
import aria.edit.yaml.PlainYaml;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.preset.PresetReader;
import aria.preset.TemplateVariables;
import aria.preset.Templates;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The required settings of a service that runs step-ca from {@code config/step-ca}. */
final class CaTemplate {
    private static final String FILE = "step-ca/service.yaml";
    private static final String PRESET = "services/step-ca.yaml";

    private CaTemplate() {}

    /**
     * Keys and values of the service.
     *
     * @param port of ca.json
     */
    static YamlMap service(int port) {
        String version = PresetReader.read(PRESET, PlainYaml.load(PRESET, Templates.read(PRESET)))
                .oldestSafe()
                .orElseThrow()
                .version();
        String text = new TemplateVariables(Map.of("port", String.valueOf(port), "version", version), name -> null)
                .fill(Templates.read(FILE));
        return YamlDocument.parse(SourceText.of(FILE, text.getBytes(StandardCharsets.UTF_8)))
                .root();
    }

    /** The value of a key of it. */
    static YamlValue value(int port, String key) {
        return service(port).get(key).orElseThrow();
    }
}
