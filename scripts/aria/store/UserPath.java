package aria.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Paths that a person typed. Links outside the project are that person's own; those in it came with the project. */
public final class UserPath {
    private UserPath() {}

    /**
     * Returns the place that a path names: links outside the project are followed, links in it stay in the path, so that writing there
     * is refused.
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
            Path deepest = null;
            for (Path part = path; part != null; part = part.getParent()) {
                if (Files.exists(part)) {
                    deepest = deepest == null ? part : deepest;
                    if (part.toRealPath().equals(root)) {
                        return root.resolve(part.relativize(path));
                    }
                }
            }
            return deepest == null
                    ? path
                    : deepest.toRealPath().resolve(deepest.relativize(path)).normalize();
        } catch (IOException e) {
            throw DiskTrouble.of(path, "followed", e);
        }
    }
}
