package aria.choices;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DurationText as people type them: {@code <n>(s|m|h|d|y)}, where a year is 365 days. */
public final class DurationText {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhdy])");
    /** X.509 ends in the year 9999 (RFC 5280, 4.1.2.5). */
    private static final Duration LONGEST = Duration.ofDays(365L * 1000);

    private DurationText() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it has another form, is zero, or is longer than 1000 years
     */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a valid duration: use a number and s, m, h, d or y, as in 24h or 1y");
        }
        long unit = seconds(form.group(2).charAt(0));
        Duration duration = Duration.ofSeconds(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
        if (duration.isZero()) {
            throw new IllegalArgumentException("'" + text + "' is not longer than zero");
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'" + text + "' is longer than 1000 years");
        }
        return duration;
    }

    /** Writes one in the largest unit that gives a whole number; parts of a second are dropped. */
    public static String print(Duration duration) {
        long seconds = duration.toSeconds();
        for (char unit : new char[] {'y', 'd', 'h', 'm'}) {
            if (seconds != 0 && seconds % seconds(unit) == 0) {
                return seconds / seconds(unit) + String.valueOf(unit);
            }
        }
        return seconds + "s";
    }

    private static long seconds(char unit) {
        return switch (unit) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            default -> 365 * 86_400L;
        };
    }
}
