package aria.ca.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the format of Go and ca.json: {@code 8760h}, {@code 1h30m}. The format has no days. */
public final class GoDuration {

    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ms|[hms]))++");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(h|ms|m|s)");

    private GoDuration() {}

    /** Reads one; empty when it isn't one, {@code 365d} for instance. */
    public static Optional<Duration> parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            BigDecimal number = new BigDecimal(
                    part.group(1) + "." + Optional.ofNullable(part.group(2)).orElse("0"));
            Duration unit = switch (part.group(3)) {
                case "h" -> Duration.ofHours(1);
                case "m" -> Duration.ofMinutes(1);
                case "s" -> Duration.ofSeconds(1);
                default -> Duration.ofMillis(1);
            };
            sum = sum.plus(Duration.ofMillis(
                    number.multiply(BigDecimal.valueOf(unit.toMillis())).longValue()));
        }
        return Optional.of(sum);
    }
}
