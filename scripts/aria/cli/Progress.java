package aria.cli;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on standard error for work that takes longer than a second. It is silent for quicker work and where
 * no person watches. Threads may share it.
 */
public final class Progress implements AutoCloseable {

    private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
    private static final int WIDTH = 80;
    private static final int INTERVAL_MILLIS = 200;

    private final Console console;
    private final String task;
    private final long total;
    private final long begun;
    private long done;
    /** A {@link Bar} once it shows; the library behind it isn't loaded before. */
    private Bar bar;

    private Progress(Console console, String task, long total, long begun) {
        this.console = console;
        this.task = task;
        this.total = total;
        this.begun = begun;
    }

    /**
     * Begins.
     *
     * @param task  what is done, in a word or two
     * @param total how many steps it has
     */
    public static Progress start(Console console, String task, long total) {
        return new Progress(console, task, total, System.nanoTime());
    }

    /**
     * Ends this and begins the next part of the same work, with a bar of its own: who has waited long enough sees it
     * at once.
     */
    public Progress next(String nextTask, long nextTotal) {
        close();
        return new Progress(console, nextTask, nextTotal, begun);
    }

    /** One step more is done. */
    public synchronized void step() {
        stepTo(done + 1);
    }

    /** So many steps are done. */
    public synchronized void stepTo(long steps) {
        done = Math.max(done, steps);
        if (bar == null && console.showsProgress() && System.nanoTime() - begun > PATIENCE) {
            bar = new Bar(task, total, console);
        }
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** Ends the line of the bar, if one was shown. */
    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            console.prompt("\n");
        }
    }

    /**
     * Draws the bar in place. The library's own renderer asks the terminal for its width and loads native code for
     * that.
     *
     * @param console where
     */
    private record Line(Console console) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String bar) {
            console.prompt("\r" + bar);
        }

        /** The line's end is written by {@link Progress#close}: the library doesn't wait for this to be called. */
        @Override
        public void close() {}
    }

    /** The bar. With {@link Line}, it is the only code that uses the library. */
    private static final class Bar {
        private final ProgressBar shown;

        Bar(String task, long total, Console console) {
            shown = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setMaxRenderedLength(WIDTH)
                    .setStyle(console.unicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(INTERVAL_MILLIS)
                    .setConsumer(new Line(console))
                    .build();
        }

        void stepTo(long steps) {
            shown.stepTo(steps);
        }

        void close() {
            shown.close();
        }
    }
}
