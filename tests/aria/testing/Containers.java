package aria.testing;

import aria.docker.RunningService;
import aria.docker.RunningService.Health;
import aria.docker.RunningService.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Containers as the engine shows them. */
public final class Containers {
    private Containers() {}

    /** One that has run for a while, with this address. */
    public static RunningService running(String service, String address) {
        return of(service, address, State.RUNNING, Health.NONE, 0, Instant.EPOCH);
    }

    /** One that runs with these labels. */
    public static RunningService labelled(String service, Map<String, String> labels) {
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
                plain.addresses(),
                labels);
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
                Map.of());
    }
}
