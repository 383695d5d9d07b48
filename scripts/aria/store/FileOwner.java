package aria.store;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The owner and permissions of a file.
 *
 * @param permissions the mode
 * @param owner       the user; empty: whoever creates the file
 * @param group       the group; empty: whatever the file system gives a new file
 */
public record FileOwner(
        Set<PosixFilePermission> permissions, Optional<UserPrincipal> owner, Optional<GroupPrincipal> group) {

    private static final int STICKY = 01000;

    /** A new file of ours. */
    public static FileOwner ofMode(FileMode mode) {
        return new FileOwner(mode.permissions(), Optional.empty(), Optional.empty());
    }

    /** The same owner, with another mode. */
    FileOwner withMode(FileMode mode) {
        return new FileOwner(mode.permissions(), owner, group);
    }

    /**
     * That of a file that may exist; {@link FileMode#PUBLIC} when it does not.
     *
     * @throws UncheckedIOException when it exists and cannot be read
     */
    public static FileOwner of(Path file) {
        if (Files.notExists(file)) {
            return ofMode(FileMode.PUBLIC);
        }
        try {
            PosixFileAttributes is = Files.readAttributes(file, PosixFileAttributes.class);
            return new FileOwner(is.permissions(), Optional.of(is.owner()), Optional.of(is.group()));
        } catch (IOException e) {
            throw DiskTrouble.of(file, "read", e);
        }
    }

    /** As {@link #of}, of a file in a folder that is held; a link counts by its own owner. */
    static FileOwner in(HeldFolder folder, Path file) throws IOException {
        if (!folder.has(file)) {
            return ofMode(FileMode.PUBLIC);
        }
        PosixFileAttributes is = folder.view(file).readAttributes();
        return new FileOwner(is.permissions(), Optional.of(is.owner()), Optional.of(is.group()));
    }

    /** Whether a file that exists belongs to a user, by the user's number. */
    public static boolean isOf(int uid, Path file) {
        return uid(file) == uid;
    }

    /** Whether a file that exists belongs to the user of this process. */
    public static boolean isOurs(Path file) {
        return Integer.toUnsignedLong(uid(file)) == new UnixSystem().getUid();
    }

    /** Whether this process may give files to others, as far as its user tells. */
    public static boolean mayGiveAway() {
        return new UnixSystem().getUid() == 0;
    }

    /** Returns the number of the user that a file belongs to. */
    public static int uid(Path file) {
        return number(file, "unix:uid");
    }

    /** Returns the number of the group that a file belongs to. */
    public static int gid(Path file) {
        return number(file, "unix:gid");
    }

    private static int number(Path file, String attribute) {
        try {
            return (int) Files.getAttribute(file, attribute);
        } catch (IOException e) {
            throw DiskTrouble.of(file, "read", e);
        }
    }

    /** Whether files in a folder can be renamed and deleted by their owners only, as in {@code /tmp}. */
    public static boolean isSticky(Path folder) {
        try {
            return ((int) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
        } catch (IOException e) {
            throw DiskTrouble.of(folder, "read", e);
        }
    }

    /** Whether two files that exist belong to the same user. */
    public static boolean isSame(Path one, Path other) {
        return of(one).owner().equals(of(other).owner());
    }

    /** Returns the name of the user that a file belongs to, or the number where it has none. */
    public static String nameOf(Path file) {
        return of(file).owner().map(UserPrincipal::getName).orElse("nobody");
    }

    /**
     * Gives a file that is still empty this ownership.
     *
     * @throws IOException when this process may not give the file to that owner or group
     */
    void applyTo(PosixFileAttributeView view) throws IOException {
        PosixFileAttributes is = view.readAttributes();
        if (owner.isPresent() && !owner.get().equals(is.owner())) {
            give(() -> view.setOwner(owner.get()), "owner " + owner.get().getName());
        }
        if (group.isPresent() && !group.get().equals(is.group())) {
            give(() -> view.setGroup(group.get()), "group " + group.get().getName());
        }
        widen(view, permissions);
    }

    /**
     * Makes sure, before anything is written, that a user's file can be replaced without changing hands.
     *
     * @param file    the user's file; fine when there is none
     * @param scratch a folder of this process's own, in which an empty file is made and deleted to try it out
     * @throws UncheckedIOException when this process may not give a file to that owner or group
     */
    public static void requireKept(Path file, Path scratch) {
        FileOwner wanted = of(file);
        FileOwner own = of(scratch);
        if (wanted.owner().isEmpty()
                || wanted.owner().equals(own.owner()) && wanted.group().equals(own.group())) {
            return;
        }
        try (HeldFolder held = HeldFolder.open(scratch.toAbsolutePath())) {
            CrashPoint.step();
            Path probe = scratch.resolve("probe-" + UUID.randomUUID());
            try (FileChannel empty = held.channel(
                    probe,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(FileMode.SECRET.permissions()))) {
                CrashPoint.step();
                wanted.applyTo(held.view(probe));
            } finally {
                if (held.has(probe)) {
                    held.delete(probe);
                }
            }
        } catch (IOException e) {
            throw DiskTrouble.of(file, "replaced", e);
        }
    }

    /** The umask can only have taken permissions away; the file or folder is still empty, so giving them is no leak. */
    static void widen(PosixFileAttributeView view, Set<PosixFilePermission> wanted) throws IOException {
        if (!view.readAttributes().permissions().equals(wanted)) {
            view.setPermissions(wanted);
        }
    }

    private static void give(Change change, String what) throws IOException {
        try {
            change.make();
        } catch (IOException e) {
            throw new IOException("this user cannot keep its " + what + "; run as that user", e);
        }
    }

    private interface Change {
        void make() throws IOException;
    }
}
