package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.AddService;
import aria.compose.ComposeChange.AddVolume;
import aria.compose.ComposeChange.BindPort;
import aria.compose.ComposeChange.DependsOn;
import aria.compose.ComposeChange.PutHealthcheck;
import aria.compose.ComposeChange.PutKey;
import aria.compose.ComposeChange.RemoveMount;
import aria.compose.ComposeChange.ReplaceMount;
import aria.compose.Mount;
import aria.compose.Port;
import aria.compose.Service;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Repairs a service that should run step-ca from {@code config/step-ca}; each repair is a change with its reason. */
final class CaServiceRepair {
    private static final String THIS_MACHINE = "127.0.0.1";
    private static final Set<String> THE_WORLD = Set.of("", "0.0.0.0", "::");
    /** By one of these the image's entrypoint is told to make a CA, where it finds none in its own layout. */
    private static final String MAKES_A_CA = "DOCKER_STEPCA_INIT_NAME";

    private final Stack stack;
    private final StackService planned;
    private final Service service;
    private final StackOptions options;
    private final int port;

    /** @param port of ca.json */
    CaServiceRepair(Stack stack, StackService planned, StackOptions options, int port) {
        this.stack = stack;
        this.planned = planned;
        this.service = planned.service();
        this.options = options;
        this.port = port;
    }

    /** Whether it mounts the folder of our CA, or one of that name in which there is no CA. */
    static boolean isMeantForOurs(Service service, Layout layout) {
        return service.mounts().stream().anyMatch(mount -> isOfOurs(service, mount, layout));
    }

    private static boolean isOfOurs(Service service, Mount mount, Layout layout) {
        if (!mount.type().equals("bind")) {
            return false;
        }
        Path host = service.hostPath(mount);
        return host.startsWith(layout.configDir())
                || host.endsWith(layout.root().relativize(layout.configDir())) && holdsNoCa(host);
    }

    /** Also of a folder that Docker made, because a file mounted it and it was not there. */
    private static boolean holdsNoCa(Path folder) {
        return Files.notExists(folder.resolve("ca.json")) && Files.notExists(folder.resolve("config/ca.json"));
    }

    /** The changes; empty when nothing is wrong. */
    List<ComposeChange> changes() {
        List<ComposeChange> changes = new ArrayList<>();
        CaInit.of(service, stack, options.layout())
                .ifPresentOrElse(init -> completed(init).ifPresent(changes::add), () -> mounts(changes));
        command(changes);
        healthcheck(changes);
        for (Port published : service.ports()) {
            if (published.target() == port && THE_WORLD.contains(published.hostIp())) {
                changes.add(new BindPort(
                        service.name(),
                        published,
                        THIS_MACHINE,
                        "port " + port + " was published to everybody who reaches this machine"));
            }
        }
        return changes;
    }

    /** The init, if it is ours; one that is the user's own is left as it is. */
    private Optional<ComposeChange> completed(Service init) {
        Map<String, String> volumes = init.mounts().stream()
                .filter(mount -> mount.type().equals("volume"))
                .collect(Collectors.toMap(Mount::target, Mount::source));
        YamlMap body = init(volumes.get("/out"), volumes.get("/db"));
        return Optional.of(init)
                .filter(there -> there.name().equals(Stack.initName(service.name())) && body.holds(there.raw()))
                .map(there -> new AddService(service.name(), there.name(), there.file(), body, "copies " + ours()));
    }

    private YamlMap init(String home, String database) {
        Map<String, YamlValue> body = new LinkedHashMap<>(
                CaInit.body(options, service, home, database, planned.owner().toString()));
        AddedService.putProfiles(service, body);
        return YamlValue.map(body);
    }

