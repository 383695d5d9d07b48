package aria.store;

import static aria.finding.Remedy.advice;
import static aria.finding.Remedy.command;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Changes files as a whole or not at all. A write goes to a temporary file in the same folder, created with its final
 * mode. It is flushed to disk and renamed over the target, and the folder is flushed. A reader, and a machine that
 * loses power, sees the old file or the new one. Every method throws {@link UncheckedIOException}, naming the file,
 * when the disk refuses. google/renameio lists the four traps of such writes.
 */
public final class AtomicFiles {

    private static final String TEMPORARY = ".aria-tmp";

    private AtomicFiles() {}

    /**
     * Makes the file what {@code write} says. It is written even when it already is: whoever must not touch a file
     * doesn't ask.
     *
     * @throws UncheckedIOException when it cannot be written, or a user's file would change its owner or group; the
     *                              target is then as it was and no temporary file remains
     */
    public static void write(FileWrite write) {
        UnflushedFolders folders = new UnflushedFolders();
        write(write, folders);
        folders.flush();
    }

    /**
     * As {@link #write(FileWrite)}, but that the file has its new content is on disk only once the folders are.
     *
     * @param unflushed gets the folders
     */
    public static void write(FileWrite write, UnflushedFolders unflushed) {
        Path target = target(write);
        write.folderMode().ifPresent(mode -> createFolders(target.getParent(), mode, unflushed));
        try (HeldFolder folder = HeldFolder.open(target.getParent())) {
            replace(
                    folder,
                    target,
                    write.content(),
                    write.mode().isPresent() ? FileOwner.ofMode(write.mode().get()) : FileOwner.in(folder, target));
        } catch (IOException e) {
            throw DiskTrouble.of(target, "written", e);
        }
        unflushed.add(target.getParent());
    }

    /** The file that {@link #write} replaces: where the links of a user's file lead, else the path itself; absolute. */
    public static Path target(FileWrite write) {
        return write.mode().isPresent() ? write.path().toAbsolutePath() : followLinks(write.path());
    }

    /**
     * Creates the folder and its missing parents, each with exactly the given mode. Those that exist stay as they are.
     *
     * @throws UncheckedIOException when one cannot be created, or something that is no folder stands in the way
     */
    public static void createFolders(Path folder, FileMode mode) {
        UnflushedFolders folders = new UnflushedFolders();
        createFolders(folder, mode, folders);
        folders.flush();
    }

    /**
     * As {@link #createFolders(Path, FileMode)}, but they are on disk only once the folders are that
     * {@code unflushed} gets.
     */
    public static void createFolders(Path folder, FileMode mode, UnflushedFolders unflushed) {
        Path absolute = folder.toAbsolutePath();
        if (Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (absolute.getParent() != null) {
            createFolders(absolute.getParent(), mode, unflushed);
        }
        try (HeldFolder parent = HeldFolder.open(absolute.getParent())) {
            CrashPoint.step();
            parent.createFolder(absolute, PosixFilePermissions.asFileAttribute(mode.permissions()));
            FileOwner.widen(parent.view(absolute), mode.permissions());
        } catch (FileAlreadyExistsException e) {
            if (Files.isSymbolicLink(absolute)) {
                throw HeldFolder.refused(absolute);
            }
            if (!Files.isDirectory(absolute)) {
                throw DiskTrouble.of(absolute, "made a folder", e);
            }
        } catch (IOException e) {
            throw DiskTrouble.of(absolute, "created", e);
        }
        unflushed.add(absolute.getParent());
    }

    /**
     * Renames a file or a folder, within one file system.
     *
     * @param to must not exist; its folder must
     * @throws UncheckedIOException when it cannot be renamed, or {@code to} exists
     */
    public static void move(Path from, Path to) {
        try (HeldFolder source = HeldFolder.open(from.toAbsolutePath().getParent());
                HeldFolder target = HeldFolder.open(to.toAbsolutePath().getParent())) {
            if (target.has(to)) {
                throw new FileAlreadyExistsException(to.toString());
            }
            CrashPoint.step();
            source.move(from, target, to);
        } catch (IOException e) {
            throw DiskTrouble.of(from, "moved to " + to, e);
        }
        UnflushedFolders folders = new UnflushedFolders();
        folders.add(to.toAbsolutePath().getParent());
        folders.add(from.toAbsolutePath().getParent());
        folders.flush();
    }

    /**
     * Makes a symbolic link, in place of a file or link that is there, in one rename.
     *
     * @param target    what the link says
     * @param unflushed gets the folder: that the link leads there is on disk only once it is
     * @throws UncheckedIOException when it cannot be made
     */
    public static void link(Path path, String target, UnflushedFolders unflushed) {
        Path absolute = path.toAbsolutePath();
        Path temporary = temporary(absolute);
        try (HeldFolder folder = HeldFolder.open(absolute.getParent())) {
            CrashPoint.step();
            folder.createLink(temporary, Path.of(target));
            CrashPoint.step();
            folder.move(temporary, folder, absolute);
        } catch (IOException e) {
            throw DiskTrouble.of(absolute, "linked", e);
        }
        unflushed.add(absolute.getParent());
    }

    /** Deletes a file, a link (not what it points to) or an empty folder; fine when it is not there. */
    public static void delete(Path path) {
        UnflushedFolders folders = new UnflushedFolders();
        delete(path, folders);
        folders.flush();
    }

    /** As {@link #delete(Path)}, but that it is gone is on disk only once the folder is that {@code unflushed} gets. */
    public static void delete(Path path, UnflushedFolders unflushed) {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (HeldFolder folder = HeldFolder.open(path.toAbsolutePath().getParent())) {
            CrashPoint.step();
            folder.delete(path);
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException e) {
            throw DiskTrouble.of(path, "deleted", e);
        }
        unflushed.forget(path);
        unflushed.add(path.toAbsolutePath().getParent());
    }

    /** Deletes what interrupted writes of this file left beside it. Only for whoever holds the {@link ProjectLock}. */
    public static void deleteLeftovers(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            return;
        }
        String start = "." + target.getFileName() + ".";
        try (HeldFolder held = HeldFolder.open(folder)) {
            for (Path candidate : held.entries()) {
                String name = candidate.getFileName().toString();
                if (name.startsWith(start) && name.endsWith(TEMPORARY)) {
                    delete(candidate);
                }
            }
        } catch (IOException e) {
            throw DiskTrouble.of(folder, "listed", e);
        }
    }

