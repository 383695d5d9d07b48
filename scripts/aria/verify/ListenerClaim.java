package aria.verify;

import aria.finding.Place;
import aria.verify.traffic.PlaintextUse;
import java.util.Optional;

/**
 * The claim about one listener.
 *
 * @param service  Compose service name
 * @param listener its name in the preset, else its port in the container
 * @param state    the claim
 * @param why      what was seen, one line; empty where the state says it all
 * @param place    where the port is published; empty when it is not, or nowhere known
 * @param plaintext who has come to an open one in plaintext; empty when it was not looked at, or is not open
 */
public record ListenerClaim(
        String service,
        String listener,
        ListenerState state,
        String why,
        Optional<Place> place,
        Optional<PlaintextUse> plaintext) {

    /** Makes a claim about a listener that is not open. */
    public ListenerClaim(String service, String listener, ListenerState state, String why, Optional<Place> place) {
        this(service, listener, state, why, place, Optional.empty());
    }

    /** Returns the same for one whose proxy also accepts plaintext. */
    ListenerClaim open(String how, Optional<PlaintextUse> use) {
        return new ListenerClaim(service, listener, ListenerState.OPEN, how, place, use);
    }

    /** Returns the same for one of which this could not be found out. */
    ListenerClaim notChecked(String reason) {
        return new ListenerClaim(service, listener, ListenerState.NOT_CHECKED, reason, place);
    }

    /** Returns the same for a port that is left to the public. */
    ListenerClaim toThePublic() {
        return state == ListenerState.NOT_UNDER_MTLS || state == ListenerState.NOT_CHECKED
                ? new ListenerClaim(service, listener, ListenerState.PUBLIC, why, place)
                : this;
    }

    /** Returns the same for a server that has no setting by which everybody would have to show a certificate. */
    ListenerClaim byAccount() {
        return state == ListenerState.PLAINTEXT_BY_CHOICE
                ? new ListenerClaim(service, listener, ListenerState.CERTIFICATE_BY_ACCOUNT, why, place)
                : this;
    }

    /** Returns the same for a service that somebody chose to leave as it is. */
    ListenerClaim byChoice() {
        return state == ListenerState.NOT_UNDER_MTLS
                ? new ListenerClaim(service, listener, ListenerState.PLAINTEXT_BY_CHOICE, why, place)
                : this;
    }
}
