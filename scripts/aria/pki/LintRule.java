package aria.pki;

import aria.finding.RefusedException;
import aria.pki.CertificateView.Place;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One lint rule for certificates, as a value.
 *
 * @param id       stable, for machines
 * @param section  where it is written
 * @param places   where in a path it applies
 * @param profiles who insists on it
 * @param advice   breaking it is worth a warning, and refuses no path
 * @param judge    what is wrong, as the end of a sentence that begins with the certificate's name; empty when nothing
 *                 is
 */
record LintRule(
        String id,
        String section,
        Set<Place> places,
        Set<Profile> profiles,
        boolean advice,
        Function<CertificateView, Optional<String>> judge) {

    /** Everywhere, for who insists on the RFC. */
    static final Set<Place> EVERYWHERE = Set.of(Place.values());

    static final Set<Place> AUTHORITIES = Set.of(Place.ROOT, Place.INTERMEDIATE);
    static final Set<Place> LEAF = Set.of(Place.LEAF);

    private static final Set<Profile> STRICT = Set.of(Profile.RFC5280, Profile.WEBPKI);

    /** A rule of RFC 5280. */
    static LintRule rfc(
            String id, String section, Set<Place> places, Function<CertificateView, Optional<String>> judge) {
        return new LintRule(id, "RFC 5280, " + section, places, Set.of(Profile.values()), false, judge);
    }

    /** A rule of RFC 5280 that validators don't insist on. */
    static LintRule advice(
            String id, String section, Set<Place> places, Function<CertificateView, Optional<String>> judge) {
        return new LintRule(id, "RFC 5280, " + section, places, Set.of(Profile.values()), true, judge);
    }

    /** A rule of the Baseline Requirements, for public servers alone. */
    static LintRule web(
            String id, String section, Set<Place> places, Function<CertificateView, Optional<String>> judge) {
        return new LintRule(id, "CABF BR " + section, places, Set.of(Profile.WEBPKI), false, judge);
    }

    LintRule of(Profile... insisting) {
        return new LintRule(id, section, places, Set.of(insisting), advice, judge);
    }

    /** Whether it refuses a path: a stack takes the CA it is given, as long as its paths are good. */
    boolean refuses(Place place, Profile profile) {
        return !advice && applies(place, profile) && (STRICT.contains(profile) || place == Place.LEAF);
    }

    boolean applies(Place place, Profile profile) {
        return places.contains(place) && profiles.contains(profile);
    }

    /** The broken rule, as a message; a malformed extension breaks whichever rule reads it. */
    Optional<String> problem(CertificateView view) {
        try {
            return judge.apply(view).map(problem -> view.who() + " " + problem);
        } catch (RefusedException malformed) {
            return Optional.of(malformed.getMessage());
        } catch (IllegalArgumentException | IllegalStateException undecodable) {
            return Optional.of(
                    view.who() + " contains something that cannot be decoded"); // Bouncy Castle decodes names when they
            // are asked for
        }
    }
}
