package aria.plan;

import aria.compose.Mount;
import aria.compose.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of the host that a service sees at a path in its container. */
final class MountedFiles {
    private MountedFiles() {}

    /** True for a path whose last part may stand for several files. */
    static boolean isGlob(String inContainer) {
        return inContainer.substring(inContainer.lastIndexOf('/') + 1).matches(".*[*?{\\[].*");
    }

    /**
     * The files at a path, in the order of their names; empty when nothing of the host is mounted there.
     *
     * @param inContainer the last part may be a glob
     */
    static List<Path> at(Service service, String inContainer) {
        if (!isGlob(inContainer)) {
            return host(service, inContainer).filter(Files::isRegularFile).stream().toList();
        }
        int slash = inContainer.lastIndexOf('/');
        return host(service, inContainer.substring(0, slash)).filter(Files::isDirectory)
                .map(folder -> matching(folder, inContainer.substring(slash + 1))).orElse(List.of());
    }

    /** The host's side of a path: of the bind mount with the longest target that leads to it. */
    private static Optional<Path> host(Service service, String inContainer) {
        return service.mounts().stream().filter(mount -> mount.type().equals("bind"))
                .filter(mount -> inContainer.equals(mount.target()) || inContainer.startsWith(mount.target().replaceFirst("/*$", "/")))
                .max(Comparator.comparingInt((Mount mount) -> mount.target().length()))
                .map(mount -> {
                    String rest = inContainer.substring(mount.target().replaceFirst("/+$", "").length());
                    return service.hostPath(mount).resolve(rest.replaceFirst("^/+", "")).normalize();
                });
    }

    private static List<Path> matching(Path folder, String glob) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> matcher.matches(file.getFileName())).filter(Files::isRegularFile).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
