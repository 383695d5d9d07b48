package aria.ca.config;

import static aria.finding.Remedy.advice;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.store.FileOwner;
import aria.store.Layout;
import aria.store.RealUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.stream.Stream;

/** Finds those who could exchange the CA's keys: by writing to a folder of theirs, or by owning it. */
public final class FolderOwners {
    private FolderOwners() {}

    /**
     * Returns the folders between a project's root and one with keys in which others can replace what lies there. A
     * group of the owner's name is not others: it has no other member, and many systems let it write by default.
     */
    public static Stream<Path> unsafeAbove(Path folder, Path root) {
        return Stream.iterate(folder.getParent(), each -> each.startsWith(root) && !each.equals(root), Path::getParent)
                .filter(Files::isDirectory)
                .filter(FolderOwners::canBeWrittenByOthers);
    }

    /**
     * Returns the folders, from a project's root to one with keys, that belong to somebody else: their owner can exchange
     * what lies in them, whatever their mode.
     */
    public static Stream<Path> ownedByOthers(Path folder, Path root) {
        return Stream.iterate(folder, each -> each.startsWith(root) && !each.equals(root), Path::getParent)
                .filter(Files::isDirectory)
                .filter(each -> ofOthers(each, root));
    }

    /** Returns the folders above a project in which others can put another one in its place. */
    public static Stream<Path> unsafeAbove(Path root) {
        return Stream.iterate(root.getParent(), each -> each != null, Path::getParent)
                .filter(each -> canBeWrittenByOthers(each) && !FileOwner.isSticky(each)
                        || !RealUser.here().owns(each) && !FileOwner.isSame(each, root));
    }

    /** Whoever owns the project's root writes all of it anyway; a container often runs as another user than that one. */
    static boolean ofOthers(Path path, Path root) {
        RealUser user = RealUser.here();
        return path.startsWith(root) && !user.owns(path) && !FileOwner.isSame(path, root);
    }

    /** Returns the refusal of what belongs to somebody else. */
    static RefusedException strange(Path path, Layout layout) {
        return new RefusedException(Finding.error(
                        FindingId.UNSAFE_FOLDER,
                        "this belongs to another user (" + FileOwner.nameOf(path) + "), who can replace the CA's keys",
                        CaErrors.NEW_CA,
                        advice("make sure that the keys in it are yours, then give it to the owner of the project"))
                .at(Place.of(layout.display(path))));
    }

    private static boolean canBeWrittenByOthers(Path folder) {
        try {
            PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
            Set<PosixFilePermission> permissions = attributes.permissions();
            String group = attributes.group().getName();
            return permissions.contains(PosixFilePermission.OTHERS_WRITE)
                    || permissions.contains(PosixFilePermission.GROUP_WRITE)
                            && !group.equals(attributes.owner().getName());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": its mode cannot be read", e);
        }
    }
}
