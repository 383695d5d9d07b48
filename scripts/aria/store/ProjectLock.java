package aria.store;

import static aria.finding.Remedy.advice;

import aria.finding.ConsentException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
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
 * The lock of a project: only one run at a time may write to it. The operating system holds the lock and releases it
 * when the process ends in any way. The file only tells others the process that holds it, and is kept.
 */
public final class ProjectLock implements AutoCloseable {

    private static final int LENGTH = 20;

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    /** Whether the file is known to hold nothing but what a lock holds. */
    private boolean ours;

    private ProjectLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock, or fails at once. Creates the folder, with its {@code .gitignore}, when it is missing.
     * Not re-entrant: a second call in the same process fails as well.
     *
     * @param mtlsFolder {@link Layout#mtlsFolder()}
     * @throws ConsentException             when another run has it
     * @throws RefusedException             when a link stands in its path, or the file is another one
     * @throws UncheckedIOException when the lock file cannot be written
     */
    public static ProjectLock acquire(Path mtlsFolder) {
        AtomicFiles.createFolders(mtlsFolder, FileMode.PUBLIC_DIR);
        Path file = mtlsFolder.resolve("lock");
        CrashPoint.step();
        ProjectLock held = open(file);
        try {
            FileWrite ignore = FileWrite.ignoreAll(mtlsFolder, FileMode.PUBLIC_DIR);
            if (Files.notExists(ignore.path())) {
                AtomicFiles.deleteLeftovers(ignore.path());
                AtomicFiles.write(ignore);
            }
            held.writePid();
            return held;
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
    }

    /**
     * As {@link #acquire}, for a line in the audit log of a project that is there: the lock file stays as it is, and
     * does not tell the process that holds it.
     */
    static ProjectLock acquireUnnamed(Path mtlsFolder) {
        return open(mtlsFolder.resolve("lock"));
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        try (channel) {
            write("");
            lock.release();
        } catch (IOException e) {
            throw DiskTrouble.of(file, "unlocked", e);
        }
    }

    private static ProjectLock open(Path file) {
        FileChannel channel = null;
        try (HeldFolder folder = HeldFolder.open(file.toAbsolutePath().getParent())) {
            if (Files.isSymbolicLink(file)) {
                throw HeldFolder.refused(file);
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw notOurs(file);
            }
            // Whoever may read the file may hold a shared lock on it, and so keep every run out.
            channel = folder.channel(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(FileMode.SECRET.permissions()));
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new ProjectLock(file, channel, lock);
            }
            OptionalLong holder = readPid(channel);
            channel.close();
            throw held(file, holder, null);
        } catch (OverlappingFileLockException e) {
            keepOpen(channel);
            throw held(file, OptionalLong.of(ProcessHandle.current().pid()), e);
        } catch (IOException e) {
            throw DiskTrouble.of(file, "locked", e);
        }
    }

    /**
     * This process holds the lock through another channel. POSIX drops all of a process's locks on a file when it
     * closes any descriptor of it (fcntl(2), "Record locks"), so this one stays open until the process ends.
     */
    private static void keepOpen(FileChannel channel) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    private void writePid() {
        CrashPoint.step();
        try {
            if (!read(channel).matches("[0-9\\s]{0," + LENGTH + "}")) {
                throw notOurs(file);
            }
            ours = true;
            write(Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw DiskTrouble.of(file, "written", e);
        }
    }

    /** Always of one length, so that nothing is ever cut off, whatever the file turns out to be. */
    private void write(String pid) throws IOException {
        if (ours) {
            String line = pid + " ".repeat(LENGTH - 1 - pid.length()) + "\n";
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
        }
    }

    private static OptionalLong readPid(FileChannel channel) throws IOException {
        String text = read(channel).strip();
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** One character more than a lock of ours has shows that it is none. */
    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH + 1);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }

    private static RefusedException notOurs(Path file) {
        return new RefusedException(
                Finding.error(FindingId.FOREIGN_RECORD, "the file is not a lock of ours", advice("delete it"))
                        .at(Place.of(file.toString())));
    }

    /** Empty {@code pid}: the process that holds it has not written its number yet. */
    private static ConsentException held(Path file, OptionalLong pid, Throwable cause) {
        String process = pid.isPresent() ? " (process " + pid.getAsLong() + ")" : "";
        return new ConsentException(
                Finding.error(
                                FindingId.LOCK_HELD,
                                "another run" + process + " is writing to this project",
                                advice("wait for it to end, then run again"))
                        .at(Place.of(file.toString())),
                cause);
    }
}
