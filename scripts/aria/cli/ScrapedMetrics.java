package aria.cli;

import aria.finding.AriaException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Metrics that are made anew in an interval, so that no scrape waits for checks, and none starts them. What could not be made
 * for three intervals is not served any more: an alarm rings on what is missing, not on what is old.
 */
final class ScrapedMetrics {
    private static final int MISSED = 3;

    /** What was made, and when. */
    private record Made(String text, Instant time) {}

    private final Supplier<String> metrics;
    private final Duration every;
    private final Runnable before;
    private final Consumer<String> warning;
    private volatile Made made;

    /**
     * @param before  what else is looked at anew each time
     * @param warning gets what is in the way
     */
    ScrapedMetrics(Supplier<String> metrics, Duration every, Runnable before, Consumer<String> warning) {
        this.metrics = metrics;
        this.every = every;
        this.before = before;
        this.warning = warning;
    }

    /** Makes them. */
    void make() {
        made = new Made(metrics.get(), Instant.now());
    }

    /** Returns them; empty when they are too old. */
    Optional<String> text() {
        Made last = made;
        return last.time().plus(every.multipliedBy(MISSED)).isBefore(Instant.now())
                ? Optional.empty()
                : Optional.of(last.text());
    }

    /** Makes them again and again, until this thread is interrupted. What fails is said, and tried again. */
    void keepMaking() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                TimeUnit.MILLISECONDS.sleep(every.toMillis());
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                return;
            }
            attempt(before);
            attempt(this::make);
        }
    }

    private void attempt(Runnable what) {
        try {
            what.run();
        } catch (AriaException | UncheckedIOException failed) {
            warning.accept(Problem.oneLine(failed));
        }
    }
}
