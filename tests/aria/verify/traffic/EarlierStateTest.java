package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import aria.verify.traffic.EarlierState.Service;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is remembered of a running project over several changes of it. */
class EarlierStateTest {
    private static final Call CALL = new Call("app", "db", 5432);
    private static final EarlierState WORKED = state(true, Set.of(CALL));
    private static final EarlierState BROKEN = state(true, Set.of());

    @Test
    void a_broken_state_does_not_become_the_one_from_before() {
        assertThat(EarlierState.NONE.before(WORKED).before(BROKEN).before(BROKEN))
                .isEqualTo(WORKED);
    }

    @Test
    void once_it_works_after_the_change_it_is_compared_with_that() {
        assertThat(WORKED.working(Set.of("app")).before(BROKEN)).isEqualTo(BROKEN);
        assertThat(WORKED.working(Set.of("db")).before(BROKEN)).isEqualTo(WORKED);
    }

    @Test
    void what_was_ready_is_to_be_ready_again_and_what_is_new_is_added() {
        EarlierState sick = state(false, Set.of());
        EarlierState another = new EarlierState(
                Map.of("new", new Service(true, 0)), Set.of(new Call("new", "db", 5432)), Set.of(), Set.of(), Set.of());

        assertThat(WORKED.working(Set.of("app")).before(sick)).isEqualTo(WORKED);
        assertThat(WORKED.before(another).services()).containsOnlyKeys("app", "new");
        assertThat(WORKED.before(another).calls()).hasSize(2);
    }

    private static EarlierState state(boolean ready, Set<Call> calls) {
        return new EarlierState(Map.of("app", new Service(ready, 0)), calls, calls, Set.of(), Set.of());
    }
}
