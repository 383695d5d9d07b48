package aria.docker;

import java.nio.file.Path;
import java.util.List;

/**
 * A Compose project that has containers on the engine, as the labels of its containers tell.
 *
 * @param name             what {@code docker compose -p} takes
 * @param workingDirectory the project's directory on the machine it was started from
 * @param configFiles      its compose files there; Compose 1.x writes relative paths, which are resolved against the directory
 */
public record RunningProject(String name, Path workingDirectory, List<Path> configFiles) {
    public RunningProject {
        configFiles = List.copyOf(configFiles);
    }
}
