package aria.testing;

import aria.docker.RunningService;
import aria.docker.RunningService.Health;
import aria.docker.RunningService.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Containers as the engine shows them. */
public final class Containers {
    private Containers() {}

    /** One that has run for a while, with this address. */
    public static RunningService running(String service, String address) {
        return of(service, address, State.RUNNING, Health.NONE, 0, Instant.EPOCH);
    }

    /** One that runs with these labels. */
    public static RunningService labelled(String service, Map<String, String> labels) {
        return on(Map.of("default", List.of()), service, labels);
    }

    /** One that runs with these labels, on networks where others find it by these names. */
    public static RunningService on(Map<String, List<String>> networks, String service, Map<String, String> labels) {
        RunningService plain = running(service, "10.0.0.9");
        return new RunningService(
                service,
                plain.containerId(),
                plain.name(),
                plain.image(),
                plain.state(),
                plain.health(),
                plain.createdAt(),
                plain.startedAt(),
                plain.exitCode(),
                plain.restarts(),
                plain.ports(),
                networks.keySet().stream().collect(Collectors.toMap(name -> name, name -> "10.0.0.9")),
                networks,
                labels);
    }

    /** One whose process has ended well. */
    public static RunningService stopped(String service) {
        RunningService failed = of(service, "10.0.0.9", State.EXITED, Health.NONE, 0, Instant.EPOCH);
        return new RunningService(
                service,
                failed.containerId(),
                failed.name(),
                failed.image(),
                failed.state(),
                failed.health(),
                failed.createdAt(),
                failed.startedAt(),
                Optional.of(0),
                failed.restarts(),
                failed.ports(),
                failed.addresses(),
                failed.aliases(),
                failed.labels());
    }

    /** One in any state; a process that has ended did so with 1. */
    public static RunningService of(
            String service, String address, State state, Health health, int restarts, Instant started) {
        return new RunningService(
                service,
                service + "-id",
                "p-" + service + "-1",
                "image",
                state,
                health,
                Instant.EPOCH,
                Optional.of(started),
                state == State.EXITED ? Optional.of(1) : Optional.empty(),
                restarts,
                List.of(),
                Map.of("default", address),
                Map.of(),
                Map.of());
    }
}
