package aria.docker;

import static aria.docker.EngineCalls.ask;
import static aria.docker.EngineCalls.tell;

import aria.finding.FindingId;
import aria.finding.UnavailableException;
import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** Copies of folders in containers whose processes go on writing. */
final class EngineSnapshot {
    /** A folder that is still changing after so many copies is copied with its container paused. */
    private static final int ATTEMPTS = 3;

    private EngineSnapshot() {}

    /**
     * Returns a tar archive of a folder as it was at one moment: two copies, one after the other, are the same; else
     * the container is paused for the time of the copy.
     *
     * @param most bytes; a larger one is a failure
     */
    static byte[] of(DockerClient client, String containerId, String path, long most) {
        byte[] last = copy(client, containerId, path, most);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            byte[] next = copy(client, containerId, path, most);
            if (Arrays.equals(last, next)) {
                return next;
            }
            last = next;
        }
        ask("pause " + containerId, client.pauseContainerCmd(containerId)::exec);
        try {
            return copy(client, containerId, path, most);
        } finally {
            tell("go on with " + containerId, client.unpauseContainerCmd(containerId)::exec, List.of());
        }
    }

    private static byte[] copy(DockerClient client, String containerId, String path, long most) {
        String what = "copy " + path;
        try (InputStream in = ask(what, client.copyArchiveFromContainerCmd(containerId, path)::exec)) {
            byte[] archive = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
            if (archive.length > most) {
                throw new UnavailableException(
                        FindingId.ENGINE_FAILED, path + " in the container is larger than " + most + " bytes");
            }
            return archive;
        } catch (IOException e) {
            throw EngineCalls.failed(what, e.getMessage(), e);
        }
    }
}
