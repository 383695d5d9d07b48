package aria.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The right to write to a project, held by one run at a time. The operating system holds the lock and gives it
 * back when the process ends, however it ends; the file only tells others which process that is, and stays.
 */
public final class ProjectLock implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private ProjectLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock, or fails at once. Creates the folder, with a {@code .gitignore}, when it is missing.
     * Not re-entrant: a second call in the same process fails too.
     *
     * @param mtlsFolder {@link Layout#mtlsFolder()}
     * @throws LockHeld             when another run has it
     * @throws UncheckedIOException when the lock file cannot be written
     */
    public static ProjectLock acquire(Path mtlsFolder) {
        if (Files.notExists(mtlsFolder.resolve(".gitignore"))) {
            AtomicFiles.write(FileWrite.ignoreAll(mtlsFolder, FileMode.PUBLIC_DIR));
        }
        Path file = mtlsFolder.resolve("lock");
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(FileMode.PUBLIC.permissions()));
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new LockHeld(file, readPid(channel));
            }
            writePid(channel);
            ProjectLock held = new ProjectLock(channel, lock);
            channel = null;
            return held;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be locked: " + e.getMessage(), e);
        } finally {
            closeQuietly(channel);
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        try {
            channel.truncate(0);
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the project lock can't be released: " + e.getMessage(), e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void writePid(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static OptionalLong readPid(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        channel.read(buffer, 0);
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
        return text.matches("[0-9]+") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // The reason for giving up is already on its way to the caller.
        }
    }
}
