package aria.compose;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Finds the compose files that a command is about. */
public final class ComposeLocator {
    private ComposeLocator() {}

    /**
     * The projects to work on; empty when there is no compose file.
     *
     * @param dashF      files of {@code -f}: one merged project
     * @param positional files that are a project each; together with {@code dashF} they are more projects
     */
    public static List<ProjectFiles> locate(
            Path workingDirectory, List<Path> dashF, List<Path> positional, Map<String, String> environment) {
        throw new UnsupportedOperationException();
    }
}
