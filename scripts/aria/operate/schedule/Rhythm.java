package aria.operate.schedule;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;

/** How often certificates are looked at. */
public enum Rhythm {
    /** For certificates of minutes. */
    MINUTE(Duration.ofMinutes(1), "minutely", "* * * * *"),
    /** For certificates of a few hours. */
    QUARTER(Duration.ofMinutes(15), "*-*-* *:00/15:00", "*/15 * * * *"),
    /** For certificates of a day. */
    HOUR(Duration.ofHours(1), "hourly", "%1$d * * * *"),
    /** For all that live longer. */
    DAY(Duration.ofDays(1), "daily", "%1$d %2$d * * *");

    /** A third of a lifetime is left for renewal, and four attempts have to fit in. */
    private static final int RUNS_IN_A_LIFETIME = 12;

    private final Duration every;
    private final String calendar;
    private final String cron;

    Rhythm(Duration every, String calendar, String cron) {
        this.every = every;
        this.calendar = calendar;
        this.cron = cron;
    }

    /**
     * Returns the slowest one by which a certificate is renewed in time though three runs in a row fail.
     *
     * @param lifetime the shortest of the certificates
     */
    public static Rhythm of(Duration lifetime) {
        return Arrays.stream(values())
                .filter(rhythm -> rhythm.every.multipliedBy(RUNS_IN_A_LIFETIME).compareTo(lifetime) <= 0)
                .max(Comparator.naturalOrder())
                .orElse(MINUTE);
    }

    /** Returns the time between two runs. */
    public Duration every() {
        return every;
    }

    /** Returns the moments in systemd's notation, systemd.time(7). */
    String calendar() {
        return calendar;
    }

    /** Returns how much later than that a run begins at most. It differs by machine, so that a CA is not asked by all at once. */
    Duration jitter() {
        return every.dividedBy(4);
    }

    /**
     * Returns the moments in cron's notation, crontab(5).
     *
     * @param seed differs by machine and project, so that a CA is not asked by all at once
     */
    String cron(int seed) {
        return cron.formatted(Math.floorMod(seed, 60), Math.floorMod(seed / 60, 24));
    }
}
