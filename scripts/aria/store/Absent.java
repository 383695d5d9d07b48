package aria.store;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tests whether a file is absent without the cost of an exception in the JDK: a run for a thousand new services asks
 * twenty thousand times, and a stack trace takes ten times as long as the question.
 */
public final class Absent {
    private Absent() {}

    /**
     * Whether not even a file's folder is there. False as well where that can't be told, as where a folder may not be
     * searched: who then looks at the file itself hears why.
     */
    public static boolean withItsFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.exists(folder)) {
            return false;
        }
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder != null && Files.isDirectory(folder) && Files.isExecutable(folder);
    }
}
