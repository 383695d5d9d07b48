package aria.ca;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go reads them, and so ca.json: {@code 8760h}, {@code 1h30m}. There are no days. */
final class GoDuration {

    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:ms|[hms]))++");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(h|ms|m|s)");

    private GoDuration() {
    }

    /** Reads one; empty when it isn't one, {@code 365d} for instance. */
    static Optional<Duration> parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plus(switch (part.group(2)) {
                case "h" -> Duration.ofHours(number);
                case "m" -> Duration.ofMinutes(number);
                case "s" -> Duration.ofSeconds(number);
                default -> Duration.ofMillis(number);
            });
        }
        return Optional.of(sum);
    }
}
