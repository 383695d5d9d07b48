package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.AddService;
import aria.compose.Service;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A proxy in the network namespace of a server that cannot ask for certificates. It listens on the server's own port,
 * so names, networks and published ports stay. The server moves to a port on loopback that only the proxy reaches.
 *
 * <p>It runs as the server's user, to whom the init service gave the key.
 */
final class SidecarService {
    /** The program in the image may have it, and would not start without. */
    private static final List<String> BINDS = List.of("NET_BIND_SERVICE");

    private final Service service;
    private final String name;
    private final String owner;
    private final Preset.Sidecar sidecar;
    private final StackOptions options;
    private final TemplateVariables variables;

    /**
     * @param name      the proxy's own
     * @param variables of the service's preset
     */
    SidecarService(
            StackService planned,
            String name,
            Preset.Sidecar sidecar,
            StackOptions options,
            TemplateVariables variables) {
        this.name = name;
        this.service = planned.service();
        this.owner = planned.owner().toString();
        this.sidecar = sidecar;
        this.options = options;
        this.variables = variables;
    }

    /** The change that adds it. */
    ComposeChange change() {
        return new AddService(
                service.name(),
                name,
                service.file(),
                body(),
                true,
                "answers for " + service.name() + ", which cannot ask for certificates itself");
    }

    private YamlMap body() {
        Map<String, YamlValue> body = new LinkedHashMap<>();
        body.put("image", YamlValue.scalar(sidecar.image()));
        body.put("network_mode", YamlValue.scalar("service:" + service.name()));
        body.put("user", YamlValue.scalar(owner));
        AddedService.confine(body, BINDS);
        AddedService.mark(body, OurServices.PROXY, service.name());
        AddedService.putProfiles(service, body);
        if (!sidecar.command().isEmpty()) {
            body.put("command", words(sidecar.command()));
        }
        body.put(
                "volumes",
                YamlValue.list(
                        YamlValue.scalar(Stack.volumeName(service.name()) + ":" + StackOptions.CERTS + ":ro"),
                        AddedService.bind(
                                options,
                                service,
                                options.layout().generatedFolder(service.name()),
                                StackOptions.CONFIGS)));
        body.put("depends_on", dependsOn());
        if (!sidecar.test().isEmpty()) {
            body.put("healthcheck", healthcheck());
        }
        body.put("restart", YamlValue.scalar("unless-stopped"));
        return YamlValue.map(body);
    }

    /** A new container of the service has a new network namespace, which the proxy has to be started in again. */
    private YamlMap dependsOn() {
        Map<String, YamlValue> server = new LinkedHashMap<>();
        server.put("condition", YamlValue.scalar("service_started"));
        server.put("restart", YamlValue.bool(true));
        Map<String, YamlValue> all = new LinkedHashMap<>();
        all.put(service.name(), YamlValue.map(server));
        all.put(
                Stack.initName(service.name()),
                YamlValue.map(Map.of("condition", YamlValue.scalar(AddedService.COMPLETED))));
        return YamlValue.map(all);
    }

    private YamlMap healthcheck() {
        Map<String, YamlValue> check = new LinkedHashMap<>();
        check.put("test", words(sidecar.test()));
        check.put("interval", YamlValue.scalar("5s"));
        check.put("timeout", YamlValue.scalar("5s"));
        return YamlValue.map(check);
    }

    private YamlValue words(List<String> words) {
        return YamlValue.words(words.stream().map(variables::fill).toList());
    }
}
