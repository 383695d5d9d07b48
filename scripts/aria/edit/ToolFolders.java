package aria.edit;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The folders and files of a project in which other tools keep theirs: nothing there is edited. */
public final class ToolFolders {
    private static final Set<String> OPEN = Set.of(".aria", ".devcontainer", ".docker");

    private ToolFolders() {}

    /**
     * Whether a file is one of theirs: a name in its path begins with a dot, and is not one of those in which compose
     * files lie.
     *
     * @param path relative to the project
     */
    public static boolean hold(Path path) {
        return StreamSupport.stream(path.spliterator(), false)
                .map(Path::toString)
                .anyMatch(name -> name.startsWith(".") && !OPEN.contains(name));
    }
}
