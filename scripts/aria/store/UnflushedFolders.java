package aria.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The folders whose entries (creations, renames, deletions) may not be on disk yet. A caller that changes many files
 * in a folder and can redo the changes flushes each folder once instead of once per file. Safe for use by several
 * threads.
 */
public final class UnflushedFolders {
    private final Set<Path> folders = new TreeSet<>();

    synchronized void add(Path folder) {
        folders.add(folder.toAbsolutePath());
    }

    /** The folder is gone, so that there is nothing of it to wait for; its parent is another matter. */
    synchronized void forget(Path folder) {
        folders.remove(folder.toAbsolutePath());
    }

    /**
     * Waits until all of them are on disk; then there are none.
     *
     * @throws java.io.UncheckedIOException when the disk refuses one; it and those behind it remain
     */
    public synchronized void flush() {
        for (Path folder : List.copyOf(folders)) {
            CrashPoint.step();
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException e) {
                throw DiskTrouble.of(folder, "flushed to disk", e);
            }
            folders.remove(folder);
        }
    }
}
