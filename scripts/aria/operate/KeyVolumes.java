package aria.operate;

import static aria.finding.Remedy.advice;

import aria.compose.ProjectFiles;
import aria.compose.Service;
import aria.docker.ComposeFiles;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningNetwork;
import aria.docker.RunningService;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.PartialFailureException;
import aria.finding.UnavailableException;
import aria.stack.OurServices;
import aria.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The volumes into which keys were delivered, and the private networks of proxies. An undo of the files does not
 * remove them.
 *
 * @param files    the project, with its own {@code -f} files
 * @param project  its name
 * @param services its services, without those that deliver keys
 * @param volumes  those that the compose files declare, by the names that the files give them
 * @param former   names of volumes that an earlier undo may have left, and that the compose files don't use for
 *                 anything else
 * @param networks the private networks, likewise
 */
public record KeyVolumes(
        ProjectFiles files,
        String project,
        List<String> services,
        List<String> volumes,
        List<String> former,
        List<String> networks) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    public KeyVolumes {
        services = List.copyOf(services);
        volumes = List.copyOf(volumes);
        former = List.copyOf(former);
        networks = List.copyOf(networks);
    }

    /**
     * Those of a patched stack, read before the undo; without volumes when it isn't patched.
     *
     * @param delivered all services to which keys were delivered, also those that are gone or have another name now
     */
    public static KeyVolumes of(Stack stack, Set<String> delivered) {
        List<String> services =
                stack.services().stream().map(service -> service.name()).toList();
        List<String> owners =
                Stream.concat(services.stream(), delivered.stream()).distinct().toList();
        List<String> volumes = owners.stream()
                .flatMap(service -> Stream.of(Stack.initName(service), service + Stack.PROXY_INIT_SUFFIX))
                .map(init -> stack.project().services().get(init))
                .filter(init -> init != null)
                .flatMap(init -> out(init).stream())
                .toList();
        List<String> former = owners.stream()
                .flatMap(service -> Stream.of(Stack.volumeName(service), Stack.proxyName(service)))
                .filter(name -> !stack.project().volumes().contains(name))
                .toList();
        Map<String, List<String>> networks = OurServices.networks(stack.project());
        return new KeyVolumes(
                stack.project().files(),
                stack.project().name(),
                services,
                volumes,
                former,
                owners.stream()
                        .flatMap(service -> networks.getOrDefault(service, List.of()).stream())
                        .toList());
    }

    /** Returns the same with those that the files no longer name and the engine still has, where there is an engine. */
    public KeyVolumes found() {
        try (Engine engine = Engine.connect()) {
            return new KeyVolumes(
                    files,
                    project,
                    services,
                    with(volumes, former, engine.volumes(project)),
                    List.of(),
                    with(networks, former, keys(engine)));
        } catch (MissingEngineException none) {
            return this;
        }
    }

    private static List<String> with(List<String> known, List<String> possible, List<String> there) {
        return Stream.concat(known.stream(), possible.stream().filter(there::contains))
                .distinct()
                .toList();
    }

    private List<String> keys(Engine engine) {
        return engine.networks(project).stream().map(RunningNetwork::key).toList();
    }

    private static Optional<String> out(Service init) {
        return init.mounts().stream()
                .filter(mount -> mount.target().equals("/out"))
                .map(mount -> mount.source())
                .findFirst();
    }

    /** What a person types to go back to plaintext and to remove the keys, from {@code root}. */
    public List<String> commands(Path root) {
        List<String> up = new ArrayList<>(List.of("docker", "compose"));
        present().forEach(file -> up.addAll(List.of("-f", root.relativize(file).toString())));
        up.addAll(List.of("up", "-d", "--remove-orphans"));
        List<String> lines = new ArrayList<>(List.of(FindingText.line(up)));
        if (!volumes.isEmpty()) {
            lines.add("docker volume rm " + volumes.stream().map(this::full).collect(Collectors.joining(" ")));
        }
        if (!networks.isEmpty()) {
            lines.add("docker network rm " + networks.stream().map(this::full).collect(Collectors.joining(" ")));
        }
        return lines;
    }

    /**
     * Does it, after the undo: containers that were made from the patched files are made anew from the present ones,
     * and run if they ran; then the volumes go, also those that an earlier undo left.
     *
     * @param line told the progress
     * @throws PartialFailureException when Compose or the engine fails: the files are taken back, the volumes are
     *                                 still there
     */
    public void remove(StackUp.Tools tools, Consumer<String> line) {
        KeyVolumes found = found();
        List<String> there = tools.engine().volumes(project);
        List<String> left =
                found.volumes.stream().filter(there::contains).map(this::full).toList();
        if (left.isEmpty()) {
            return;
        }
        try {
            List<String> still = still(tools);
            List<RunningService> containers = tools.engine().services(project);
            Map<Boolean, List<String>> byState = containers.stream()
                    .filter(container -> services.contains(container.service()) && still.contains(container.service()))
                    .collect(Collectors.partitioningBy(
                            KeyVolumes::runs, Collectors.mapping(RunningService::service, Collectors.toList())));
            compose(tools, List.of("up", "-d", "--remove-orphans"), byState.get(true), line);
            compose(tools, List.of("up", "--no-start", "--no-deps", "--remove-orphans"), byState.get(false), line);
            if (byState.values().stream().allMatch(List::isEmpty)) {
                containers.stream()
                        .filter(container -> container.labels().containsKey(OurServices.ROLE))
                        .forEach(container -> tools.engine().remove(container.containerId()));
            }
            left.forEach(tools.engine()::removeVolume);
            found.networks.stream().map(this::full).forEach(tools.engine()::removeNetwork);
            line.accept("Removed the volumes with copies of keys: " + String.join(", ", left));
        } catch (UnavailableException failed) {
            throw new PartialFailureException(
                    Finding.error(
                            FindingId.PARTLY_DONE,
                            "the files are as they were, but volumes still hold copies of keys ("
                                    + String.join(", ", left) + "): "
                                    + failed.finding().message(),
                            advice("run this again")),
                    failed);
        }
    }

    /** The services that the files have as they are now: the undo may have taken a step-ca away that had been added. */
    private List<String> still(StackUp.Tools tools) {
        List<String> lines = new ArrayList<>();
        tools.compose()
                .run(
                        new ComposeFiles(files.directory(), present(), Optional.of(project)),
                        List.of("--profile", "*", "config", "--services"),
                        LIMIT,
                        lines::add);
        return lines;
    }

    private void compose(StackUp.Tools tools, List<String> words, List<String> running, Consumer<String> line) {
        if (running.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(words);
        command.addAll(running.stream().distinct().toList());
        List<String> said = new ArrayList<>();
        int exit = tools.compose()
                .run(new ComposeFiles(files.directory(), present(), Optional.of(project)), command, LIMIT, text -> {
                    said.add(text);
                    line.accept(text);
                });
        if (exit != 0) {
            throw new UnavailableException(
                    FindingId.ENGINE_FAILED,
                    tools.compose().typed() + " up failed with exit code " + exit
                            + (said.isEmpty()
                                    ? ""
                                    : ": " + said.get(said.size() - 1).strip()));
        }
    }

    /** Its files as they are now: an undo removes an override file. */
    private List<Path> present() {
        return files.files().stream().filter(Files::exists).toList();
    }

    private static boolean runs(RunningService container) {
        return container.state() == RunningService.State.RUNNING
                || container.state() == RunningService.State.RESTARTING;
    }

    private String full(String volume) {
        return project + "_" + volume;
    }
}
