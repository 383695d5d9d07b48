package aria.docker;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container of a Compose service, running or not. A service with several replicas is several of these.
 *
 * @param service     Compose service name
 * @param containerId the engine's 64 hex digits
 * @param name        container name, without the leading slash
 * @param image       as the container was created with
 * @param state       what the process does
 * @param health      result of the health check
 * @param createdAt   when the container was made
 * @param startedAt   when the process was last started; empty when it never was
 * @param exitCode    of a process that has ended; empty while it runs or before it was first started
 * @param restarts    how often the engine has started the process again because it had ended
 * @param ports       ports published on the host
 * @param addresses   network name to the container's address in it; empty when it has none of its own
 * @param aliases     network name to the names that others on it find the container by
 * @param labels      of the container
 */
public record RunningService(
        String service,
        String containerId,
        String name,
        String image,
        State state,
        Health health,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Integer> exitCode,
        int restarts,
        List<PublishedPort> ports,
        Map<String, String> addresses,
        Map<String, List<String>> aliases,
        Map<String, String> labels) {

    /** The engine's container states. */
    public enum State {
        CREATED,
        RUNNING,
        PAUSED,
        RESTARTING,
        REMOVING,
        EXITED,
        DEAD
    }

    /** The state of the health check; {@code NONE} for a container without one. */
    public enum Health {
        NONE,
        STARTING,
        HEALTHY,
        UNHEALTHY
    }

    /**
     * A port of the container that is reachable through the host.
     *
     * @param hostIp        address the host listens on, {@code 0.0.0.0} or {@code ::} for all
     * @param hostPort      port on the host
     * @param containerPort port in the container
     * @param protocol      {@code tcp}, {@code udp} or {@code sctp}
     */
    public record PublishedPort(String hostIp, int hostPort, int containerPort, String protocol) {
        /** The address to connect to from this host: loopback where the engine listens on all addresses. */
        public String reachableAt() {
            return switch (hostIp) {
                case "", "0.0.0.0" -> "127.0.0.1";
                case "::" -> "::1";
                default -> hostIp;
            };
        }
    }

    public RunningService {
        ports = List.copyOf(ports);
        addresses = Map.copyOf(addresses);
        aliases = Map.copyOf(aliases);
        labels = Map.copyOf(labels);
    }

    /** Whether the process runs and its health check, if there is one, has passed. */
    public boolean ready() {
        return state == State.RUNNING && (health == Health.NONE || health == Health.HEALTHY);
    }

    /** Whether the process runs, healthy or not. */
    public boolean runs() {
        return state == State.RUNNING;
    }

    /** Whether this is a one-shot container that ended well. */
    public boolean finished() {
        return state == State.EXITED && exitCode.filter(code -> code == 0).isPresent();
    }

    /** The project that the container was made for, as it was then. */
    public RunningProject project() {
        return ComposeLabels.project(labels);
    }
}
