package aria.docker;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The labels that Docker Compose puts on what it creates. */
final class ComposeLabels {
    static final String PROJECT = "com.docker.compose.project";
    static final String NETWORK = "com.docker.compose.network";
    static final String VOLUME = "com.docker.compose.volume";
    static final String SERVICE = "com.docker.compose.service";
    private static final String WORKING_DIR = "com.docker.compose.project.working_dir";
    private static final String CONFIG_FILES = "com.docker.compose.project.config_files";
    private static final String ONE_OFF = "com.docker.compose.oneoff";

    private ComposeLabels() {}

    /** Reads what anybody may have written who has made a container. */
    static RunningProject project(Map<String, String> labels) {
        Path directory = path(labels.getOrDefault(WORKING_DIR, ""));
        List<Path> files = Optional.ofNullable(labels.get(CONFIG_FILES)).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .filter(file -> !file.isBlank())
                .map(file -> directory.resolve(path(file)))
                .toList();
        return new RunningProject(labels.get(PROJECT), directory, files);
    }

    /** What is no path, such as one with a zero byte, leads nowhere. */
    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException none) {
            return Path.of("");
        }
    }

    static boolean oneOff(Map<String, String> labels) {
        return labels.getOrDefault(ONE_OFF, "false").equalsIgnoreCase("true");
    }
}
