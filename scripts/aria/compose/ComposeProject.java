package aria.compose;

import aria.edit.SourceText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A Compose project as Docker Compose sees it.
 *
 * @param files    the files it was loaded from
 * @param name     the project name, as Compose derives it
 * @param sources  every file read, those included or extended too, in reading order
 * @param services by name, in file order
 * @param volumes  names of the top-level volumes
 * @param networks names of the top-level networks
 */
public record ComposeProject(
        ProjectFiles files,
        String name,
        Map<Path, SourceText> sources,
        Map<String, Service> services,
        Set<String> volumes,
        Set<String> networks) {

    /**
     * Loads a project.
     *
     * @param environment the process environment; a {@code .env} file beside the project fills in what is not there
     * @throws ComposeRefused when the files are no compose project, or lead outside {@code files.root()}
     * @throws aria.edit.EditRefused when a file is not YAML as Compose reads it, or beyond a limit
     * @throws java.io.UncheckedIOException when a file cannot be read
     */
    public static ComposeProject load(ProjectFiles files, Map<String, String> environment) {
        throw new UnsupportedOperationException();
    }

    /** The folder against which relative paths written in {@code file} resolve. */
    public Path baseDirectory(Path file) {
        throw new UnsupportedOperationException();
    }
}
