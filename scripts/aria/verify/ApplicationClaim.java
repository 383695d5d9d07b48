package aria.verify;

import java.util.Set;

/**
 * The claim about one service.
 *
 * @param service Compose service name
 * @param state   the claim
 * @param why     what was seen, one line
 * @param lasting whether time alone will not change it
 * @param basis   what it follows from
 */
public record ApplicationClaim(String service, ApplicationState state, String why, boolean lasting, Basis basis) {
    /** What a claim follows from. */
    public enum Basis {
        /** Something that was seen of the service. */
        SIGNS,
        /** Nothing was seen of it from which anything follows. */
        SILENCE,
        /** It does not run, although it should. */
        DOWN
    }

    /** A claim that follows from something that was seen. */
    public ApplicationClaim(String service, ApplicationState state, String why, boolean lasting) {
        this(service, state, why, lasting, Basis.SIGNS);
    }

    /** Returns the claim about a service that somebody, or a start that was killed, has left down. */
    static ApplicationClaim down(String service, String why) {
        return new ApplicationClaim(service, ApplicationState.NOT_CHECKED, why, false, Basis.DOWN);
    }

    /** Returns whether it does not run, although it should. */
    public boolean isDown() {
        return basis == Basis.DOWN;
    }

    /** Returns whether nothing was seen of it from which anything follows. */
    boolean isSilent() {
        return basis == Basis.SILENCE;
    }

    /** Returns the claim about a service whose certificate was revoked: connections that are still there do not tell that it works. */
    ApplicationClaim ofRevoked() {
        return state == ApplicationState.WORKS || isSilent()
                ? new ApplicationClaim(
                        service, ApplicationState.NOT_CHECKED, "its certificate was revoked, so others refuse it", true)
                : this;
    }

    /**
     * Returns the claim when it is known which servers let the right client in: one of them works, if nothing else tells.
     */
    ApplicationClaim knowing(Set<String> serving) {
        return isSilent() && serving.contains(service)
                ? new ApplicationClaim(service, ApplicationState.WORKS, "it lets the right client in", false)
                : this;
    }
}
