package aria.pki.path;

import aria.pki.Profile;
import aria.pki.Purpose;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The question that path validation answers.
 *
 * @param peer      the certificate that somebody presented
 * @param others    certificates that may stand between it and a root, in any order; not trusted
 * @param roots     the trusted ones, each of which is judged too
 * @param at        when the path has to be valid; parts of a second don't count (RFC 5280, 4.1.2.5)
 * @param purpose   what the peer has to be good for; empty for anything
 * @param profile   how strictly the form is judged
 * @param names     DNS names, IP addresses and mailboxes, each of which has to be the peer's; empty when nobody asks
 * @param maxDepth  how many CAs that aren't self-issued may stand between peer and root
 * @param crls      revocation lists; empty when revocation isn't asked for, otherwise one has to come from the peer's
 *                  issuer
 */
public record PathQuestion(
        X509Certificate peer,
        List<X509Certificate> others,
        List<X509Certificate> roots,
        Instant at,
        Optional<Purpose> purpose,
        Profile profile,
        List<String> names,
        int maxDepth,
        List<X509CRL> crls) {

    /** As many as any CA in use has, and some more. */
    public static final int DEFAULT_DEPTH = 8;

    public PathQuestion {
        others = List.copyOf(others);
        roots = List.copyOf(roots);
        at = at.truncatedTo(ChronoUnit.SECONDS);
        names = List.copyOf(names);
        crls = List.copyOf(crls);
    }

    /** A stack's question: by {@link Profile#STACK}, with no name, no list and the default depth. */
    public static PathQuestion of(
            X509Certificate peer,
            List<X509Certificate> others,
            List<X509Certificate> roots,
            Instant at,
            Purpose purpose) {
        return new PathQuestion(
                peer, others, roots, at, Optional.of(purpose), Profile.STACK, List.of(), DEFAULT_DEPTH, List.of());
    }
}
