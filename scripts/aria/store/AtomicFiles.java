package aria.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes files whole or not at all: a temporary file in the same folder, created with its final mode, flushed to
 * disk, renamed over the target, and the folder flushed. A reader, and a machine that loses power, sees the old
 * file or the new one. All methods throw {@link UncheckedIOException}, naming the file, when the disk refuses.
 */
public final class AtomicFiles {

    private AtomicFiles() {
    }

    /**
     * Makes the file what {@code write} says. Written even when it already is: who must not touch it doesn't ask.
     *
     * @throws UncheckedIOException when it cannot be written, or a user's file would change its owner or group; the
     *                              target is then as it was and no temporary file remains
     */
    public static void write(FileWrite write) {
        Path target = write.mode().isPresent() ? write.path().toAbsolutePath() : followLinks(write.path());
        try {
            write.folderMode().ifPresent(mode -> createFolders(target.getParent(), mode));
            Ownership wanted = write.mode().map(Ownership::ofMode).orElseGet(() -> Ownership.of(target));
            replace(target, write.content(), wanted);
        } catch (IOException e) {
            throw failed(target, "written", e);
        }
    }

    /**
     * Creates the folder and its missing parents, each with exactly the given mode. Those that exist stay as they are.
     *
     * @throws UncheckedIOException when one cannot be created, or something that is no folder stands in the way
     */
    public static void createFolders(Path folder, FileMode mode) {
        Path absolute = folder.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            return;
        }
        if (absolute.getParent() != null) {
            createFolders(absolute.getParent(), mode);
        }
        try {
            Files.createDirectory(absolute, PosixFilePermissions.asFileAttribute(mode.permissions()));
            widen(absolute, mode.permissions());
            syncFolder(absolute.getParent());
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(absolute)) {
                throw failed(absolute, "created: a file of that name is there", e);
            }
        } catch (IOException e) {
            throw failed(absolute, "created", e);
        }
    }

    /**
     * Refuses a folder whose keys others could replace. A folder that does not exist is fine: it will be created with
     * the right mode.
     *
     * @throws UnsafeFolder when the group or others may write it
     */
    public static void requireSafeKeyFolder(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
            if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new UnsafeFolder(folder, PosixFilePermissions.toString(permissions));
            }
        } catch (IOException e) {
            throw failed(folder, "read", e);
        }
    }

    /** Where a chain of symbolic links ends, whether or not anything is there; absolute. */
    public static Path followLinks(Path path) {
        try {
            Path at = path.toAbsolutePath();
            for (int hops = 0; Files.isSymbolicLink(at); hops++) {
                if (hops == 40) {
                    throw new IOException("too many symbolic links");
                }
                at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
            }
            return at;
        } catch (IOException e) {
            throw failed(path, "followed", e);
        }
    }

    /** Waits until the folder's entries (creations, renames, deletions) are on disk. */
    public static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw failed(folder, "flushed to disk", e);
        }
    }

    private static void replace(Path target, byte[] content, Ownership wanted) throws IOException {
        Path temporary = target.resolveSibling(
                "." + target.getFileName() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        boolean renamed = false;
        try (FileChannel channel = FileChannel.open(temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(wanted.permissions()))) {
            wanted.applyTo(temporary);
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            renamed = true;
        } finally {
            if (!renamed) {
                Files.deleteIfExists(temporary);
            }
        }
        syncFolder(target.getParent());
    }

    /** The umask can only have taken permissions away; the file or folder is still empty, so giving them is no leak. */
    static void widen(Path path, Set<PosixFilePermission> wanted) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.readAttributes().permissions().equals(wanted)) {
            Files.setPosixFilePermissions(path, wanted);
        }
    }

    private static UncheckedIOException failed(Path path, String what, IOException e) {
        return new UncheckedIOException(path + " can't be " + what + ": " + reason(path, e), e);
    }

    private static String reason(Path path, IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.equals(path.toString()) ? e.getClass().getSimpleName() : message;
    }
}