    private void mounts(List<ComposeChange> changes) {
        Path file = service.file();
        String home = Stack.volumeName(service.name());
        Optional<String> kept = service.mounts().stream()
                .filter(mount ->
                        mount.target().equals(CaInit.DATABASE) && mount.type().equals("volume"))
                .map(Mount::source)
                .filter(source -> !source.isEmpty())
                .findFirst();
        String database = kept.orElse(service.name() + "-db");
        String init = Stack.initName(service.name());
        changes.add(
                new AddVolume(service.name(), home, file, "holds ca.json and the CA's keys as step-ca can read them"));
        if (kept.isEmpty()) {
            changes.add(new AddVolume(service.name(), database, file, "step-ca's database"));
        }
        changes.add(new AddService(
                service.name(), init, file, init(home, database), "copies " + ours() + " into the volume"));
        String wrong = wrongMount();
        changes.add(new ReplaceMount(service.name(), Mount.readOnlyVolume(home, CaInit.HOME), wrong));
        changes.add(new ReplaceMount(
                service.name(),
                new Mount("volume", database, CaInit.DATABASE, false),
                "its database, in a volume of its own"));
        service.mounts().stream()
                .filter(mount -> !Set.of(CaInit.HOME, CaInit.DATABASE).contains(mount.target())
                        && isOfOurs(service, mount, options.layout()))
                .forEach(mount -> changes.add(new RemoveMount(service.name(), mount.target(), wrong)));
        changes.add(new DependsOn(
                service.name(), init, AddedService.COMPLETED, "starts after its files have been delivered"));
    }

    private String wrongMount() {
        Optional<Mount> bound = service.mounts().stream()
                .filter(mount -> isOfOurs(service, mount, options.layout()))
                .findFirst();
        if (bound.isEmpty()) {
            return "it served a CA of its own; now it serves " + ours();
        }
        Path host = service.hostPath(bound.get());
        return !host.startsWith(options.layout().configDir())
                ? bound.get().source() + " was mounted, where there is no CA: it is in " + ours()
                : "the whole of " + ours()
                        + " was mounted: its keys can be read by their owner alone, and who may ask for certificates is none of the server's business";
    }

    private String ours() {
        return options.layout().display(options.layout().configDir());
    }

    private void command(List<ComposeChange> changes) {
        List<String> words = service.command();
        boolean readsOurs = words.stream()
                        .anyMatch(word -> List.of(CaInit.HOME + "/ca.json", "ca.json", "./ca.json")
                                .contains(word))
                && words.stream().anyMatch(word -> word.endsWith("secrets/password.txt"));
        if (!readsOurs) {
            changes.add(new PutKey(
                    service.name(),
                    "command",
                    CaTemplate.value(port, "command"),
                    words.isEmpty()
                            ? "the image's own command looks for ca.json and the password in other places"
                            : "its command looks for ca.json or the password in other places"));
        }
        boolean elsewhere = service.raw()
                .get("working_dir")
                .filter(YamlScalar.class::isInstance)
                .map(YamlScalar.class::cast)
                .filter(folder -> !folder.isNull() && !folder.text().equals(CaInit.HOME))
                .isPresent();
        if (elsewhere) {
            changes.add(new PutKey(
                    service.name(),
                    "working_dir",
                    CaTemplate.value(port, "working_dir"),
                    "paths in ca.json start there"));
        }
        boolean makesOne = service.environment().containsKey(MAKES_A_CA)
                && service.raw()
                        .get("entrypoint")
                        .filter(value ->
                                value instanceof YamlList list && list.items().isEmpty())
                        .isEmpty();
        if (makesOne || !service.entrypoint().isEmpty()) {
            changes.add(new PutKey(
                    service.name(),
                    "entrypoint",
                    CaTemplate.value(port, "entrypoint"),
                    service.entrypoint().isEmpty()
                            ? MAKES_A_CA + " would have the image's entrypoint make another CA"
                            : "step-ca itself is started"));
        }
    }

    /** One that is switched off, or asks in another way than the image's own, is left as it is. */
    private void healthcheck(List<ComposeChange> changes) {
        String present = String.join(" ", service.healthcheck());
        boolean asksInVain = present.isEmpty()
                || present.contains("step ca health")
                        && !(present.contains("--root") && present.contains(CaInit.HOME + "/pki/"));
        if (asksInVain) {
            changes.add(new PutHealthcheck(
                    service.name(),
                    test(),
                    present.isEmpty()
                            ? "the image's health check asks for config/defaults.json, which is not there, and fails"
                            : "the health check in the file does not find the CA or its root, and fails"));
        }
    }

    private List<String> test() {
        YamlValue test = CaTemplate.service(port)
                .get("healthcheck")
                .map(YamlMap.class::cast)
                .flatMap(check -> check.get("test"))
                .orElseThrow();
        return ((YamlList) test)
                .items().stream().map(word -> ((YamlScalar) word).text()).toList();
    }
}
