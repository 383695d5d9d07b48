package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.Signer;
import aria.ca.config.CaErrors;
import aria.pki.Certificates;
import aria.pki.LeafRequest;
import aria.pki.Purpose;
import aria.pki.Validity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A running step-ca that signs over the network, by token or by ACME. */
abstract class RunningSigner implements Signer {

    /** The CA. */
    final StepCaClient ca;

    private final Optional<Duration> longest;
    private final X509Certificate issuer;

    /**
     * Asks the CA which intermediate it signs with.
     *
     * @param longest the longest lifetime that its claims allow, where that is known
     * @throws aria.finding.UnavailableException when the CA does not answer
     * @throws aria.finding.RefusedException when its intermediate can't be used
     */
    RunningSigner(StepCaClient ca, Optional<Duration> longest) {
        this.ca = ca;
        this.longest = longest;
        this.issuer = ca.soundIssuer();
    }

    /**
     * @throws aria.finding.RefusedException for another purpose than servers and clients: step-ca's template knows no
     *                                       other
     */
    static void requireBothPurposes(LeafRequest request) {
        if (request.purpose() != Purpose.SERVER_AND_CLIENT) {
            throw CaErrors.refused(
                    "'" + request.commonName() + "': step-ca issues certificates for both servers and clients",
                    advice("use --ca offline"));
        }
    }

    @Override
    public final Optional<Duration> clockAhead() {
        return ca.clockAhead();
    }

    @Override
    public final X509Certificate issuer() {
        return issuer;
    }

    @Override
    public final List<X509Certificate> roots() {
        return ca.trusted();
    }

    /** {@inheritDoc} step-ca itself would let a leaf outlive the intermediate. */
    @Override
    public final Validity validityFor(Duration wanted, Instant now) {
        Duration lifetime = longest.filter(most -> most.compareTo(wanted) < 0).orElse(wanted);
        return Validity.startingAt(now, lifetime).within(Certificates.validity(issuer));
    }
}
