package aria.ca.config;

import aria.edit.json.JsonDocument;
import aria.store.Layout;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The file defaults.json, which the step CLI reads. Its paths are relative to the working directory, as the CLI
 * expects: {@code step --config config/step-ca/defaults.json ca health} works in the project's folder.
 */
public final class DefaultsFile {

    private DefaultsFile() {}

    /**
     * The file as it should be for this CA. Members of the user's stay; {@code ca-url} follows ca.json as long as it
     * is what we made of it.
     *
     * @param before ca.json as it is on disk; empty when there is none
     * @param config ca.json as it will be
     */
    public static byte[] content(CaFolder folder, Optional<CaConfig> before, CaConfig config, String fingerprint) {
        Layout layout = folder.layout();
        byte[] present = folder.read(layout.defaultsJson()).orElse("{\n}\n".getBytes(StandardCharsets.UTF_8));
        JsonDocument json = JsonDocument.parse(layout.display(layout.defaultsJson()), present);
        if (json.string("fingerprint").isEmpty()) {
            json = json.put(new JsonPrimitive(url(config)), "ca-url")
                    .put(new JsonPrimitive(layout.display(layout.caJson())), "ca-config")
                    .put(new JsonPrimitive(layout.display(layout.rootCertificate())), "root");
        } else if (before.isPresent() && json.string("ca-url").equals(before.map(DefaultsFile::url))) {
            json = json.put(new JsonPrimitive(url(config)), "ca-url");
        }
        return json.put(new JsonPrimitive(fingerprint), "fingerprint").content();
    }

    private static String url(CaConfig config) {
        return "https://" + host(config.dnsNames()) + ":" + config.port();
    }

    private static String host(List<String> dnsNames) {
        return dnsNames.isEmpty() || dnsNames.contains("localhost") ? "localhost" : dnsNames.get(0);
    }
}
