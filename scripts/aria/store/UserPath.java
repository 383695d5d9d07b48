package aria.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks paths that a user named. Links outside the project are the user's own; those in it came with the project. */
public final class UserPath {
    private UserPath() {}

    /**
     * Returns the place that a path names: links outside the project are followed, links in it stay in the path, so
     * that writing there is refused.
     *
     * @param root  the project's root, without links in its path
     * @param typed relative to the root, or absolute; it need not be there
     */
    public static Path of(Path root, Path typed) {
        Path path = root.resolve(typed).normalize();
        if (path.startsWith(root)) {
            return path;
        }
        try {
            for (Path part = path; part != null; part = part.getParent()) {
                if (Files.exists(part) && part.toRealPath().equals(root)) {
                    return root.resolve(part.relativize(path));
                }
            }
        } catch (IOException e) {
            throw DiskTrouble.of(path, "followed", e);
        }
        return real(path);
    }

    /** Returns the deepest part of an absolute path that is there. */
    static Path there(Path path) {
        Path deepest = path;
        while (deepest.getParent() != null && !Files.exists(deepest)) {
            deepest = deepest.getParent();
        }
        return deepest;
    }

    /** Returns an absolute path with the links followed that are there; the end of it need not be there. */
    static Path real(Path path) {
        Path deepest = there(path.normalize());
        try {
            return deepest.toRealPath().resolve(deepest.relativize(path)).normalize();
        } catch (IOException e) {
            throw DiskTrouble.of(path, "followed", e);
        }
    }
}
