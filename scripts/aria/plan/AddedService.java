package aria.plan;

import aria.compose.Service;
import aria.edit.Position;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.stack.OurServices;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The common settings of services that the plan adds. */
final class AddedService {
    /** The condition under which a service starts after a one-shot one has done its work. */
    static final String COMPLETED = "service_completed_successfully";

    private AddedService() {}

    /** It starts whenever the service does that it is added for. */
    static void putProfiles(Service of, Map<String, YamlValue> body) {
        body.putAll(profiles(of));
    }

    /** The key that says so; empty when the service always starts. */
    static Map<String, YamlValue> profiles(Service of) {
        return of.profiles().isEmpty() ? Map.of() : Map.of("profiles", YamlValue.words(of.profiles()));
    }

    /**
     * Returns the restart policy of a service that another one of the user's cannot work without: the one of that, and
     * after a failure in any case. So no container of ours starts with the machine where the user's own does not.
     */
    static String restart(Service of) {
        Optional<YamlValue> deployed = child(of.raw().get("deploy"), "restart_policy");
        String written = child(deployed, "condition")
                .or(() -> deployed.isPresent() ? Optional.empty() : of.raw().get("restart"))
                .map(YamlValue::toString)
                .orElse(deployed.isPresent() ? "any" : "no");
        return switch (written) {
            case "any", "always" -> "always";
            case "no", "none", "false", "on-failure" -> "on-failure";
            default -> written.startsWith("on-failure:") ? "on-failure" : "unless-stopped";
        };
    }

    private static Optional<YamlValue> child(Optional<YamlValue> of, String key) {
        return of.filter(YamlMap.class::isInstance).flatMap(map -> ((YamlMap) map).get(key));
    }

    /**
     * Takes every privilege that the service does not need: capabilities, new privileges by {@code setuid} programs, and
     * writing to its root file system.
     *
     * @param capabilities those that it needs; empty for none
     */
    static void confine(Map<String, YamlValue> body, List<String> capabilities) {
        body.put("read_only", YamlValue.bool(true));
        body.put("cap_drop", YamlValue.words(List.of("ALL")));
        if (!capabilities.isEmpty()) {
            body.put("cap_add", YamlValue.words(capabilities));
        }
        body.put("security_opt", YamlValue.words(List.of("no-new-privileges:true")));
    }

    /** Marks a service as one of ours, which {@link OurServices} recognizes whatever its name is. */
    static void mark(Map<String, YamlValue> body, String role, String service) {
        Map<String, YamlValue> labels = new LinkedHashMap<>();
        labels.put(OurServices.ROLE, YamlValue.scalar(role));
        labels.put(OurServices.SERVICE, YamlValue.scalar(service));
        body.put("labels", new YamlMap(labels, true, Optional.empty(), Position.NONE));
    }

    /** A read-only bind mount of a folder that has to be there. */
    static YamlMap bind(StackOptions options, Service of, Path folder, String target) {
        Map<String, YamlValue> mount = new LinkedHashMap<>();
        mount.put("type", YamlValue.scalar("bind"));
        mount.put("source", YamlValue.scalar(relative(of, folder)));
        mount.put("target", YamlValue.scalar(target));
        mount.put("read_only", YamlValue.bool(true));
        Map<String, YamlValue> bind = new LinkedHashMap<>();
        bind.put("create_host_path", YamlValue.bool(false));
        if (options.selinux()) {
            bind.put("selinux", YamlValue.scalar("z"));
        }
        mount.put("bind", YamlValue.map(bind));
        return YamlValue.map(mount);
    }

    /** The path as Compose resolves it for the service, starting with {@code ./} or {@code ../}. */
    static String relative(Service service, Path path) {
        String relative = service.baseDirectory().relativize(path).toString().replace('\\', '/');
        return relative.startsWith("../") ? relative : "./" + relative;
    }
}
