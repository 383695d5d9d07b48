package aria.operate;

import aria.compose.Service;
import aria.docker.ComposeFiles;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningNetwork;
import aria.docker.RunningProject;
import aria.docker.RunningService;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.PartialFailureException;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.verify.EngineProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The volumes into which keys were delivered, and the private networks of proxies. An undo of the files does not
 * remove them.
 *
 * @param project  its name, folder and files
 * @param services its services, without those that deliver keys
 * @param volumes  those that the compose files declare, by the names that the files give them
 * @param networks those that the compose files declare, likewise
 * @param owners   the services whose volumes and networks an earlier undo may have left
 * @param taken    the names that the compose files have for volumes and networks
 * @param profiles of services that Docker Compose leaves as they run unless one of these is named, by service
 */
public record KeyVolumes(
        RunningProject project,
        List<String> services,
        List<String> volumes,
        List<String> networks,
        Set<String> owners,
        Set<String> taken,
        Map<String, List<String>> profiles) {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Remedy AGAIN = Remedy.aria("bootstrap", "--undo", "--volumes");

    public KeyVolumes {
        services = List.copyOf(services);
        volumes = List.copyOf(volumes);
        networks = List.copyOf(networks);
        owners = Set.copyOf(owners);
        taken = Set.copyOf(taken);
        profiles = Map.copyOf(profiles);
    }

    /**
     * Those of a patched stack, read before the undo; without volumes when it isn't patched.
     *
     * @param delivered all services to which keys were delivered, also those that are gone or have another name now
     */
    public static KeyVolumes of(Stack stack, Set<String> delivered) {
        List<String> services =
                stack.services().stream().map(service -> service.name()).toList();
        Set<String> owners = Stream.concat(services.stream(), delivered.stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> volumes = owners.stream()
                .flatMap(service -> Stream.of(Stack.initName(service), service + Stack.PROXY_INIT_SUFFIX))
                .map(init -> stack.project().services().get(init))
                .filter(init -> init != null)
                .flatMap(init -> out(init).stream())
                .filter(name -> owners.contains(OurServices.ownerOfVolume(name))
                        && stack.project().volumes().contains(name))
                .toList();
        Map<String, List<String>> networks = OurServices.networks(stack.project());
        return new KeyVolumes(
                EngineProject.of(stack),
                services,
                volumes,
                owners.stream()
                        .flatMap(service -> networks.getOrDefault(service, List.of()).stream())
                        .toList(),
                owners,
                Stream.concat(stack.project().volumes().stream(), stack.project().networks().keySet().stream())
                        .collect(Collectors.toSet()),
                stack.services().stream()
                        .filter(service -> !service.service().profiles().isEmpty())
                        .collect(Collectors.toMap(
                                StackService::name, service -> service.service().profiles())));
    }

    /**
     * Returns those that the engine has, also where the files no longer name them; without an engine, those that the
     * files declare. None when a project of the same name in another folder may own them.
     */
    public KeyVolumes found() {
        try (Engine engine = Engine.connect()) {
            return found(engine);
        } catch (MissingEngineException none) {
            return this;
        }
    }

    private KeyVolumes found(Engine engine) {
        boolean elsewhere = EngineProject.elsewhere(engine, project).isPresent();
        return elsewhere
                ? new KeyVolumes(project, services, List.of(), List.of(), Set.of(), taken, profiles)
                : new KeyVolumes(
                        project,
                        services,
                        with(volumes, engine.volumes(project.name()), OurServices::ownerOfVolume),
                        with(
                                networks,
                                engine.networks(project.name()).stream()
                                        .map(RunningNetwork::key)
                                        .toList(),
                                OurServices::ownerOfNetwork),
                        owners,
                        taken,
                        ofRunning(engine));
    }

    private Map<String, List<String>> ofRunning(Engine engine) {
        Map<String, List<String>> running = new TreeMap<>(profiles);
        running.keySet()
                .retainAll(engine.services(project.name()).stream()
                        .filter(KeyVolumes::runs)
                        .map(RunningService::service)
                        .toList());
        return running;
    }

    private List<String> with(List<String> known, List<String> there, UnaryOperator<String> owner) {
        Stream<String> left =
                there.stream().filter(name -> owners.contains(owner.apply(name)) && !taken.contains(name));
        return Stream.concat(known.stream().filter(there::contains), left)
                .distinct()
                .toList();
    }

    private static Optional<String> out(Service init) {
        return init.mounts().stream()
                .filter(mount -> mount.target().equals("/out"))
                .map(mount -> mount.source())
                .findFirst();
    }

    /** What a person types to go back to plaintext and to remove the keys, from {@code root}. */
    public List<String> commands(Path root) {
        List<String> words = new ArrayList<>();
        profiles.values().stream()
                .map(names -> names.get(0))
                .distinct()
                .sorted()
                .forEach(profile -> words.addAll(List.of("--profile", profile)));
        words.addAll(List.of("up", "-d", "--remove-orphans"));
        List<String> files =
                present().stream().map(file -> root.relativize(file).toString()).toList();
        List<String> lines = new ArrayList<>(
                List.of(FindingText.line(Remedy.compose(files, words).words())));
        if (!volumes.isEmpty()) {
            lines.add(removing("volume", volumes));
        }
        if (!networks.isEmpty()) {
            lines.add(removing("network", networks));
        }
        return lines;
    }

    private String removing(String kind, List<String> names) {
        return FindingText.line(
                Stream.concat(Stream.of("docker", kind, "rm"), names.stream().map(this::full))
                        .toList());
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
        KeyVolumes found = found(tools.engine());
        List<String> there = tools.engine().volumes(project.name());
        List<String> keys =
                found.volumes.stream().filter(there::contains).map(this::full).toList();
        if (keys.isEmpty() && found.networks.isEmpty()) {
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
        } catch (UnavailableException failed) {
            throw new PartialFailureException(
                    Finding.error(
                            FindingId.PARTLY_DONE,
                            "the files are as they were, but volumes still hold copies of keys ("
                                    + String.join(", ", keys) + "): "
                                    + failed.finding().message(),
                            AGAIN),
                    failed);
        }
        found.remove(tools.engine(), keys, line);
    }

    private void remove(Engine engine, List<String> keys, Consumer<String> line) {
        List<InUse> left = Stream.concat(
                        keys.stream().map(name -> InUse.volume(engine, name)),
                        networks.stream().map(name -> InUse.network(engine, full(name))))
                .flatMap(Optional::stream)
                .toList();
        if (!left.isEmpty()) {
            throw new PartialFailureException(InUse.finding("the files are as they were, but ", left, AGAIN));
        }
        line.accept("Removed "
                + (keys.isEmpty()
                        ? "private networks"
                        : "the volumes with copies of keys: " + String.join(", ", keys)));
    }

    /** The services that the files have as they are now: the undo may have taken a step-ca away that had been added. */
    private List<String> still(StackUp.Tools tools) {
        List<String> lines = new ArrayList<>();
        tools.compose()
                .run(
                        new ComposeFiles(project.workingDirectory(), present(), Optional.of(project.name())),
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
                .run(
                        new ComposeFiles(project.workingDirectory(), present(), Optional.of(project.name())),
                        command,
                        LIMIT,
                        text -> {
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
        return project.configFiles().stream().filter(Files::exists).toList();
    }

    private static boolean runs(RunningService container) {
        return container.state() == RunningService.State.RUNNING
                || container.state() == RunningService.State.RESTARTING;
    }

    private String full(String volume) {
        return project.name() + "_" + volume;
    }
}
