package aria.verify;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.RunningService;
import aria.docker.RunningService.Health;
import aria.docker.RunningService.State;
import aria.testing.Containers;
import aria.verify.traffic.Call;
import aria.verify.traffic.Connections;
import aria.verify.traffic.EarlierState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ApplicationJudgeTest {
    private static final Call CALL = new Call("app", "db", 5432);
    private static final EarlierState WORKED = new EarlierState(
            Map.of("app", new EarlierState.Service(true, 0)), Set.of(CALL), Set.of(CALL), Set.of(), Set.of());

    @Test
    void an_application_that_is_refused_is_broken_however_healthy_it_says_it_is() {
        assertThat(claim(app(State.RUNNING, Health.HEALTHY, 0), EarlierState.NONE, true, Set.of(CALL), Set.of(CALL)))
                .contains(new ApplicationClaim(
                        "app",
                        ApplicationState.BROKEN,
                        "db refuses it, because it shows no certificate of this CA",
                        true));
    }

    @Test
    void an_application_that_was_refused_while_nobody_looked_is_broken() {
        Map<Call, Instant> earlier =
                Map.of(CALL, Instant.parse("2026-11-30T10:15:30.123456Z"), new Call("web", "db", 5432), Instant.EPOCH);
        assertThat(refusedEarlier(earlier, call -> false))
                .isEqualTo(new ApplicationClaim(
                        "app",
                        ApplicationState.BROKEN,
                        "db refused it at 2026-11-30T10:15:30Z, because it shows no certificate of this CA",
                        true));
        assertThat(refusedEarlier(earlier, CALL::equals).state()).isEqualTo(ApplicationState.SHUT_OUT_BY_CHOICE);
        assertThat(refusedEarlier(Map.of(), call -> false).isSilent()).isTrue();
    }

    private static ApplicationClaim refusedEarlier(Map<Call, Instant> earlier, Predicate<Call> chosen) {
        LiveStack live = LiveStack.of(
                List.of(app(State.RUNNING, Health.NONE, 0), Containers.running("db", "10.0.0.2")), Set.of());
        return new ApplicationJudge(
                        live,
                        EarlierState.NONE,
                        Connections.NONE,
                        Map.of(),
                        Set.of(),
                        Set.of(),
                        earlier,
                        Set.of(),
                        Set.of(),
                        chosen)
                .claim("app")
                .orElseThrow();
    }

    @Test
    void a_call_that_is_seen_again_works() {
        assertThat(state(app(State.RUNNING, Health.NONE, 0), WORKED, true)).contains(ApplicationState.WORKS);
    }

    @Test
    void a_habitual_call_that_is_not_seen_again_is_broken_unless_a_health_check_passes() {
        assertThat(state(app(State.RUNNING, Health.NONE, 0), WORKED, false)).contains(ApplicationState.BROKEN);
        assertThat(state(app(State.RUNNING, Health.HEALTHY, 0), WORKED, false)).contains(ApplicationState.NOT_CHECKED);
    }

    @Test
    void a_proxy_of_pages_that_nobody_visits_at_this_moment_has_nobody_to_call_for() {
        assertThat(entrance(Set.of())).contains(ApplicationState.NOT_CHECKED);
        assertThat(entrance(Set.of(new Connections.Stranger("app", "203.0.113.7", 443, true))))
                .as("somebody visits it, and nothing is passed on")
                .contains(ApplicationState.BROKEN);
        assertThat(entrance(Set.of(new Connections.Stranger("app", "203.0.113.7", 443, false))))
                .as("it calls somebody itself")
                .contains(ApplicationState.NOT_CHECKED);
    }

    private static Optional<ApplicationState> entrance(Set<Connections.Stranger> strangers) {
        Connections now = new Connections(Map.of(), Map.of("db", Set.of(5432), "app", Set.of(443)), strangers);
        LiveStack live = LiveStack.of(
                List.of(app(State.RUNNING, Health.NONE, 0), Containers.running("db", "10.0.0.2")), Set.of());
        return new ApplicationJudge(
                        live,
                        WORKED,
                        now,
                        Map.of(),
                        Set.of(),
                        Set.of(),
                        Map.of(),
                        Set.of(),
                        Set.of("app"),
                        call -> false)
                .claim("app")
                .map(ApplicationClaim::state);
    }

    @Test
    void a_call_that_was_seen_once_may_stay_away() {
        EarlierState once = new EarlierState(WORKED.services(), Set.of(CALL), Set.of(), Set.of(), Set.of());
        assertThat(state(app(State.RUNNING, Health.NONE, 0), once, false)).contains(ApplicationState.NOT_CHECKED);
    }

    @Test
    void an_application_without_any_sign_is_not_checked() {
        assertThat(state(app(State.RUNNING, Health.NONE, 0), EarlierState.NONE, false))
                .contains(ApplicationState.NOT_CHECKED);
    }

    @Test
    void a_server_without_any_other_sign_works_when_it_lets_the_right_client_in() {
        ApplicationClaim silent = claim(
                        app(State.RUNNING, Health.NONE, 0), EarlierState.NONE, false, Set.of(), Set.of())
                .orElseThrow();
        assertThat(silent.knowing(Set.of("db"))).isEqualTo(silent);
        assertThat(silent.knowing(Set.of("app")).state()).isEqualTo(ApplicationState.WORKS);
        ApplicationClaim older = new ApplicationClaim("app", ApplicationState.NOT_CHECKED, "older", false);
        assertThat(older.knowing(Set.of("app"))).isEqualTo(older);
    }

    @Test
    void a_caller_without_a_certificate_of_which_the_log_says_nothing_is_not_checked() {
        assertThat(claim(app(State.RUNNING, Health.NONE, 0), EarlierState.NONE, true, Set.of(CALL), Set.of())
                        .map(ApplicationClaim::state))
                .contains(ApplicationState.NOT_CHECKED);
    }

    @Test
    void a_call_that_no_connection_shows_to_succeed_is_no_sign_that_either_end_works() {
        Connections now = new Connections(
                Map.of(CALL, Map.of("10.0.0.3:40000", Connections.End.BY_SERVER)),
                Map.of("db", Set.of(5432)),
                Set.of());
        LiveStack live = LiveStack.of(
                List.of(app(State.RUNNING, Health.NONE, 0), Containers.running("db", "10.0.0.2")), Set.of());
        ApplicationJudge judge = new ApplicationJudge(
                live,
                WORKED,
                now,
                Map.of(CALL, "db closes it"),
                Set.of(),
                Set.of(),
                Map.of(),
                Set.of(),
                Set.of(),
                call -> false);
        assertThat(judge.claim("app"))
                .contains(new ApplicationClaim(
                        "app",
                        ApplicationState.NOT_CHECKED,
                        "whether its calls of db succeed was not seen, because db closes it",
                        false));
        assertThat(judge.claim("db").orElseThrow().isSilent()).isTrue();
        assertThat(judge.claim("db").orElseThrow().knowing(Set.of("db")).state())
                .isEqualTo(ApplicationState.WORKS);
    }

    @Test
    void health_is_compared_with_what_it_was() {
        EarlierState sick = new EarlierState(
                Map.of("app", new EarlierState.Service(false, 0)), Set.of(), Set.of(), Set.of(), Set.of());
        assertThat(state(app(State.RUNNING, Health.UNHEALTHY, 0), WORKED, true)).contains(ApplicationState.BROKEN);
        assertThat(state(app(State.RUNNING, Health.UNHEALTHY, 0), sick, true)).contains(ApplicationState.NOT_CHECKED);
    }

    @Test
    void what_ended_or_starts_again_and_again_is_broken() {
        assertThat(state(app(State.EXITED, Health.NONE, 0), EarlierState.NONE, false))
                .contains(ApplicationState.BROKEN);
        assertThat(state(app(State.RUNNING, Health.NONE, 3), WORKED, true)).contains(ApplicationState.BROKEN);
    }

    @Test
    void what_does_not_run_although_it_should_is_down() {
        RunningService never = Containers.of("app", "10.0.0.3", State.CREATED, Health.NONE, 0, Instant.EPOCH);
        assertThat(claim(never, EarlierState.NONE, false, Set.of(), Set.of()))
                .contains(ApplicationClaim.down("app", "its container was never started"));
        RunningService stopped = Containers.stopped("app");
        assertThat(claim(stopped, WORKED, false, Set.of(), Set.of()))
                .contains(ApplicationClaim.down("app", "it is exited"));
        assertThat(claim(stopped, EarlierState.NONE, false, Set.of(), Set.of()))
                .as("it may be a script that has done its work")
                .isEmpty();
        LiveStack live = LiveStack.of(List.of(stopped), Set.of());
        assertThat(new ApplicationJudge(
                                live,
                                EarlierState.NONE,
                                Connections.NONE,
                                Map.of(),
                                Set.of(),
                                Set.of(),
                                Map.of(),
                                Set.of("app"),
                                Set.of(),
                                call -> false)
                        .claim("app"))
                .as("it is to be started again when it ends")
                .contains(ApplicationClaim.down("app", "it is exited"));
    }

    @Test
    void what_had_failed_before_the_change_was_not_broken_by_it() {
        RunningService dead = app(State.EXITED, Health.NONE, 0);
        assertThat(state(dead, EarlierState.of(List.of(dead), Connections.NONE, Set.of()), false))
                .contains(ApplicationState.NOT_CHECKED);
        assertThat(state(dead, WORKED.before(EarlierState.of(List.of(dead), Connections.NONE, Set.of())), false))
                .as("it ran before the first change, and failed before the second")
                .contains(ApplicationState.BROKEN);
    }

    @Test
    void connections_of_a_service_whose_certificate_was_revoked_do_not_tell_that_it_works() {
        ApplicationClaim works =
                new ApplicationClaim("app", ApplicationState.WORKS, "its connections are as expected", false);
        assertThat(works.ofRevoked().state()).isEqualTo(ApplicationState.NOT_CHECKED);
        assertThat(works.ofRevoked().knowing(Set.of("app")).state()).isEqualTo(ApplicationState.NOT_CHECKED);
        ApplicationClaim broken = new ApplicationClaim("app", ApplicationState.BROKEN, "its health check fails", false);
        assertThat(broken.ofRevoked()).isEqualTo(broken);
    }

    @Test
    void a_call_that_moved_to_another_port_of_the_same_server_is_made() {
        Connections now = new Connections(
                Map.of(new Call("app", "db", 5433), Map.of("10.0.0.3:40000", Connections.End.OPEN)),
                Map.of("db", Set.of(5433), "app", Set.of()),
                Set.of());
        LiveStack live = LiveStack.of(
                List.of(app(State.RUNNING, Health.NONE, 0), Containers.running("db", "10.0.0.2")), Set.of());
        assertThat(new ApplicationJudge(
                                live,
                                WORKED,
                                now,
                                Map.of(),
                                Set.of(),
                                Set.of(),
                                Map.of(),
                                Set.of(),
                                Set.of(),
                                call -> false)
                        .claim("app"))
                .map(ApplicationClaim::state)
                .contains(ApplicationState.WORKS);
    }

    @Test
    void what_is_gone_or_was_never_started_is_not_broken() {
        LiveStack live = LiveStack.of(List.of(Containers.running("db", "10.0.0.2")), Set.of());
        Connections nothing = Connections.NONE;
        assertThat(new ApplicationJudge(
                                live,
                                WORKED,
                                nothing,
                                Map.of(),
                                Set.of(),
                                Set.of(),
                                Map.of(),
                                Set.of(),
                                Set.of(),
                                call -> false)
                        .claim("app"))
                .map(ApplicationClaim::state)
                .contains(ApplicationState.NOT_CHECKED);
        assertThat(new ApplicationJudge(
                                live,
                                EarlierState.NONE,
                                nothing,
                                Map.of(),
                                Set.of(),
                                Set.of(),
                                Map.of(),
                                Set.of(),
                                Set.of(),
                                call -> false)
                        .claim("app"))
                .isEmpty();
    }

    @Test
    void a_loss_that_was_chosen_is_said_as_such_and_is_neither_broken_nor_at_work() {
        for (Health health : List.of(Health.NONE, Health.HEALTHY, Health.UNHEALTHY)) {
            LiveStack live = LiveStack.of(
                    List.of(app(State.RUNNING, health, 0), Containers.running("db", "10.0.0.2")), Set.of());
            ApplicationClaim claim = new ApplicationJudge(
                            live,
                            WORKED,
                            Connections.NONE,
                            Map.of(),
                            Set.of(),
                            Set.of(),
                            Map.of(),
                            Set.of(),
                            Set.of(),
                            CALL::equals)
                    .claim("app")
                    .orElseThrow();
            assertThat(claim.state()).isEqualTo(ApplicationState.SHUT_OUT_BY_CHOICE);
            assertThat(claim.why()).startsWith("db refuses it without a certificate, as chosen");
        }
    }

    private static RunningService app(State state, Health health, int restarts) {
        return Containers.of("app", "10.0.0.3", state, health, restarts, Instant.now());
    }

    private static Optional<ApplicationState> state(RunningService app, EarlierState before, boolean called) {
        return claim(app, before, called, Set.of(), Set.of()).map(ApplicationClaim::state);
    }

    private static Optional<ApplicationClaim> claim(
            RunningService app, EarlierState before, boolean called, Set<Call> suspects, Set<Call> refused) {
        Connections now = new Connections(
                called ? Map.of(CALL, Map.of("10.0.0.3:40000", Connections.End.OPEN)) : Map.of(),
                Map.of("db", Set.of(5432), "app", Set.of()),
                Set.of());
        LiveStack live = LiveStack.of(List.of(app, Containers.running("db", "10.0.0.2")), Set.of());
        return new ApplicationJudge(
                        live, before, now, Map.of(), suspects, refused, Map.of(), Set.of(), Set.of(), call -> false)
                .claim("app");
    }
}
