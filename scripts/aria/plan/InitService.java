package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.AddMount;
import aria.compose.ComposeChange.AddService;
import aria.compose.ComposeChange.AddVolume;
import aria.compose.ComposeChange.DependsOn;
import aria.compose.ComposeProject;
import aria.compose.Mount;
import aria.compose.Service;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.preset.Templates;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.FileWrite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The only way in which a key reaches a container. A one-shot service without a network copies the service's folder
 * into a volume, with the owner and modes that the server's process needs. The server mounts that volume read-only
 * and starts afterwards.
 */
final class InitService {
    /** To read keys of the host's user, to give copies to the server's, and to set their modes again on the next run. */
    static final List<String> DELIVERS = List.of("CHOWN", "DAC_OVERRIDE", "FOWNER");

    private static final String SCRIPT = "init.sh";
    static final String SCRIPT_FOLDER = "init";
    private static final String STARTED = "service_started";
    private static final String INHERITED = "what a service of this file waits for because it extends one that does";
    private static final String REASON = "starts after its key has been delivered";

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
        List<ComposeChange> changes = new ArrayList<>(List.of(
                new AddVolume(
                        service.name(),
                        volume,
                        service.file(),
                        "holds the certificate and key as the server's process can read them"),
                new AddService(
                        service.name(),
                        init,
                        service.file(),
                        body(planned, service.name(), AddedService.profiles(service)),
                        true,
                        "copies certificate and key into the volume"),
                new AddMount(
                        service.name(),
                        Mount.readOnlyVolume(volume, StackOptions.CERTS),
                        earlierVolume(service),
                        "certificate, key and CA in " + StackOptions.CERTS)));
        if (keepsList(planned)) {
            String ready = Stack.readyName(service.name());
            changes.add(new AddService(
                    service.name(),
                    ready,
                    service.file(),
                    gate(service.name(), AddedService.profiles(service)),
                    true,
                    "starts once the key has been delivered"));
            changes.add(new DependsOn(service.name(), ready, STARTED, REASON));
        } else {
            changes.add(new DependsOn(service.name(), init, AddedService.COMPLETED, REASON));
        }
        return changes;
    }

    /**
     * The volume of ours at the same place that the service has from one it extends, or from when it had another name;
     * null when there is none.
     */
    private static String earlierVolume(Service service) {
        return service.mounts().stream()
                .filter(mount -> mount.target().equals(StackOptions.CERTS)
                        && mount.type().equals("volume")
                        && mount.source().endsWith(Stack.VOLUME_SUFFIX))
                .map(Mount::source)
                .findFirst()
                .orElse(null);
    }

    /**
     * Whether the one-shot service is there with paths relative to another folder: then the file was edited as a part
     * of a project that includes it with its own folder, and the same text can't be right for both.
     */
    boolean isForAnotherFolder(StackService planned, ComposeProject project) {
        Service there = project.services().get(Stack.initName(planned.name()));
        if (there == null) {
            return false;
        }
        YamlMap wanted = body(planned, planned.name(), AddedService.profiles(planned.service()));
        return !wanted.holds(there.raw())
                && ((YamlMap) withoutSources(wanted)).holds((YamlMap) withoutSources(there.raw()));
    }

    private static YamlValue withoutSources(YamlValue value) {
        if (value instanceof YamlList list) {
            return YamlValue.list(
                    list.items().stream().map(InitService::withoutSources).toArray(YamlValue[]::new));
        }
        if (value instanceof YamlMap map) {
            Map<String, YamlValue> rest = new LinkedHashMap<>();
            map.entries()
                    .forEach((key, item) ->
                            rest.put(key, key.equals("source") ? YamlValue.none() : withoutSources(item)));
            return YamlValue.map(rest);
        }
        return value;
    }

    /**
     * The one-shot services that services wait for because they extend one of another file that waits for them:
     * Compose takes over what they wait for, but not the services themselves.
     *
     * @param known the names of the project's services
     */
    List<ComposeChange> inherited(List<StackService> all, Set<String> known) {
        Map<String, ComposeChange> changes = new LinkedHashMap<>();
        for (StackService planned : all) {
            for (String on : planned.service().dependsOn().keySet()) {
                String base = OurServices.baseOf(on);
                if (!base.isEmpty() && !base.equals(planned.name()) && !known.contains(on)) {
                    String init = Stack.initName(base);
                    changes.putIfAbsent(
                            Stack.volumeName(base),
                            new AddVolume(
                                    planned.name(),
                                    Stack.volumeName(base),
                                    planned.service().file(),
                                    INHERITED));
                    changes.putIfAbsent(
                            init,
                            new AddService(
                                    planned.name(),
                                    init,
                                    planned.service().file(),
                                    body(planned, base, Map.of()),
                                    INHERITED));
                    changes.putIfAbsent(
                            on,
                            new AddService(
                                    planned.name(), on, planned.service().file(), gate(base, Map.of()), INHERITED));
                }
            }
        }
        return List.copyOf(changes.values());
    }

    /**
     * Whether the service's {@code depends_on} has to stay a list, which can't say
     * {@code service_completed_successfully}: a preset that only delivers replaces nothing of the user's, and a name
     * with a variable can't become a key, because Compose replaces variables in values only. Once decided, it stays.
     */
    private static boolean keepsList(StackService planned) {
        return planned.service().dependsOn().containsKey(Stack.readyName(planned.name()))
                || planned.service()
                        .raw()
                        .get("depends_on")
                        .filter(YamlList.class::isInstance)
                        .filter(list -> planned.preset().orElseThrow().deliversOnly()
                                || list.toString().contains("$"))
                        .isPresent();
    }

    /**
     * A service that does nothing, but not before the init has completed: to start after it is to start after the
     * init.
     */
    private YamlMap gate(String service, Map<String, YamlValue> profiles) {
        Map<String, YamlValue> body = oneShot(List.of(), OurServices.READY, service);
        body.putAll(profiles);
        body.put("command", YamlValue.words(List.of("true")));
        body.put(
                "depends_on",
                YamlValue.map(Map.of(
                        Stack.initName(service),
                        YamlValue.map(Map.of("condition", YamlValue.scalar(AddedService.COMPLETED))))));
        return YamlValue.map(body);
    }

    /**
     * What every one-shot service of ours begins with.
     *
     * @param capabilities those that it needs
     * @param role         what it does
     * @param service      for which it does so
     */
    Map<String, YamlValue> oneShot(List<String> capabilities, String role, String service) {
        Map<String, YamlValue> body = new LinkedHashMap<>();
        body.put("image", YamlValue.scalar(options.ownImage(OurServices.INIT)));
        body.put("user", YamlValue.scalar("0:0"));
        body.put("network_mode", YamlValue.scalar("none"));
        AddedService.confine(body, capabilities);
        AddedService.mark(body, role, service);
        return body;
    }

    /** @param name whose certificate and key it copies, as {@code planned} can read them */
    private YamlMap body(StackService planned, String name, Map<String, YamlValue> profiles) {
        String owner =
                options.owners().getOrDefault(planned.name(), planned.owner()).toString();
        return body(planned.service(), name, owner, Stack.volumeName(name), profiles);
    }

    /**
     * The one-shot service that copies a certificate and its key.
     *
     * @param service beside which it stands in the file
     * @param name    whose certificate and key it copies
     * @param owner   of the copies, {@code uid:gid}
     * @param volume  that it copies into
     */
    YamlMap body(Service service, String name, String owner, String volume, Map<String, YamlValue> profiles) {
        Map<String, YamlValue> body = oneShot(DELIVERS, OurServices.INIT, name);
        body.putAll(profiles);
        body.put("command", YamlValue.words(List.of("sh", "/mtls/" + SCRIPT, name, owner)));
        body.put(
                "volumes",
                YamlValue.list(
                        AddedService.bind(options, service, options.layout().serviceFolder(name), "/in"),
                        AddedService.bind(options, service, options.layout().generatedFolder(SCRIPT_FOLDER), "/mtls"),
                        YamlValue.scalar(volume + ":/out")));
        return YamlValue.map(body);
    }
}
