package aria.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of one Compose project, in merge order. All paths are absolute and normalised.
 *
 * @param root      nothing outside this folder is read because a file mentions it; messages name files relative to it
 * @param directory the project directory: the folder of the first file, against which Compose resolves relative paths
 * @param files     at least one file; later ones override earlier ones
 * @param how       how they were found, for the report, for instance {@code "-f"} or {@code "standard name"}
 */
public record ProjectFiles(Path root, Path directory, List<Path> files, String how) {

    public ProjectFiles {
        root = root.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        files = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a project has at least one file");
        }
    }

    /** Files of a project that may not read anything outside its own directory. */
    public ProjectFiles(Path directory, List<Path> files, String how) {
        this(directory, directory, files, how);
    }

    /** Returns the files that are there; an override file may be yet to be made. */
    public List<Path> present() {
        return files.stream().filter(Files::exists).toList();
    }

    /**
     * Returns the files with the variables of a project: those that {@code COMPOSE_ENV_FILES} lists, with commas between
     * them and later ones before earlier ones, else {@code .env} beside the compose file.
     *
     * @param environment of the process
     */
    static List<Path> envFiles(Map<String, String> environment, Path directory) {
        String listed = environment.getOrDefault("COMPOSE_ENV_FILES", "");
        return listed.isBlank()
                ? List.of(directory.resolve(".env"))
                : Stream.of(listed.split(",", -1))
                        .map(String::strip)
                        .filter(file -> !file.isEmpty())
                        .map(file -> directory.resolve(file).normalize())
                        .toList();
    }

    /** The file's name for messages: relative to the root with forward slashes, or absolute when it lies elsewhere. */
    public String label(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path shown = absolute.startsWith(root) ? root.relativize(absolute) : absolute;
        return shown.toString().replace('\\', '/');
    }
}
