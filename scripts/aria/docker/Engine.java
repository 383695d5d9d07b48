package aria.docker;

import static aria.docker.EngineCalls.ask;
import static aria.docker.EngineCalls.await;
import static aria.docker.EngineCalls.log;
import static aria.docker.EngineCalls.pause;
import static aria.docker.EngineCalls.prepare;
import static aria.docker.EngineCalls.shortId;
import static aria.docker.EngineCalls.tell;

import aria.finding.FindingId;
import aria.finding.UnavailableException;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The Docker engine: the containers of a Compose project, and a few operations on them. Compose itself creates and
 * removes the project's containers ({@link ComposeCommand}); this class observes, signals and restarts existing ones,
 * and runs commands in them.
 *
 * <p>Every method throws {@link UnavailableException} when the engine refuses, does not know the container, or no
 * longer answers. Safe for use by several threads.
 */
public final class Engine implements AutoCloseable {
    /** Bytes of output kept of each stream of a command. */
    public static final int MOST_OUTPUT = 1 << 20;

    private final DockerClient client;
    private final String how;

    private Engine(DockerClient client, String how) {
        this.client = client;
        this.how = how;
    }

    /**
     * The engine that the docker client on this machine would use, or else a rootless one.
     *
     * @throws MissingEngineException when there is none or it does not answer
     */
    public static Engine connect() {
        return connect(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * Whether it is known that no container of such a Compose project exists, or no engine: asked in a few
     * milliseconds. False when there is one, and when that can't be told so quickly: then {@link #connect} tells.
     */
    public static boolean hasNone(Predicate<RunningProject> wanted) {
        return EngineProbe.projects(System.getenv(), Path.of(System.getProperty("user.home")))
                .filter(found -> found.stream().noneMatch(wanted))
                .isPresent();
    }

    /** The name under which {@link #image} has the user that an image runs as. */
    public static final String USER = "Config.User";

    /** The variables, labels and user of an image, by names; empty without it or an engine. Asked in milliseconds. */
    public static Map<String, String> image(String reference) {
        return EngineProbe.image(System.getenv(), Path.of(System.getProperty("user.home")), reference);
    }

    /** The socket of this machine at which the engine is; empty when it is elsewhere, or there is none. */
    public static Optional<Path> socket() {
        return EngineProbe.socket(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static Engine connect(Map<String, String> environment, Path home) {
        EngineAddress address = EngineAddress.find(environment, home);
        return new Engine(EngineClient.open(address), address.how());
    }

    /** What decided which engine this is: a socket, {@code DOCKER_HOST=...} or a context. */
    public String how() {
        return how;
    }

    /** The Compose projects that have containers, running or not, by name. */
    public List<RunningProject> projects() {
        return ask(
                        "list the Compose projects",
                        () -> client.listContainersCmd()
                                .withShowAll(true)
                                .withLabelFilter(List.of(ComposeLabels.PROJECT))
                                .exec())
                .stream()
                .map(Container::getLabels)
                .map(ComposeLabels::project)
                .distinct()
                .sorted(Comparator.comparing(RunningProject::name))
                .toList();
    }

    /** The containers of a Compose project, running or not, by service name; none of {@code compose run}. */
    public List<RunningService> services(String composeProject) {
        return ask(
                        "list the containers of " + composeProject,
                        () -> client.listContainersCmd()
                                .withShowAll(true)
                                .withLabelFilter(Map.of(ComposeLabels.PROJECT, composeProject))
                                .exec())
                .stream()
                .filter(container -> !ComposeLabels.oneOff(container.getLabels()))
                .map(container -> Inspection.of(client, container.getId()))
                .flatMap(Optional::stream)
                .map(Inspection::service)
                .sorted(Comparator.comparing(RunningService::service).thenComparing(RunningService::name))
                .toList();
    }

    /** As {@link #services(String)}, without those of a project of the same name in another folder. */
    public List<RunningService> services(RunningProject project) {
        return services(project.name()).stream()
                .filter(container -> project.isSame(ComposeLabels.project(container.labels())))
                .toList();
    }

    /** The container as it is now; empty when it is gone. */
    public Optional<RunningService> service(String containerId) {
        return Inspection.of(client, containerId).map(Inspection::service);
    }

    /**
     * Runs a command in a running container, as the container's user, without a terminal or input.
     *
     * @param command program and arguments; no shell is involved
     * @param limit   how long it may take
     * @throws UnavailableException also when the limit passes; the command may still be running then
     */
    public ExecResult exec(String containerId, List<String> command, Duration limit) {
        String what = "run " + command.get(0) + " in " + shortId(containerId);
        String id = prepare(client, what, containerId, command, false);
        OutputCollector output = new OutputCollector(MOST_OUTPUT);
        await(what, limit, client.execStartCmd(id).exec(output));
        Long exitCode = ask(what, () -> client.inspectExecCmd(id).exec()).getExitCodeLong();
        return new ExecResult(exitCode == null ? -1 : exitCode.intValue(), output.stdout(), output.stderr());
    }

    /**
     * Starts a container that helps for a moment.
     *
     * @return its id, for {@link #exec} and {@link #remove}
     */
    public String start(Helper helper) {
        String what = "start a container of " + helper.image();
        String id = ask(what, helper.create(client)::exec).getId();
        ask(what, client.startContainerCmd(id)::exec);
        return id;
    }

    /** Ends a container and removes it with the volumes that are its own; nothing happens when it is gone. */
    public void remove(String containerId) {
        tell(
                "remove " + shortId(containerId),
                client.removeContainerCmd(containerId).withForce(true).withRemoveVolumes(true)::exec,
                List.of(NotFoundException.class, ConflictException.class));
    }

    /**
     * Runs a command in a running container between two streams, until it ends or its input does. What it writes to
     * stderr is dropped.
     *
     * @param in  read on threads of others; its end closes the command's input, and nothing more is heard of it
     * @param out gets what the command writes, at once
     * @throws UnavailableException also when the limit passes; the command's input is then closed
     */
    public void pipe(String containerId, List<String> command, InputStream in, OutputStream out, Duration limit) {
        String what = "run " + command.get(0) + " in " + shortId(containerId);
        String id = prepare(client, what, containerId, command, true);
        OutputPipe pipe = new OutputPipe(out);
        await(
                what,
                limit,
                client.execStartCmd(id).withStdIn(pipe.endingWith(in)).exec(pipe));
    }

    /** Sends a signal, for example {@code HUP}, to the container's first process. */
    public void signal(String containerId, String signal) {
        String what = "send " + signal + " to " + shortId(containerId);
        ask(what, client.killContainerCmd(containerId).withSignal(signal)::exec);
    }

    /** Ends the container's process, and starts it again. */
    public void restart(String containerId) {
        ask("restart " + shortId(containerId), client.restartContainerCmd(containerId)::exec);
    }

    /** Returns a folder of a container as it was at one moment, as {@link EngineSnapshot#of} says. */
    public byte[] snapshot(String containerId, String path, long mostBytes) {
        return EngineSnapshot.of(client, containerId, path, mostBytes);
    }

    /** The volumes of a Compose project, by the names that its files give them. */
    public List<String> volumes(String composeProject) {
        return EngineVolumes.of(client, composeProject);
    }

    /** The networks of a Compose project, with whoever is connected to them at this moment. */
    public List<RunningNetwork> networks(String composeProject) {
        return RunningNetwork.of(client, composeProject);
    }

    /** Removes a named volume that no container uses; one that is not there is no failure. */
    public void removeVolume(String name) {
        tell("remove the volume " + name, client.removeVolumeCmd(name)::exec, List.of(NotFoundException.class));
    }

    /** As {@link #removeVolume}, for a network by the engine's name of it. */
    public void removeNetwork(String name) {
        tell("remove the network " + name, client.removeNetworkCmd(name)::exec, List.of(NotFoundException.class));
    }

    /** Returns the addresses from which this machine, or the container itself, connects to it. */
    public Set<String> ownSources(String containerId) {
        return Inspection.of(client, containerId).map(Inspection::ownSources).orElse(Set.of());
    }

    /** The names of the containers, running or not, that have a volume. */
    public List<String> usersOfVolume(String name) {
        return EngineVolumes.users(client, name);
    }

    /** The names of the running containers on a network, by the engine's name of it. */
    public List<String> usersOfNetwork(String name) {
        return RunningNetwork.members(client, name);
    }

    /** Starts a container that has ended or never ran; nothing happens when it runs. */
    public void start(String containerId) {
        tell(
                "start " + shortId(containerId),
                client.startContainerCmd(containerId)::exec,
                List.of(NotModifiedException.class));
    }

    /**
     * Starts a one-shot container again and waits for its end.
     *
     * @return its exit code
     * @throws UnavailableException also when it still runs after {@code limit}
     */
    public int runAgain(String containerId, Duration limit) {
        start(containerId);
        Instant deadline = Instant.now().plus(limit);
        while (Instant.now().isBefore(deadline)) {
            RunningService now = service(containerId)
                    .orElseThrow(() -> new UnavailableException(
                            FindingId.ENGINE_FAILED, "the container " + shortId(containerId) + " no longer exists"));
            if (now.exitCode().isPresent()) {
                return now.exitCode().get();
            }
            pause();
        }
        throw new UnavailableException(
                FindingId.ENGINE_FAILED,
                "the container " + shortId(containerId) + " still runs after " + limit.toSeconds() + " s");
    }

    /** The last lines that a container wrote to stdout and stderr, oldest first. */
    public List<String> lastLines(String containerId, int count) {
        return log(containerId, client.logContainerCmd(containerId).withTail(count));
    }

    /** The lines that a container has written since a time, oldest first, each after its time and a blank. */
    public List<String> linesSince(String containerId, Instant since) {
        return EngineCalls.linesSince(client, containerId, since, Optional.empty());
    }

    /** The same, but no more than the last {@code most} lines of the log. */
    public List<String> linesSince(String containerId, Instant since, int most) {
        return EngineCalls.linesSince(client, containerId, since, Optional.of(most));
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the connection to " + how, e);
        }
    }
}
