package aria.verify.traffic;

import aria.verify.traffic.Connections.End;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells which calls no connection shows to succeed: a wrong password is connected, too, for a moment.
 *
 * @param first  what was seen
 * @param later  what was seen {@link #LASTS} afterwards; the same where nobody looked again
 * @param denied calls to servers whose log tells of a refused password
 */
public record DoubtfulCalls(Connections first, Connections later, Set<Call> denied) {
    /** A connection that is open for longer was not closed at once. */
    public static final Duration LASTS = Duration.ofSeconds(2);

    /**
     * One in so many: of the calls that a caller ends, the server closes a few first, because both are about to. Of those
     * that it refuses, the caller closes some first, because it was told.
     */
    private static final int MANY = 4;

    /** Returns those calls, each with the reason. */
    public Map<Call, String> reasons() {
        return first.and(later).calls().stream()
                .filter(call -> reason(call).isPresent())
                .collect(Collectors.toMap(call -> call, call -> reason(call).orElseThrow()));
    }

    private Optional<String> reason(Call call) {
        Map<String, End> before = first.seen().getOrDefault(call, Map.of());
        Map<String, End> ends = new HashMap<>(before);
        ends.putAll(later.seen().getOrDefault(call, Map.of()));
        if (ends.entrySet().stream().anyMatch(end -> end.getValue() == End.OPEN && isKept(call, end.getKey()))) {
            return Optional.empty();
        }
        if (denied.contains(call)) {
            return Optional.of(call.server() + " has refused a password within the last minute, as its log says");
        }
        long refused = ends.values().stream().filter(End.BY_SERVER::equals).count();
        long ended =
                refused + ends.values().stream().filter(End.BY_CALLER::equals).count();
        if (refused * MANY >= ended && ended > 0) {
            return Optional.of(call.server() + " closes the connections, as a server does that refuses a caller");
        }
        return ended > 0 ? Optional.empty() : Optional.of("no connection lasted for " + LASTS.toSeconds() + " seconds");
    }

    private boolean isKept(Call call, String end) {
        return first.seen().getOrDefault(call, Map.of()).get(end) == End.OPEN
                && later.seen().getOrDefault(call, Map.of()).get(end) == End.OPEN;
    }
}
