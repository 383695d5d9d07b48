package aria.verify;

import java.util.Set;

/**
 * The claim about one running service.
 *
 * @param service Compose service name
 * @param state   the claim
 * @param why     what was seen, one line
 * @param lasting whether time alone will not change it
 * @param silent  whether nothing of it was seen from which anything follows
 */
public record ApplicationClaim(String service, ApplicationState state, String why, boolean lasting, boolean silent) {
    /** A claim that follows from something that was seen. */
    public ApplicationClaim(String service, ApplicationState state, String why, boolean lasting) {
        this(service, state, why, lasting, false);
    }

    /** Returns the claim about a service whose certificate was revoked: connections that are still there do not tell that it works. */
    ApplicationClaim ofRevoked() {
        return state == ApplicationState.WORKS || silent
                ? new ApplicationClaim(
                        service, ApplicationState.NOT_CHECKED, "its certificate was revoked, so others refuse it", true)
                : this;
    }

    /**
     * Returns the claim when it is known which servers let the right client in: one of them works, if nothing else tells.
     */
    ApplicationClaim knowing(Set<String> serving) {
        return silent && serving.contains(service)
                ? new ApplicationClaim(service, ApplicationState.WORKS, "it lets the right client in", false)
                : this;
    }
}
