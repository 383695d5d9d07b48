package aria.store;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is remembered of sending an audit log to one receiver.
 *
 * @param log          the log, absolute
 * @param sink         the receiver's address
 * @param head         the last entry that it has acknowledged; empty for none
 * @param acknowledged when it did so last
 * @param problem      why it has not acknowledged the rest; empty when it has
 * @param since        when it first failed after that
 */
public record AuditReceipt(
        String log,
        String sink,
        Optional<AuditHead> head,
        Optional<Instant> acknowledged,
        Optional<String> problem,
        Optional<Instant> since) {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    /** Its form in the file. Members that are null are left out. */
    private record Stored(String log, String sink, String head, String acknowledged, String problem, String since) {}

    /** Returns that of a receiver that got nothing yet. */
    static AuditReceipt none(String log, String sink) {
        return new AuditReceipt(log, sink, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns the same after the receiver has acknowledged an entry and all before it. */
    public AuditReceipt acknowledged(AuditHead last, Instant now) {
        return new AuditReceipt(log, sink, Optional.of(last), Optional.of(now), Optional.empty(), Optional.empty());
    }

    /** Returns the same after the receiver could not be reached, or did not acknowledge. */
    public AuditReceipt failed(String why, Instant now) {
        return new AuditReceipt(log, sink, head, acknowledged, Optional.of(why), since.or(() -> Optional.of(now)));
    }

    /** Returns why a log does not contain the entry that the receiver has acknowledged; empty when it does. */
    public Optional<String> missingIn(AuditTrail trail) {
        return head.flatMap(trail::without)
                .map(why -> why + "; " + sink + " has acknowledged it"
                        + acknowledged
                                .map(time -> " at " + time.truncatedTo(ChronoUnit.SECONDS))
                                .orElse(""));
    }

    /** Parses the file; empty when it holds something else, as after somebody has edited it. */
    static Optional<AuditReceipt> parse(String text) {
        try {
            return Optional.ofNullable(GSON.fromJson(text, Stored.class))
                    .filter(stored -> stored.log != null && stored.sink != null)
                    .map(stored -> new AuditReceipt(
                            stored.log,
                            stored.sink,
                            Optional.ofNullable(stored.head).map(AuditHead::parse),
                            Optional.ofNullable(stored.acknowledged).map(Instant::parse),
                            Optional.ofNullable(stored.problem),
                            Optional.ofNullable(stored.since).map(Instant::parse)));
        } catch (JsonParseException | DateTimeParseException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** As {@link #parse} reads it. */
    String text() {
        return GSON.toJson(new Stored(
                        log,
                        sink,
                        head.map(AuditHead::toString).orElse(null),
                        acknowledged.map(Instant::toString).orElse(null),
                        problem.orElse(null),
                        since.map(Instant::toString).orElse(null)))
                + "\n";
    }
}
