package tools.bench;

import java.util.List;

/**
 * What was measured of one thing.
 *
 * @param seconds of each run; never empty
 * @param peak    the most memory one process had, in KiB; 0 where the system doesn't say
 */
public record Sample(List<Double> seconds, long peak) {
    /** Keeps a sorted copy. */
    public Sample {
        seconds = seconds.stream().sorted().toList();
    }

    /** The run in the middle: what one waits for. */
    public double median() {
        return seconds.get(seconds.size() / 2);
    }

    /** The fastest run: what is left when nothing disturbs. */
    public double min() {
        return seconds.get(0);
    }
}
