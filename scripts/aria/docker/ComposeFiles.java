package aria.docker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The project that Docker Compose is run for.
 *
 * @param directory   the project's directory, which relative paths of the files are resolved against
 * @param files       in the order in which they are merged; never empty
 * @param projectName {@code -p}; empty to leave the name to Compose
 */
public record ComposeFiles(Path directory, List<Path> files, Optional<String> projectName) {
    public ComposeFiles {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a Compose project has at least one file");
        }
    }

    /** The global options that select this project. */
    List<String> options() {
        List<String> options = new ArrayList<>(
                List.of("--project-directory", directory.toAbsolutePath().toString()));
        files.forEach(file -> options.addAll(List.of("-f", file.toAbsolutePath().toString())));
        projectName.ifPresent(name -> options.addAll(List.of("-p", name)));
        return options;
    }
}
