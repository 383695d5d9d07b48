package aria.docker;

import java.io.IOException;
import java.nio.file.Files;
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

    /**
     * Returns whether what is on the engine is this project, and not one of the same name in another folder of this
     * machine. Docker Compose does not tell them apart. A folder that is not there, or not known, counts as this one
     * by another path.
     */
    public boolean isSame(RunningProject running) {
        Path folder = running.workingDirectory;
        return name.equals(running.name)
                && (!folder.isAbsolute()
                        || !Files.isDirectory(folder)
                        || real(folder).equals(real(workingDirectory))
                        || real(running.configFiles).stream().anyMatch(real(configFiles)::contains));
    }

    /** Returns whether both are made from the same compose files. */
    public boolean hasFilesOf(RunningProject other) {
        return real(configFiles).equals(real(other.configFiles));
    }

    /** Returns whether a container was made from compose files of this project and from no other. */
    public boolean made(RunningService container) {
        List<Path> files = ComposeLabels.project(container.labels()).configFiles;
        return !files.isEmpty() && real(configFiles).containsAll(real(files));
    }

    private static List<Path> real(List<Path> paths) {
        return paths.stream().map(RunningProject::real).toList();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            return path.normalize();
        }
    }
}