    /**
     * Refuses a folder whose keys others could replace. A folder that does not exist is fine: it will be created with
     * the right mode.
     *
     * @throws RefusedException when the group or others may write it
     */
    public static void requireSafeKeyFolder(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
            if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new RefusedException(Finding.error(
                                FindingId.UNSAFE_FOLDER,
                                "others can write to the folder, which holds keys ("
                                        + PosixFilePermissions.toString(permissions) + ")",
                                command("chmod", "go-w", folder.toString()),
                                advice("where chmod has no effect, as on a Windows drive in WSL, use a folder"
                                        + " that keeps permissions"))
                        .at(Place.of(folder.toString())));
            }
        } catch (IOException e) {
            throw DiskTrouble.of(folder, "read", e);
        }
    }

    /** Where a chain of symbolic links ends, whether or not anything is there; absolute. */
    public static Path followLinks(Path path) {
        try {
            Path at = path.toAbsolutePath().normalize();
            for (int hops = 0; Files.isSymbolicLink(at); hops++) {
                if (hops == 40) {
                    throw new IOException("too many symbolic links");
                }
                at = at.getParent().toRealPath().resolve(Files.readSymbolicLink(at));
            }
            return Files.isDirectory(at.getParent())
                    ? at.getParent().toRealPath().resolve(at.getFileName())
                    : at;
        } catch (IOException e) {
            throw DiskTrouble.of(path, "followed", e);
        }
    }

    /**
     * Refuses a folder that leads elsewhere.
     *
     * @param folder absolute; it need not be there
     * @throws aria.finding.RefusedException when it, or a folder above it, is a link
     */
    public static void requireNoLink(Path folder) {
        try {
            HeldFolder.requireNoLink(folder);
        } catch (IOException e) {
            throw DiskTrouble.of(folder, "read", e);
        }
    }

    private static Path temporary(Path target) {
        return target.resolveSibling("." + target.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + TEMPORARY);
    }

    private static void replace(HeldFolder folder, Path target, byte[] content, FileOwner wanted) throws IOException {
        Path temporary = temporary(target);
        CrashPoint.step();
        try (FileChannel channel = folder.channel(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(wanted.permissions()))) {
            wanted.applyTo(folder.view(temporary));
            CrashPoint.step();
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            CrashPoint.step();
            channel.force(true);
            CrashPoint.step();
            folder.move(temporary, folder, target);
        } catch (IOException e) {
            if (folder.has(temporary)) {
                folder.delete(temporary);
            }
            throw e;
        }
    }
}
