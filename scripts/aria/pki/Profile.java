package aria.pki;

/** The strictness of certificate checks. The requirements of RFC 5280, section 6 on a path apply in every profile. */
public enum Profile {
    /**
     * What a Compose stack needs: the leaf as RFC 5280 wants it, with alternative names and extended key usage, but
     * with the underscores that service names have; of a CA that somebody else made only what a path needs.
     */
    STACK,
    /** RFC 5280's profile of every certificate in the path. */
    RFC5280,
    /** As {@link #RFC5280}, with what the CA/Browser Forum's Baseline Requirements ask of public servers. */
    WEBPKI
}
