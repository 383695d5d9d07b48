package aria.ca.online;

import aria.ca.OneTimeToken;
import aria.ca.ProvisionerKey;
import aria.pki.Certificates;
import aria.pki.LeafRequest;
import aria.pki.ProvisionerIdentity;
import aria.pki.Validity;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Signs through a running step-ca, by one-time tokens made with the key of its JWK provisioner. */
public final class TokenSigner extends RunningSigner {

    /**
     * Each keeps a connection busy; step-ca signs a few hundred a second, and keeps its database in order meanwhile.
     */
    private static final int AT_ONCE = 8;

    private final ProvisionerKey key;
    private final String provisioner;

    /**
     * Asks the CA which intermediate it signs with.
     *
     * @param key         of the provisioner
     * @param provisioner its name in the CA's ca.json
     * @param longest     the longest lifetime that its claims allow, where that is known
     * @throws aria.finding.UnavailableException when the CA does not answer
     * @throws aria.finding.RefusedException when its intermediate can't be used
     */
    public TokenSigner(StepCaClient ca, ProvisionerKey key, String provisioner, Optional<Duration> longest) {
        super(ca, longest);
        this.key = key;
        this.provisioner = provisioner;
    }

    /**
     * {@inheritDoc} The lifetime counts from the CA's present on, so that clocks which differ do no harm.
     *
     * @throws aria.finding.RefusedException for another purpose than servers and clients: step-ca's template knows no
     *                                       other
     */
    @Override
    public List<X509Certificate> sign(LeafRequest request, PrivateKey holder) {
        requireBothPurposes(request);
        Duration lifetime = request.validity().length().minus(Validity.BACKDATE);
        return ca.sign(
                request.commonName(),
                request.names(),
                new KeyPair(request.publicKey(), holder),
                Optional.of(lifetime),
                () -> OneTimeToken.make(
                        key,
                        provisioner,
                        ca.url(),
                        Certificates.fingerprintSha256(roots().get(0)),
                        request.commonName(),
                        request.names(),
                        Instant.now()),
                Optional.empty());
    }

    @Override
    public int parallelism() {
        return AT_ONCE;
    }

    @Override
    public Optional<ProvisionerIdentity> provisioner() {
        return Optional.of(new ProvisionerIdentity(provisioner, key.keyId()));
    }
}
