package aria.verify;

import aria.docker.RunningService;
import aria.docker.RunningService.Health;
import aria.verify.traffic.Call;
import aria.verify.traffic.Connections;
import aria.verify.traffic.EarlierState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges services by what was seen of them.
 *
 * @param live     the containers
 * @param before   the project before it was changed
 * @param now      who is connected to whom
 * @param doubts   calls that no connection shows to succeed, and why
 * @param suspects calls to servers that require certificates, by callers that have none as far as the files tell
 * @param refused  those of the suspects that a server's log tells of
 * @param earlier  when callers that have no certificate as far as the files tell were last refused, whether they were seen
 *                 to call or not
 * @param lasting  the services that are to be started again when they end
 * @param entrances the services that only pass on what comes from outside
 * @param chosen   whether a call has to fail, because the user has decided to secure its server all the same
 */
record ApplicationJudge(
        LiveStack live,
        EarlierState before,
        Connections now,
        Map<Call, String> doubts,
        Set<Call> suspects,
        Set<Call> refused,
        Map<Call, Instant> earlier,
        Set<String> lasting,
        Set<String> entrances,
        Predicate<Call> chosen) {
    /** A process that runs longer was not started in vain. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** Returns the claim about a service; empty for one that does not run and did not before. */
    Optional<ApplicationClaim> claim(String service) {
        Set<Call> losses = Stream.concat(
                        Stream.concat(callsOf(service, refused).stream(), callsOf(service, earlier.keySet()).stream()),
                        missing(service).filter(call -> !live.stale().contains(service)))
                .filter(chosen)
                .collect(Collectors.toSet());
        return losses.isEmpty()
                ? seen(service)
                : seen(service)
                        .map(claim -> claim(
                                service,
                                ApplicationState.SHUT_OUT_BY_CHOICE,
                                names(losses) + " refuses it without a certificate, as chosen"
                                        + (claim.state() == ApplicationState.BROKEN ? "; " + claim.why() : "")));
    }

    /** The calls that it made before and does not make now, while their servers are there. */
    private Stream<Call> missing(String service) {
        return before.calls().stream()
                .filter(call -> call.caller().equals(service) && !isMade(call))
                .filter(call -> live.container(call.server()).isPresent());
    }

    private Optional<ApplicationClaim> seen(String service) {
        Optional<EarlierState.Service> was =
                Optional.ofNullable(before.services().get(service));
        Optional<RunningService> container = live.container(service);
        if (container.isEmpty()) {
            return was.map(ran -> ApplicationClaim.down(service, "it ran before and has no container"));
        }
        return container.get().runs()
                ? Optional.of(running(container.get(), was))
                : ended(container.get(), was.isPresent());
    }

    /** One that somebody has stopped is not broken, and one that had failed already was not broken by the change. */
    private Optional<ApplicationClaim> ended(RunningService container, boolean ran) {
        String state = "it is " + container.state().name().toLowerCase(Locale.ROOT);
        if (EarlierState.hasFailed(container)) {
            return Optional.of(
                    before.failed().contains(container.service())
                            ? notChecked(container.service(), state + ", and had failed before")
                            : broken(container.service(), state));
        }
        if (container.state() == RunningService.State.CREATED) {
            return Optional.of(ApplicationClaim.down(container.service(), "its container was never started"));
        }
        return ran || lasting.contains(container.service())
                ? Optional.of(ApplicationClaim.down(container.service(), state))
                : Optional.empty();
    }

    private ApplicationClaim running(RunningService container, Optional<EarlierState.Service> was) {
        String service = container.service();
        Set<Call> lost = callsOf(service, refused);
        lost.removeIf(chosen);
        Set<Call> lostEarlier = callsOf(service, earlier.keySet());
        lostEarlier.removeIf(chosen);
        List<Call> missing = missing(service)
                .filter(chosen.negate())
                .sorted(Comparator.comparing(Call::listener))
                .toList();
        boolean healthy = container.health() == Health.HEALTHY;
        Optional<Call> gone = missing.stream()
                .filter(before.habitual()::contains)
                .filter(call -> !(healthy || isIdleEntrance(service)) || isClosed(call))
                .findFirst();
        if (live.stale().contains(service)) {
            return notChecked(service, "its container is older than the files");
        }
        if (container.health() == Health.UNHEALTHY) {
            return was.filter(ran -> !ran.ready()).isPresent()
                    ? notChecked(service, "its health check failed before, too")
                    : broken(service, "its health check fails");
        }
        if (!lost.isEmpty()) {
            return shutOut(service, names(lost) + " refuses it");
        }
        if (!lostEarlier.isEmpty()) {
            return shutOut(service, timed(lostEarlier));
        }
        if (gone.isPresent()) {
            return broken(service, "it called " + gone.get().listener() + " before and does not any more");
        }
        if (isStartedAgain(container, was.map(EarlierState.Service::restarts).orElse(0))) {
            return broken(service, "it ended and was started again, " + container.restarts() + " times so far");
        }
        return alive(container, missing, healthy);
    }

    private ApplicationClaim alive(RunningService container, List<Call> missing, boolean healthy) {
        String service = container.service();
        Set<Call> unknown = callsOf(service, suspects);
        if (container.health() == Health.STARTING) {
            return notChecked(service, "its health check has not passed yet");
        }
        if (!unknown.isEmpty()) {
            return notChecked(service, "whether " + names(unknown) + " lets it in was not seen");
        }
        if (!missing.isEmpty()) {
            return notChecked(service, "it has not called " + missing.get(0).listener() + " again");
        }
        if (healthy) {
            return claim(service, ApplicationState.WORKS, "its health check passes");
        }
        return connected(service);
    }

    /** Judges by connections alone: its calls have to succeed, or if it makes none, somebody's to it. */
    private ApplicationClaim connected(String service) {
        Set<Call> own = callsOf(service, now.calls());
        Set<Call> answered = now.calls().stream()
                .filter(call -> call.server().equals(service))
                .collect(Collectors.toSet());
        Optional<Call> doubtful = own.stream().filter(doubts::containsKey).min(Comparator.comparing(Call::listener));
        if (doubtful.isPresent()) {
            return notChecked(
                    service,
                    "whether its calls of " + doubtful.get().server() + " succeed was not seen, because "
                            + doubts.get(doubtful.get()));
        }
        if (own.isEmpty() && answered.isEmpty()) {
            return silent(service, "it has no health check, and no call of it was seen");
        }
        return own.isEmpty() && doubts.keySet().containsAll(answered)
                ? silent(
                        service,
                        "whether it answers was not seen, because "
                                + answered.stream()
                                        .map(doubts::get)
                                        .sorted()
                                        .findFirst()
                                        .orElseThrow())
                : claim(service, ApplicationState.WORKS, "its connections are as expected");
    }

    private static ApplicationClaim silent(String service, String why) {
        return new ApplicationClaim(service, ApplicationState.NOT_CHECKED, why, false, ApplicationClaim.Basis.SILENCE);
    }

    /** At whatever port: the plan may have moved it. */
    private boolean isMade(Call call) {
        return now.calls().stream()
                .anyMatch(seen ->
                        seen.caller().equals(call.caller()) && seen.server().equals(call.server()));
    }

    /** Nobody visits it at this moment, so its silence tells nothing. */
    private boolean isIdleEntrance(String service) {
        return entrances.contains(service)
                && now.calls().stream().noneMatch(call -> call.server().equals(service))
                && now.strangers().stream()
                        .noneMatch(stranger ->
                                stranger.calls() && stranger.service().equals(service));
    }

    private boolean isClosed(Call call) {
        return Optional.ofNullable(now.listening().get(call.server()))
                .filter(ports -> !ports.contains(call.port()))
                .isPresent();
    }

    private static boolean isStartedAgain(RunningService container, int before) {
        return container.restarts() > before
                && container
                        .startedAt()
                        .filter(time -> time.plus(FRESH).isAfter(Instant.now()))
                        .isPresent();
    }

    private static Set<Call> callsOf(String service, Set<Call> calls) {
        return calls.stream().filter(call -> call.caller().equals(service)).collect(Collectors.toSet());
    }

    private static String names(Set<Call> calls) {
        return calls.stream().map(Call::server).distinct().sorted().collect(Collectors.joining(", "));
    }

    /** The last refusal by each server. */
    private String timed(Set<Call> calls) {
        return calls.stream()
                .collect(Collectors.toMap(
                        Call::server, earlier::get, (one, other) -> one.isAfter(other) ? one : other, TreeMap::new))
                .entrySet()
                .stream()
                .map(last -> last.getKey() + " refused it at " + last.getValue().truncatedTo(ChronoUnit.SECONDS))
                .collect(Collectors.joining(", "));
    }

    private static ApplicationClaim shutOut(String service, String what) {
        return new ApplicationClaim(
                service, ApplicationState.BROKEN, what + ", because it shows no certificate of this CA", true);
    }

    private static ApplicationClaim broken(String service, String why) {
        return claim(service, ApplicationState.BROKEN, why);
    }

    private static ApplicationClaim notChecked(String service, String why) {
        return claim(service, ApplicationState.NOT_CHECKED, why);
    }

    private static ApplicationClaim claim(String service, ApplicationState state, String why) {
        return new ApplicationClaim(service, state, why, false);
    }
}
