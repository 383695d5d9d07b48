package aria.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The part of a path in which nobody but this user and root can put one folder in the place of another. */
final class FirmPath {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private FirmPath() {}

    /**
     * Returns the deepest folder of a path that only this user and root can exchange, whatever happens meanwhile; at worst the root of
     * the file system.
     *
     * @param folder absolute
     */
    static Path of(Path folder) throws IOException {
        RealUser user = RealUser.here();
        Path firm = folder.getRoot();
        for (Path name : folder) {
            Path next = firm.resolve(name);
            if (!holds(firm, next, user)) {
                return firm;
            }
            firm = next;
        }
        return firm;
    }

    private static boolean holds(Path outer, Path inner, RealUser user) throws IOException {
        PosixFileAttributes is = Files.readAttributes(inner, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean closed =
                Files.readAttributes(outer, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS).permissions().stream()
                        .noneMatch(OTHERS::contains);
        return is.isDirectory() && user.owns(outer) && (closed || FileOwner.isSticky(outer) && user.owns(inner));
    }
}
