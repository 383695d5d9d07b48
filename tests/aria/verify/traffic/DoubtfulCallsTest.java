package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import aria.verify.traffic.Connections.End;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoubtfulCallsTest {
    private static final Call CALL = new Call("app", "db", 5432);
    private static final Map<String, End> KEPT = Map.of("10.0.0.3:40000", End.OPEN);

    @Test
    void a_connection_that_is_kept_succeeds() {
        assertThat(reason(KEPT, KEPT, Set.of(CALL))).isEmpty();
        assertThat(reason(KEPT, Map.of("10.0.0.3:40000", End.OPEN, "10.0.0.3:40002", End.BY_SERVER), Set.of()))
                .isEmpty();
    }

    @Test
    void short_connections_count_only_when_the_caller_ended_most() {
        Map<String, End> ended = Map.of("10.0.0.3:40000", End.BY_CALLER);
        assertThat(reason(ended, ended, Set.of())).isEmpty();
        assertThat(reason(KEPT, ended, Set.of())).isEmpty();
        assertThat(reason(Map.of("10.0.0.3:40000", End.BY_CALLER, "10.0.0.3:40002", End.BY_SERVER), Map.of(), Set.of()))
                .contains("db closes the connections, as a server does that refuses a caller");
        assertThat(reason(KEPT, Map.of("10.0.0.3:40000", End.BY_SERVER), Set.of()))
                .contains("db closes the connections, as a server does that refuses a caller");
    }

    @Test
    void both_ends_of_a_call_that_is_over_may_hurry_to_close() {
        assertThat(reason(
                        Map.of(
                                "a:1",
                                End.BY_CALLER,
                                "a:2",
                                End.BY_CALLER,
                                "a:3",
                                End.BY_CALLER,
                                "a:4",
                                End.BY_CALLER,
                                "a:5",
                                End.BY_SERVER),
                        Map.of(),
                        Set.of()))
                .isEmpty();
    }

    @Test
    void a_connection_that_was_reset_leaves_nothing_and_is_no_sign() {
        assertThat(reason(KEPT, Map.of(), Set.of())).isEqualTo(Optional.of("no connection lasted for 2 seconds"));
        assertThat(reason(KEPT, Map.of("10.0.0.3:40002", End.OPEN), Set.of()))
                .contains("no connection lasted for 2 seconds");
    }

    @Test
    void a_caller_that_hurries_to_close_first_is_told_by_the_log() {
        assertThat(reason(Map.of("10.0.0.3:40000", End.BY_CALLER), Map.of(), Set.of(CALL)))
                .contains("db has refused a password within the last minute, as its log says");
    }

    private static Optional<String> reason(Map<String, End> first, Map<String, End> later, Set<Call> denied) {
        return Optional.ofNullable(new DoubtfulCalls(connections(first), connections(later), denied)
                .reasons()
                .get(CALL));
    }

    private static Connections connections(Map<String, End> ends) {
        return new Connections(ends.isEmpty() ? Map.of() : Map.of(CALL, ends), Map.of(), Set.of());
    }
}
