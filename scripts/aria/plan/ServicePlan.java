package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.AddMount;
import aria.compose.ComposeChange.PutHealthcheck;
import aria.compose.ComposeChange.RemovePort;
import aria.compose.ComposeChange.ReplacePort;
import aria.compose.ComposeProject;
import aria.compose.Mount;
import aria.compose.Port;
import aria.compose.Service;
import aria.preset.ConfigEdit;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import aria.preset.Templates;
import aria.stack.CommandWords;
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
import java.util.Optional;

/** The changes that make one service serve and require mutual TLS, according to its preset. */
final class ServicePlan {
    private final StackService planned;
    private final Service service;
    private final Preset preset;
    private final StackOptions options;
    private final TemplateVariables variables;

    ServicePlan(StackService planned, StackOptions options) {
        this.planned = planned;
        this.service = planned.service();
        this.preset = planned.preset().orElseThrow();
        this.options = options;
        this.variables = variables(planned, options);
    }

    /** The variables that the preset's values and templates may use for this service. */
    static TemplateVariables variables(StackService planned, StackOptions options) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("service", planned.name());
        values.put("certs", StackOptions.CERTS);
        values.put("config", StackOptions.CONFIGS);
        values.put("header", GeneratedHeader.line(planned.name()));
        planned.preset().orElseThrow().listeners().stream()
                .findFirst()
                .ifPresent(listener -> values.put("port", String.valueOf(listener.port())));
        planned.preset().flatMap(Preset::sidecar).ifPresent(sidecar -> {
            values.put("port", String.valueOf(sidecar.port()));
            values.put("upstream", String.valueOf(sidecar.upstream()));
        });
        values.putAll(planned.preset().orElseThrow().modes().getOrDefault(options.mode(planned.name()), Map.of()));
        return new TemplateVariables(values, planned.service().environment()::get);
    }

    /**
     * Whether the project's files have the service require certificates already. It was secured by an earlier plan
     * when its key is delivered and one of the preset's settings for a server is there; the key alone makes a client.
     */
    boolean isSecured(ComposeProject project) {
        if (service.mounts().stream()
                .noneMatch(mount -> mount.target().equals(StackOptions.CERTS)
                        && String.valueOf(mount.source()).endsWith(Stack.VOLUME_SUFFIX))) {
            return false;
        }
        boolean fixed = preset.calls().isEmpty() && preset.configs().stream().noneMatch(ConfigEdit.class::isInstance);
        return fixed
                || OurServices.front(project, service.name()).isPresent()
                || preset.compose().command().append().stream()
                        .map(variables::fill)
                        .anyMatch(word -> CommandWords.has(service, word))
                || preset.compose().environment().stream()
                        .filter(setting -> setting.value()
                                .filter(value -> value.contains("{{certs}}"))
                                .isPresent())
                        .anyMatch(setting -> variables
                                .fill(setting.value().get())
                                .equals(service.environment().get(setting.name())));
    }

    /** The generated configs; those the user has taken over are left out. */
    List<PlannedFile> files() {
        List<PlannedFile> files = new ArrayList<>();
        List<Preset.GeneratedFile> all = new ArrayList<>(preset.files());
        preset.sidecar().map(Preset.Sidecar::file).ifPresent(all::add);
        for (Preset.GeneratedFile file : all) {
            Path path = options.layout().generatedFolder(service.name()).resolve(file.name());
            if (!GeneratedHeader.takenOver(path)) {
                String text = variables.fillFile(Templates.read("services/files/" + file.template()));
                files.add(PlannedFile.of(
                        FileWrite.open(path, text.getBytes(StandardCharsets.UTF_8)),
                        "settings of " + preset.title() + " for " + service.name()));
            }
        }
        return files;
    }

    /**
     * The changes to the compose files.
     *
     * @param calls the calls whose other end requires certificates once the plan is applied
     * @param front the name of the proxy in the service's own network, if its preset has one
     */
    List<ComposeChange> changes(List<StackService.Call> calls, String front) {
        List<ComposeChange> changes = new ArrayList<>(new InitService(options).changes(planned));
        preset.sidecar()
                .map(sidecar -> new SidecarService(planned, front, sidecar, options, variables).change())
                .ifPresent(changes::add);
        changes.addAll(generatedMounts());
        changes.addAll(EnvironmentPlan.changes(service, preset.compose().environment(), variables));
        changes.addAll(CommandPlan.changes(
                service,
                preset,
                calls.stream()
                        .flatMap(call -> call.settings().append().stream())
                        .distinct()
                        .toList(),
                variables));
        healthcheck().ifPresent(changes::add);
        ports(changes);
        for (StackService.Call call : calls) {
            changes.addAll(EnvironmentPlan.changes(
                    service, call.settings().environment(), variables.with(Map.of("called", call.service()))));
        }
        return changes;
    }

    /** The folder of the generated configs once, and each config that the server looks for at one path only. */
    private List<ComposeChange> generatedMounts() {
        Path folder = options.layout().generatedFolder(service.name());
        Map<String, Path> mounts = new LinkedHashMap<>();
        for (Preset.GeneratedFile file : preset.files()) {
            mounts.put(
                    file.at().orElse(StackOptions.CONFIGS),
                    file.at().isPresent() ? folder.resolve(file.name()) : folder);
        }
        return mounts.entrySet().stream()
                .<ComposeChange>map(mount -> new AddMount(
                        service.name(),
                        Mount.readOnlyBind(AddedService.relative(service, mount.getValue()), mount.getKey()),
                        earlier(mount.getKey()),
                        "generated settings in " + mount.getKey()))
                .toList();
    }

    /** What was generated for the service when it had another name, and is mounted there; null when nothing is. */
    private String earlier(String target) {
        return service.mounts().stream()
                .filter(mount -> mount.target().equals(target)
                        && mount.type().equals("bind")
                        && service.hostPath(mount).startsWith(options.layout().mtlsFolder()))
                .map(Mount::source)
                .findFirst()
                .orElse(null);
    }

    private Optional<ComposeChange> healthcheck() {
        return preset.compose()
                .healthcheck()
                .filter(wanted -> wanted.replaces(service.healthcheck(), variables))
                .map(wanted -> new PutHealthcheck(
                        service.name(),
                        wanted.test().stream().map(variables::fill).toList(),
                        "the health check in the file asks over plaintext and would fail"));
    }

    private void ports(List<ComposeChange> changes) {
        for (Port port : service.ports()) {
            preset.compose().ports().stream()
                    .filter(rule ->
                            rule.from() == port.target() && port.protocol().equals("tcp"))
                    .findFirst()
                    .ifPresent(rule -> changes.add(rule.to()
                            .<ComposeChange>map(to -> new ReplacePort(service.name(), port, to, rule.reason()))
                            .orElseGet(() -> new RemovePort(service.name(), port, rule.reason()))));
        }
    }
}
