package aria.operate.schedule;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.store.FileOwner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a service of Docker Compose finds what it works on.
 *
 * @param project     the project's folder, which it sees under the same path, read-only
 * @param folder      for the service's own files
 * @param socket      of the engine
 * @param mounts      what else it sees under the same path, by whether it may write there
 * @param environment the variables that it has
 * @param proxyImage  what keeps the engine
 * @param classPath   of the program
 * @param restarts    whether it may restart containers
 * @param measures    whether it may also read networks and what containers have written
 */
public record ServicePlace(
        Path project,
        Path folder,
        Path socket,
        Map<Path, Boolean> mounts,
        Map<String, String> environment,
        String proxyImage,
        String classPath,
        boolean restarts,
        boolean measures) {
    private static final String ROOT = "0:0";

    /** Keeps unmodifiable copies. */
    public ServicePlace {
        mounts = Map.copyOf(mounts);
        environment = Map.copyOf(environment);
    }

    /** Returns all that it sees of this machine, outer folders first. */
    Map<Path, Boolean> all() {
        Map<Path, Boolean> all = new LinkedHashMap<>();
        all.put(project, false);
        mounts.keySet().stream().sorted().forEach(path -> all.put(path, mounts.get(path)));
        all.put(folder, false);
        return all;
    }

    /** Returns the user that it runs as: the owner of the project. In a rootless engine that is its root. */
    String user() {
        return rootless() ? ROOT : FileOwner.uid(project) + ":" + FileOwner.gid(project);
    }

    /** Returns the user that asks the engine. */
    String engineUser() {
        return rootless() ? ROOT : FileOwner.uid(project) + ":" + FileOwner.gid(socket);
    }

    /**
     * Refuses an engine that a service cannot reach.
     *
     * @throws RefusedException when its socket is not on this machine
     */
    void requireSocket() {
        if (!Files.exists(socket)) {
            throw new RefusedException(
                    FindingId.ENGINE_MISSING,
                    "the engine is not at a socket of this machine, so a service cannot reach it",
                    Remedy.advice("use --install systemd or cron"));
        }
    }

    private boolean rootless() {
        return FileOwner.uid(project) != 0 && FileOwner.isOf(FileOwner.uid(project), socket);
    }
}
