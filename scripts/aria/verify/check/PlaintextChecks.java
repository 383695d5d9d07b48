package aria.verify.check;

import aria.finding.Remedy;
import aria.verify.ListenerClaim;
import aria.verify.ListenerState;
import aria.verify.Observation;
import aria.verify.Status;
import aria.verify.Subject;
import aria.verify.probe.Listener;
import aria.verify.probe.Probe;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The check that nobody is answered without TLS. */
final class PlaintextChecks {
    private PlaintextChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(Probe.PLAINTEXT.checkId(), PlaintextChecks::refused);
    }

    private static List<Observation> refused(Subject subject) {
        List<ListenerClaim> open = subject.listenerClaims().stream()
                .filter(claim -> claim.state() == ListenerState.OPEN)
                .toList();
        return subject.handshakes().findings().get(Probe.PLAINTEXT).stream()
                .map(seen -> open.stream()
                        .filter(claim -> seen.status() == Status.PASS
                                && seen.service()
                                        .filter(claim.service()::equals)
                                        .isPresent()
                                && seen.listener()
                                        .filter(claim.listener()::equals)
                                        .isPresent())
                        .findFirst()
                        .map(claim -> atOnePort(subject, claim, seen))
                        .orElse(seen))
                .toList();
    }

    /** The proxy has a port of its own for TLS, and accepts plaintext at the server's. */
    private static Observation atOnePort(Subject subject, ListenerClaim claim, Observation seen) {
        int own = subject.listeners().stream()
                .filter(listener -> listener.service().equals(claim.service())
                        && listener.name().equals(claim.listener()))
                .mapToInt(Listener::port)
                .findFirst()
                .orElse(0);
        Observation open = Observation.warn(
                "a client without TLS is refused at port " + own + " of its proxy alone: at " + claim.service() + ":"
                        + claim.listener() + " it is served, because it is open",
                Remedy.aria("enforce", claim.service()));
        return new Observation(
                open.status(),
                seen.service(),
                seen.listener(),
                seen.via(),
                seen.place(),
                open.message(),
                open.remedies());
    }
}
