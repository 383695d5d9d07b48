package aria.plan;

import aria.ca.Signer;
import aria.ca.init.CaOptions;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.pki.Validity;
import aria.store.Layout;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limits by which a lifetime is not the wanted one: the CA's own end, and the claims of ca.json.
 *
 * @param validity wanted where no certificate on disk says another
 */
record LifetimeLimits(Layout layout, Instant now, Duration validity) {
    /** Certificates count whole seconds. */
    private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);

    /**
     * Returns the limit of a CA that is there.
     *
     * @param person whether a person gets a certificate, too
     * @return empty when it sets none
     */
    Optional<Finding> of(Signer signer, List<CertificateTask> tasks, boolean person) {
        Optional<Duration> longest = Stream.concat(
                        tasks.stream().map(task -> task.lifetime().orElse(validity)),
                        person ? Stream.of(validity) : Stream.empty())
                .max(Comparator.naturalOrder());
        return longest.flatMap(wanted -> of(signer, wanted));
    }

    private Optional<Finding> of(Signer signer, Duration wanted) {
        Validity given = signer.validityFor(wanted, now);
        Duration off = Duration.between(given.notAfter(), now.plus(wanted));
        if (off.abs().compareTo(CLOCK_GRAIN) <= 0) {
            return Optional.empty();
        }
        return Optional.of(Finding.warning(
                FindingId.VALIDITY_CLAMPED,
                "the certificates expire on " + given.notAfter() + " instead of "
                        + (off.isNegative() ? "earlier" : "later") + ", because "
                        + signer.limit(given, layout.display(layout.caJson()))));
    }

    /** Returns the limit of a CA that is made by this plan, and has no claims that are stricter. */
    Optional<Finding> of(CaOptions options) {
        long days = Stream.of(options.intermediateValidity(), options.rootValidity())
                .mapToLong(Duration::toDays)
                .min()
                .orElseThrow();
        return validity.toDays() <= days
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        FindingId.VALIDITY_CLAMPED,
                        "the certificates expire after " + days + " days instead of later, because the issuer"
                                + " expires then"));
    }
}
