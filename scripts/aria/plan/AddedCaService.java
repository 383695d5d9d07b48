package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.AddService;
import aria.compose.ComposeChange.AddVolume;
import aria.compose.Service;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.stack.Stack;
import aria.stack.StackService;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The step-ca service for a stack without one: on the networks of the services with certificates, published only on
 * this machine.
 */
final class AddedCaService {
    static final String NAME = "step-ca";
    private static final String DATABASE = NAME + "-db";
    /** Of the image that is added. */
    private static final String OWNER = "1000:1000";

    private static final int SECOND_PORT = 9443;

    private final Stack stack;
    private final StackOptions options;
    private final int port;
    private final List<Service> users;

    /**
     * @param certified the services that use a certificate
     * @param port      of ca.json
     */
    AddedCaService(Stack stack, List<StackService> certified, StackOptions options, int port) {
        this.stack = stack;
        this.options = options;
        this.port = port;
        Set<String> names = certified.stream().map(StackService::name).collect(Collectors.toSet());
        this.users = stack.services().stream()
                .filter(service -> service.secured() || names.contains(service.name()))
                .map(StackService::service)
                .toList();
    }

    /** The changes that add it, beside the first service that has a certificate. */
    List<ComposeChange> changes() {
        Service beside = users.isEmpty() ? stack.services().get(0).service() : users.get(0);
        Path file = beside.file();
        String init = Stack.initName(NAME);
        String reason = "--with-step-ca asks for it; on the networks of those who have certificates";
        return List.of(
                new AddVolume(
                        NAME, Stack.volumeName(NAME), file, "holds ca.json and the CA's keys as step-ca can read them"),
                new AddVolume(NAME, DATABASE, file, "step-ca's database"),
                new AddService(
                        NAME,
                        init,
                        file,
                        YamlValue.map(CaInit.body(options, beside, Stack.volumeName(NAME), DATABASE, OWNER)),
                        "copies " + options.layout().display(options.layout().configDir()) + " into the volume"),
                new AddService(NAME, NAME, file, body(init), reason));
    }

    private YamlMap body(String init) {
        Map<String, YamlValue> body =
                new LinkedHashMap<>(CaTemplate.service(port).entries());
        body.put(
                "volumes",
                YamlValue.strings(
                        List.of(Stack.volumeName(NAME) + ":" + CaInit.HOME + ":ro", DATABASE + ":" + CaInit.DATABASE)));
        body.put("ports", YamlValue.strings(List.of("127.0.0.1:" + published() + ":" + port)));
        body.put(
                "depends_on",
                YamlValue.map(
                        Map.of(init, YamlValue.map(Map.of("condition", YamlValue.scalar(AddedService.COMPLETED))))));
        Set<String> networks = new LinkedHashSet<>();
        users.forEach(user -> networks.addAll(user.networks().keySet()));
        if (!networks.isEmpty() && !networks.equals(Set.of("default"))) {
            body.put("networks", YamlValue.strings(List.copyOf(networks)));
        }
        return YamlValue.map(body);
    }

    /** The port that defaults.json names, unless a service of the stack is published there. */
    private int published() {
        boolean taken = stack.project().services().values().stream()
                .flatMap(service -> service.ports().stream())
                .anyMatch(other -> other.published().equals(String.valueOf(port)));
        return taken ? SECOND_PORT : port;
    }
}
