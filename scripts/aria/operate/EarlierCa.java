package aria.operate;

import aria.docker.ComposeFiles;
import aria.docker.RunningService;
import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import aria.verify.EngineProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Servers that still run with a previous CA. They trust it and present its certificates, and few of them read a new
 * one without a restart. step-ca cannot even open the new key with its old password.
 */
record EarlierCa(StackUp.Tools tools, Layout layout) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /**
     * Stops those among these services, so that the {@code up} that follows delivers the new files and starts them
     * again, in the order that dependencies demand. A server that was started after its CA file was written is left
     * alone.
     *
     * @param services which to look at, by their names in the compose files; empty for all
     * @param line     told Compose's progress, and first of all what is done and why
     * @return those that were stopped
     */
    List<String> stop(Stack stack, ComposeFiles files, List<String> services, Consumer<String> line) {
        List<RunningService> containers = tools.engine().services(EngineProject.of(stack));
        Optional<StepCaHere> stepCa = StepCaHere.among(containers, Presets.builtIn(PlainYaml::load))
                .filter(found -> found.init().isPresent());
        List<String> earlier = containers.stream()
                .filter(container -> container.state() == RunningService.State.RUNNING)
                .filter(container -> services.isEmpty() || services.contains(container.service()))
                .filter(container -> ca(container, stack, containers, stepCa)
                        .flatMap(EarlierCa::written)
                        .filter(written ->
                                container.startedAt().filter(written::isAfter).isPresent())
                        .isPresent())
                .map(RunningService::service)
                .distinct()
                .toList();
        if (!earlier.isEmpty()) {
            line.accept("Restarted because the CA has changed: " + String.join(", ", earlier));
            List<String> words = new ArrayList<>(List.of("stop"));
            words.addAll(earlier);
            tools.compose().run(files, words, LIMIT, line);
        }
        return earlier;
    }

    /** The file by which a server that had its key from an init knows the CA; empty for all other containers. */
    private Optional<Path> ca(
            RunningService container, Stack stack, List<RunningService> containers, Optional<StepCaHere> stepCa) {
        Set<String> services = containers.stream().map(RunningService::service).collect(Collectors.toSet());
        Optional<String> keeper = stack.services().stream()
                .filter(service -> hasKey(container.service(), service.name(), services)
                        && (service.secured() || !service.name().equals(container.service())))
                .map(StackService::name)
                .findFirst();
        return keeper.map(this::changed)
                .or(() -> stepCa.filter(found -> found.server().equals(container))
                        .map(found -> layout.rootCertificate()));
    }

    /** Whether a container has the key of a service: its own or that of a proxy, of whatever kind. */
    static boolean hasKey(String container, String service, Set<String> services) {
        boolean delivered = services.contains(Stack.initName(service));
        return (container.equals(service) || container.equals(OurServices.frontName(service))) && delivered
                || container.equals(Stack.proxyName(service))
                        && (delivered || services.contains(service + Stack.PROXY_INIT_SUFFIX));
    }

    /** Of the service's own file and the bundle the older one: with a new key the former is written anew, too. */
    private Path changed(String service) {
        Path own = layout.serviceTrust(service);
        return written(layout.trustBundle())
                        .filter(bundle -> written(own).filter(bundle::isBefore).isPresent())
                        .isPresent()
                ? layout.trustBundle()
                : own;
    }

    private static Optional<Instant> written(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
