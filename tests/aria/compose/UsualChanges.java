package aria.compose;

import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The changes that give the service {@code web} of a project its certificate, one of every kind that adds. */
final class UsualChanges {
    private static final String WHY = "mTLS";

    private UsualChanges() {}

    static List<ComposeChange> of(ComposeProject project) {
        Path file = project.services().get("web").file();
        return List.of(
                new ComposeChange.AddVolume("web", "web-mtls", file, WHY),
                new ComposeChange.AddService("web", "web-mtls-init", file, init(project, file), WHY),
                new ComposeChange.DependsOn("web", "web-mtls-init", "service_completed_successfully", WHY),
                new ComposeChange.AddMount("web", Mount.readOnlyVolume("web-mtls", "/etc/certs"), WHY),
                new ComposeChange.AddMount(
                        "web",
                        Mount.readOnlyBind(
                                project.files()
                                        .directory()
                                        .resolve("data/mtls/web")
                                        .toString(),
                                "/etc/mtls"),
                        WHY),
                new ComposeChange.PutEnvironment("web", "TLS_KEY", "/etc/certs/tls.key", WHY),
                new ComposeChange.PutEnvironment("web", "TLS_PATTERN", "^a$b$", WHY),
                new ComposeChange.AppendCommand("web", List.of("--tls=on", "--pin=$x"), List.of("run"), WHY),
                new ComposeChange.PutHealthcheck("web", List.of("CMD", "check", "--tls"), WHY));
    }

    private static YamlMap init(ComposeProject project, Path file) {
        Map<String, YamlValue> body = new LinkedHashMap<>();
        body.put("image", YamlValue.scalar("busybox:1.37"));
        body.put("network_mode", YamlValue.scalar("none"));
        body.put("command", YamlValue.words(List.of("sh", "/mtls/init.sh", "$1")));
        body.put(
                "volumes",
                YamlValue.list(
                        YamlValue.scalar(project.hostSource(
                                        file, project.files().directory().resolve("data/certs/web")) + ":/in:ro"),
                        YamlValue.scalar("web-mtls:/out")));
        return YamlValue.map(body);
    }
}
