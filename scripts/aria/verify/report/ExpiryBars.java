package aria.verify.report;

import aria.pki.Printable;
import aria.verify.Lifetime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The part of the page that shows how much of each certificate's lifetime is left. */
record ExpiryBars(List<Bar> bars) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /**
     * A certificate's bar.
     *
     * @param gone  how much of the lifetime has passed, in percent, with a decimal point
     * @param due   when it is to be renewed, in percent of the lifetime
     * @param style pass, warn when it is due, fail when it has expired or is about to
     * @param mark  the same as a mark
     * @param left  the same in words
     */
    record Bar(
            String name, String file, String gone, String due, String style, String mark, String left, String until) {}

    static ExpiryBars of(Overview overview) {
        return new ExpiryBars(overview.lifetimes().stream()
                .map(lifetime -> bar(lifetime, overview.at()))
                .toList());
    }

    private static Bar bar(Lifetime lifetime, Instant now) {
        boolean expired = now.isAfter(lifetime.until());
        boolean due = !now.isBefore(lifetime.due());
        boolean late = !now.isBefore(lifetime.alarm());
        String style = late ? "fail" : due ? "warn" : "pass";
        String left = expired
                ? "expired " + words(Duration.between(lifetime.until(), now)) + " ago"
                : words(Duration.between(now, lifetime.until())) + " left" + (due ? ", renew it now" : "");
        return new Bar(
                Printable.text(lifetime.shown()),
                Printable.text(lifetime.file()),
                percent(lifetime, now),
                percent(lifetime, lifetime.due()),
                style,
                late ? "✗" : due ? "!" : "✓",
                left,
                DAY.format(lifetime.until()));
    }

    private static String percent(Lifetime lifetime, Instant at) {
        double whole = Duration.between(lifetime.from(), lifetime.until()).toSeconds();
        double part = Duration.between(lifetime.from(), at).toSeconds();
        return String.format(Locale.ROOT, "%.1f", whole <= 0 ? 100 : Math.max(0, Math.min(100, 100 * part / whole)));
    }

    /** In the unit that a person would take. */
    private static String words(Duration duration) {
        long days = duration.toDays();
        if (days >= 730) {
            return String.format(Locale.ROOT, "%.1f years", days / 365.25);
        }
        return days >= 2
                ? days + " days"
                : duration.toHours() >= 2
                        ? duration.toHours() + " hours"
                        : Math.max(1, duration.toMinutes()) + " minutes";
    }
}
