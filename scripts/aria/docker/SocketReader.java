package aria.docker;

import aria.finding.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the sockets of running containers. Nothing in a container is changed, and nothing is pulled.
 *
 * @param engine where they run
 * @param helper image with a shell for containers without {@code cat}; such a container is left out where the image is
 *               not on the engine
 */
public record SocketReader(Engine engine, String helper) {
    /** Its own program may never end; then there is time for the helper. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final List<String> TABLES = List.of("cat", "/proc/net/tcp", "/proc/net/tcp6");

    /**
     * Returns the sockets of the container's network namespace; empty when they cannot be read.
     *
     * @throws TimeLimitException when its own program does not end, and no helper can be started
     */
    public Optional<SocketTable> read(String containerId) {
        Optional<String> read;
        try {
            read = tables(containerId).or(() -> beside(containerId));
        } catch (TimeLimitException silent) {
            read = beside(containerId);
            if (read.isEmpty()) {
                throw silent;
            }
        }
        return read.map(SocketTable::parse);
    }

    private Optional<String> beside(String containerId) {
        try {
            return Helper.in(engine, helper, Helper.inside(containerId), this::tables);
        } catch (UnavailableException noSuchImage) {
            return Optional.empty();
        }
    }

    /** A machine without IPv6 has the first table alone, and cat ends with 1. */
    private Optional<String> tables(String containerId) {
        try {
            return Optional.of(engine.exec(containerId, TABLES, LIMIT).stdout())
                    .filter(text -> text.contains("local_address"));
        } catch (TimeLimitException silent) {
            throw silent;
        } catch (UnavailableException noSuchProgram) {
            return Optional.empty();
        }
    }
}
