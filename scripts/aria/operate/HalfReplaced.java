package aria.operate;

import aria.docker.RunningService;
import java.util.List;

/**
 * Containers that Docker Compose had made in the place of others when it was killed. The name of such a container is
 * the one that the next {@code up} needs for its own, which then fails, and leaves what it has stopped by then down.
 */
final class HalfReplaced {
    /** A container that takes the place of another bears its id or its name, and never ran while that one is there. */
    private static final String REPLACES = "com.docker.compose.replace";

    private HalfReplaced() {}

    /** Returns those among all the containers of a project. */
    static List<RunningService> among(List<RunningService> all) {
        return all.stream()
                .filter(container -> container.state() == RunningService.State.CREATED
                        && container.startedAt().isEmpty()
                        && all.stream().anyMatch(other -> isReplaced(other, container)))
                .toList();
    }

    private static boolean isReplaced(RunningService other, RunningService by) {
        String replaced = by.labels().getOrDefault(REPLACES, "");
        return !other.containerId().equals(by.containerId())
                && other.service().equals(by.service())
                && (replaced.equals(other.containerId()) || replaced.equals(other.name()));
    }
}
