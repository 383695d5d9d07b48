package aria.verify.check;

import aria.verify.ListenerClaim;
import aria.verify.ListenerState;
import aria.verify.Observation;
import aria.verify.Subject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The checks that nothing of the stack can be reached without a certificate. */
final class ListenerChecks {
    /** The check after which the report may claim something of listeners. */
    static final String ID = "listener.mtls";

    private ListenerChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(ID, ListenerChecks::mutualTls);
    }

    private static List<Observation> mutualTls(Subject subject) {
        List<ListenerClaim> claims = subject.listenerClaims();
        List<Observation> open = claims.stream()
                .filter(claim -> !claim.state().settled())
                .map(ListenerChecks::seen)
                .toList();
        return open.isEmpty() && !claims.isEmpty() ? List.of(Observation.pass(claims.size() + " listeners")) : open;
    }

    private static Observation seen(ListenerClaim claim) {
        Observation seen = claim.state() == ListenerState.NOT_CHECKED
                ? Observation.skip(claim.why())
                : Observation.fail("not under mTLS: " + claim.why());
        Observation placed = claim.place().map(seen::at).orElse(seen);
        return placed.aboutListener(claim.service(), claim.listener());
    }
}
