package aria.verify;

import aria.docker.RunningService;
import aria.verify.probe.Address;
import aria.verify.probe.Listener;
import aria.verify.probe.Via;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The containers of the stack at one moment.
 *
 * @param asked      whether a look at the running stack was wanted
 * @param problem    why nothing can be said of it, though it was wanted; a few words
 * @param containers of all services, running or not
 * @param stale      services whose running containers are older than the compose files
 * @param otherFiles services whose running containers were made from other compose files, and these files
 */
public record LiveStack(
        boolean asked,
        Optional<String> problem,
        List<RunningService> containers,
        Set<String> stale,
        Map<String, List<Path>> otherFiles) {
    /** How long a server without a health check may take from its container's start to its first answer. */
    private static final Duration START_UP = Duration.ofSeconds(90);

    /** No look was wanted. */
    static final LiveStack NOT_ASKED = new LiveStack(false, Optional.empty(), List.of(), Set.of(), Map.of());

    public LiveStack {
        containers = List.copyOf(containers);
        stale = Set.copyOf(stale);
        otherFiles = Map.copyOf(otherFiles);
    }

    static LiveStack of(List<RunningService> containers, Set<String> stale) {
        return new LiveStack(true, Optional.empty(), containers, stale, Map.of());
    }

    /** Containers run, and nothing can be said of them. */
    static LiveStack unclear(String why) {
        return new LiveStack(true, Optional.of(why), List.of(), Set.of(), Map.of());
    }

    /** The service's container, a running one if there is any. */
    public Optional<RunningService> container(String service) {
        return named(service)
                .filter(RunningService::runs)
                .findFirst()
                .or(() -> named(service).findFirst());
    }

    /** Where a listener can be reached from this machine: its published port, else the container's own address. */
    public Optional<Address> address(Listener listener) {
        return running(listener)
                .flatMap(container -> published(container, listener)
                        .or(() -> container.addresses().values().stream()
                                .sorted()
                                .findFirst()
                                .map(address -> new Address(address, listener.port(), Via.ADDRESS))));
    }

    /** Until when a listener that does not answer may still be starting; long ago when it does not run. */
    Instant startingUntil(Listener listener) {
        return running(listener)
                .flatMap(RunningService::startedAt)
                .map(time -> time.plus(START_UP))
                .orElse(Instant.EPOCH);
    }

    /** The running container of a listener whose port is known. */
    Optional<RunningService> running(Listener listener) {
        return named(listener.container())
                .filter(container -> listener.portKnown() && container.runs())
                .findFirst();
    }

    private static Optional<Address> published(RunningService container, Listener listener) {
        return container.ports().stream()
                .filter(port -> port.containerPort() == listener.port()
                        && port.protocol().equals("tcp"))
                .findFirst()
                .map(port -> new Address(port.reachableAt(), port.hostPort(), Via.PUBLISHED));
    }

    private Stream<RunningService> named(String service) {
        return containers.stream().filter(container -> container.service().equals(service));
    }
}
