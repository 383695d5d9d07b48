package aria.verify;

import aria.compose.ProjectFiles;
import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.docker.RunningService;
import aria.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds running containers that are older than the compose files: a file was changed after the container was made, and
 * Docker Compose would replace the container. What such a server does says nothing about the files.
 */
final class StaleContainers {
    private StaleContainers() {}

    /**
     * Returns the services with such a container. Docker Compose is asked only when a container is older than a file.
     *
     * @param containers of the stack's project
     */
    static Set<String> services(Stack stack, List<RunningService> containers) {
        Instant changed = stack.project().sources().keySet().stream()
                .map(StaleContainers::changed)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        List<RunningService> older = containers.stream()
                .filter(container -> container.runs() && container.createdAt().isBefore(changed))
                .toList();
        Optional<ComposeCommand> compose =
                older.isEmpty() ? Optional.empty() : ComposeCommand.search().command();
        Set<String> replaced =
                compose.map(command -> command.replaced(files(stack))).orElse(Set.of());
        return older.stream()
                .filter(container -> replaced.contains(container.name()))
                .map(RunningService::service)
                .collect(Collectors.toSet());
    }

    /** The project as it is started. */
    private static ComposeFiles files(Stack stack) {
        ProjectFiles files = stack.project().files();
        return new ComposeFiles(files.directory(), files.present(), Optional.empty());
    }

    private static Instant changed(Path file) {
        try {
            return Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.EPOCH;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
