package aria.ca;

import aria.store.Layout;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * defaults.json, which the step CLI reads. Its paths are relative to the working directory, because the CLI takes them so:
 * {@code step --config config/step-ca/defaults.json ca health} works in the project's folder.
 */
final class DefaultsFile {

    private DefaultsFile() {
    }

    /** The file as it should be for this CA; members of the user's stay. */
    static byte[] content(CaFolder folder, CaConfig config, String fingerprint) {
        Layout layout = folder.layout();
        byte[] present = folder.read(layout.defaultsJson()).orElse("{\n}\n".getBytes(StandardCharsets.UTF_8));
        JsonDocument json = JsonDocument.parse(layout.display(layout.defaultsJson()), present);
        if (json.string("fingerprint").isEmpty()) {
            json = json.put(new JsonPrimitive("https://" + host(config.dnsNames()) + ":" + config.port()), "ca-url")
                    .put(new JsonPrimitive(layout.display(layout.caJson())), "ca-config")
                    .put(new JsonPrimitive(layout.display(layout.rootCertificate())), "root");
        }
        return json.put(new JsonPrimitive(fingerprint), "fingerprint").content();
    }

    /** Whether the file is there and names this CA's root. */
    static boolean isCurrent(CaFolder folder, String fingerprint) {
        Layout layout = folder.layout();
        return folder.read(layout.defaultsJson())
                .flatMap(content -> JsonDocument.parse(layout.display(layout.defaultsJson()), content).string("fingerprint"))
                .filter(fingerprint::equals).isPresent();
    }

    private static String host(List<String> dnsNames) {
        return dnsNames.isEmpty() || dnsNames.contains("localhost") ? "localhost" : dnsNames.get(0);
    }
}
