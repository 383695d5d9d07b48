package aria.verify.check;

import aria.finding.Remedy;
import aria.verify.ListenerClaim;
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
        Observation seen = switch (claim.state()) {
            case NOT_CHECKED -> Observation.skip(claim.why());
            case OPEN -> Observation.fail("open: " + claim.why(), enforcing(claim));
            default -> Observation.fail("not under mTLS: " + claim.why());
        };
        Observation placed = claim.place().map(seen::at).orElse(seen);
        return placed.aboutListener(claim.service(), claim.listener());
    }

    /** Whoever still comes in plaintext is to be let in by certificate first. */
    private static Remedy[] enforcing(ListenerClaim claim) {
        Remedy enforce = Remedy.aria("enforce", claim.service());
        return claim.plaintext().filter(use -> use.count() > 0).isPresent()
                ? new Remedy[] {
                    Remedy.inOrder(Remedy.aria("observe"), Remedy.aria("bootstrap", "--yes", "--up"), enforce)
                }
                : new Remedy[] {enforce};
    }
}
