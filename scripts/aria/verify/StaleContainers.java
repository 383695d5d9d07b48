package aria.verify;

import aria.compose.ProjectFiles;
import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.docker.RunningProject;
import aria.docker.RunningService;
import aria.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services of which Docker Compose would replace a running container, for its settings are not the planned ones.
 *
 * @param stale      whose container is older than the compose files, so that what it does says nothing about them
 * @param otherFiles whose container was made later, from another set of files than the planned one, and that set
 */
record StaleContainers(Set<String> stale, Map<String, List<Path>> otherFiles) {

    /**
     * Looks at running containers. Docker Compose is asked only when one is older than a file, or made from others.
     *
     * @param containers of the stack's project
     */
    static StaleContainers of(Stack stack, List<RunningService> containers) {
        Instant changed = stack.project().sources().keySet().stream()
                .map(StaleContainers::changed)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        RunningProject planned = new RunningProject(
                stack.project().name(),
                stack.project().files().directory(),
                stack.project().files().present());
        Map<Boolean, List<RunningService>> doubtful = containers.stream()
                .filter(RunningService::runs)
                .filter(container -> container.createdAt().isBefore(changed) || isOfOthers(container, planned))
                .collect(Collectors.partitioningBy(
                        container -> container.createdAt().isBefore(changed)));
        Optional<ComposeCommand> compose = doubtful.values().stream().allMatch(List::isEmpty)
                ? Optional.empty()
                : ComposeCommand.search().command();
        Set<String> replaced =
                compose.map(command -> command.replaced(files(stack))).orElse(Set.of());
        doubtful.values().forEach(some -> some.removeIf(container -> !replaced.contains(container.name())));
        return new StaleContainers(
                doubtful.get(true).stream().map(RunningService::service).collect(Collectors.toSet()),
                doubtful.get(false).stream()
                        .collect(Collectors.toMap(
                                RunningService::service,
                                container -> container.project().configFiles(),
                                (one, other) -> one)));
    }

    private static boolean isOfOthers(RunningService container, RunningProject planned) {
        RunningProject made = container.project();
        return !made.configFiles().isEmpty() && !made.hasFilesOf(planned);
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
