package aria.docker;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.UnavailableException;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Calls the engine. A failure becomes an {@link UnavailableException} that names the request. */
final class EngineCalls {
    private static final Duration POLL = Duration.ofMillis(50);

    private static final Duration LOG_LIMIT = Duration.ofSeconds(60);

    private static final int FORBIDDEN = 403;

    private EngineCalls() {}

    /** @param what completes "the Docker engine could not" */
    static <T> T ask(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            throw failed(what, e);
        }
    }

    /**
     * Tells the engine to do something.
     *
     * @param what  completes "the Docker engine could not"
     * @param moot  answers by which there was nothing to do
     */
    static void tell(String what, Runnable order, List<Class<? extends DockerException>> moot) {
        try {
            order.run();
        } catch (RuntimeException e) {
            if (moot.stream().noneMatch(type -> type.isInstance(e))) {
                throw failed(what, e);
            }
        }
    }

    /** Waits until all output has come. */
    static void await(String what, Duration limit, ResultCallback.Adapter<Frame> callback) {
        try (callback) {
            if (!callback.awaitCompletion(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeLimitException(what, limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(what, "interrupted", e);
        } catch (IOException e) {
            throw failed(what, e.getMessage(), e);
        } catch (DockerException e) {
            throw failed(what, e);
        }
    }

    /** Returns what a container wrote to stdout and stderr, oldest first. */
    static List<String> log(String containerId, LogContainerCmd command) {
        OutputCollector output = new OutputCollector(Engine.MOST_OUTPUT);
        await(
                "read the log of " + shortId(containerId),
                LOG_LIMIT,
                command.withStdOut(true).withStdErr(true).exec(output));
        return output.inOrder().lines().toList();
    }

    /**
     * Returns the lines that a container has written since a time, oldest first, each after its time and a blank.
     *
     * @param most last lines of the log that are read
     */
    static List<String> linesSince(DockerClient client, String containerId, Instant since, Optional<Integer> most) {
        LogContainerCmd command =
                client.logContainerCmd(containerId).withTimestamps(true).withSince((int) since.getEpochSecond());
        most.ifPresent(command::withTail);
        // The engine goes by whole seconds.
        return log(containerId, command).stream()
                .filter(line -> line.compareTo(since.toString()) >= 0)
                .toList();
    }

    /** Waits a moment before the engine is asked again. */
    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("wait for a container", "interrupted", e);
        }
    }

    /** Prepares a command in a container; returns the engine's id of it. */
    static String prepare(DockerClient client, String what, String containerId, List<String> command, boolean input) {
        return ask(
                        what,
                        () -> client.execCreateCmd(containerId)
                                .withCmd(command.toArray(String[]::new))
                                .withAttachStdin(input)
                                .withAttachStdout(true)
                                .withAttachStderr(true)
                                .exec())
                .getId();
    }

    static UnavailableException failed(String what, RuntimeException e) {
        return failed(what, EngineClient.reason(e), e);
    }

    static UnavailableException failed(String what, String reason, Throwable cause) {
        Finding finding = Finding.error(FindingId.ENGINE_FAILED, "the Docker engine could not " + what + ": " + reason);
        return cause instanceof DockerException refused && refused.getHttpStatus() == FORBIDDEN
                ? new ForbiddenException(finding, cause)
                : new UnavailableException(finding, cause);
    }

    /** The first digits of a container's id, which are enough for people. */
    static String shortId(String containerId) {
        return containerId.substring(0, Math.min(12, containerId.length()));
    }
}
