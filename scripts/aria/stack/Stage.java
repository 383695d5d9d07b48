package aria.stack;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Whether the proxy of a server also accepts plaintext at the server's own names and port.
 *
 * @param open  whether it does
 * @param until the end of that; empty when it has none
 */
public record Stage(boolean open, Optional<Instant> until) {
    /** Callers with a certificate are admitted, and nobody else. */
    public static final Stage ENFORCE = new Stage(false, Optional.empty());

    /** Plaintext is accepted until somebody decides otherwise. */
    public static final Stage OPEN = new Stage(true, Optional.empty());

    private static final String UNTIL = "open until ";

    /** Returns that plaintext is accepted until a time, which is cut to whole seconds. */
    public static Stage openUntil(Instant end) {
        return new Stage(true, Optional.of(end.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Reads {@code enforce}, {@code open} or {@code open until 2026-11-29T15:30:00Z}; empty for a date that does not exist. */
    public static Optional<Stage> parse(String text) {
        try {
            return Optional.of(
                    text.startsWith(UNTIL)
                            ? openUntil(Instant.parse(text.substring(UNTIL.length())))
                            : text.equals("open") ? OPEN : ENFORCE);
        } catch (DateTimeParseException noSuchDate) {
            return Optional.empty();
        }
    }

    /** Returns whether plaintext is accepted at a time. */
    public boolean acceptsAt(Instant time) {
        return open && until.filter(end -> !time.isBefore(end)).isEmpty();
    }

    /** Returns it as {@link #parse} reads it. */
    @Override
    public String toString() {
        return until.map(end -> UNTIL + end).orElse(open ? "open" : "enforce");
    }
}
