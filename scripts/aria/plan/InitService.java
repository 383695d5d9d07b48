package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.AddMount;
import aria.compose.ComposeChange.AddService;
import aria.compose.ComposeChange.AddVolume;
import aria.compose.ComposeChange.DependsOn;
import aria.compose.Mount;
import aria.compose.Service;
import aria.edit.YamlMap;
import aria.edit.YamlValue;
import aria.preset.Templates;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.FileWrite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one way a key reaches a container: a one-shot service without a network copies the service's folder into a volume, with
 * the owner and modes that the server's process needs; the server mounts that volume read-only and starts after it.
 */
final class InitService {
    /** Pinned: it runs as root over keys. */
    private static final String IMAGE = "busybox:1.37";
    private static final String SCRIPT = "init.sh";
    private static final String SCRIPT_FOLDER = "init";

    private final StackOptions options;

    InitService(StackOptions options) {
        this.options = options;
    }

    /** The script all of them run. */
    PlannedFile script() {
        Path file = options.layout().generatedFolder(SCRIPT_FOLDER).resolve(SCRIPT);
        byte[] text = Templates.read(SCRIPT).getBytes(StandardCharsets.UTF_8);
        return PlannedFile.of(FileWrite.open(file, text), "delivers keys into containers");
    }

    /** The changes that deliver a service's certificate to {@link StackOptions#CERTS}. */
    List<ComposeChange> changes(StackService planned) {
        Service service = planned.service();
        String volume = Stack.volumeName(service.name());
        String init = Stack.initName(service.name());
        return List.of(
                new AddVolume(service.file(), volume, "holds the certificate and key as the server's process can read them"),
                new AddService(init, service.file(), body(planned, volume), "copies certificate and key into the volume"),
                new AddMount(service.name(), Mount.readOnlyVolume(volume, StackOptions.CERTS), "certificate, key and CA in " + StackOptions.CERTS),
                new DependsOn(service.name(), init, AddedService.COMPLETED, "starts after its key has been delivered"));
    }

    private YamlMap body(StackService planned, String volume) {
        Service service = planned.service();
        Map<String, YamlValue> body = new LinkedHashMap<>();
        body.put("image", YamlValue.scalar(IMAGE));
        body.put("user", YamlValue.scalar("0:0"));
        body.put("network_mode", YamlValue.scalar("none"));
        AddedService.putProfiles(service, body);
        body.put("command", YamlValue.words(List.of("sh", "/mtls/" + SCRIPT, service.name(), planned.owner().toString())));
        body.put("volumes", YamlValue.list(
                AddedService.bind(options, service, options.layout().serviceFolder(service.name()), "/in"),
                AddedService.bind(options, service, options.layout().generatedFolder(SCRIPT_FOLDER), "/mtls"),
                YamlValue.scalar(volume + ":/out")));
        return YamlValue.map(body);
    }
}
