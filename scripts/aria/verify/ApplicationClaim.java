package aria.verify;

/**
 * The claim about one running service.
 *
 * @param service Compose service name
 * @param state   the claim
 * @param why     what was seen, one line
 * @param lasting whether time alone will not change it
 */
public record ApplicationClaim(String service, ApplicationState state, String why, boolean lasting) {}
