package aria.docker;

import aria.finding.FindingId;
import aria.finding.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What one of several containers answered that were asked side by side. Whoever starts containers can have one claim to
 * be another's proxy and never answer: that costs its own answer, and nobody else's time.
 *
 * @param <T>       the answer
 * @param container that was asked
 * @param value     empty when there was none
 * @param failure   why there was none
 */
public record ContainerAnswer<T>(RunningService container, Optional<T> value, Optional<UnavailableException> failure) {
    private static final int AT_ONCE = 64;

    /**
     * Asks them all, the oldest ones first where they are too many to be asked at once.
     *
     * @param limit    for all of them together
     * @param question asked on threads of its own; interrupted at the end of the limit
     * @return one for each container, oldest first
     */
    public static <T> List<ContainerAnswer<T>> all(
            Collection<RunningService> containers, Duration limit, Function<RunningService, T> question) {
        if (containers.isEmpty()) {
            return List.of();
        }
        List<RunningService> oldest = containers.stream()
                .sorted(Comparator.comparing(RunningService::createdAt))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, oldest.size()), work -> {
            Thread thread = new Thread(work, "container");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<T>> answers = threads.invokeAll(
                    oldest.stream()
                            .map(container -> (Callable<T>) () -> question.apply(container))
                            .toList(),
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
            List<ContainerAnswer<T>> all = new ArrayList<>();
            for (int i = 0; i < oldest.size(); i++) {
                all.add(of(oldest.get(i), answers.get(i), limit));
            }
            return all;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(FindingId.ENGINE_FAILED, "interrupted while containers were asked");
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Returns the answer.
     *
     * @throws UnavailableException when there was none
     */
    public T get() {
        return value.orElseThrow(() -> failure.orElseThrow());
    }

    /** Returns whether it was not asked, because such a question is not permitted. */
    public boolean isForbidden() {
        return failure.map(Throwable::getCause)
                .filter(ForbiddenException.class::isInstance)
                .isPresent();
    }

    private static <T> ContainerAnswer<T> of(RunningService container, Future<T> answer, Duration limit)
            throws InterruptedException {
        try {
            return new ContainerAnswer<>(container, Optional.of(answer.get()), Optional.empty());
        } catch (CancellationException late) {
            return failed(
                    container,
                    new UnavailableException(FindingId.ENGINE_FAILED, "no answer within " + limit.toSeconds() + " s"));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnavailableException silent) {
                return failed(container, silent);
            }
            if (failed.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private static <T> ContainerAnswer<T> failed(RunningService container, UnavailableException silent) {
        return new ContainerAnswer<>(
                container,
                Optional.empty(),
                Optional.of(new UnavailableException(
                        silent.finding()
                                .saying("the container " + container.name() + ": "
                                        + silent.finding().message()),
                        silent)));
    }
}
