package aria.ca.online;

import aria.ca.CaRefused;
import aria.ca.OneTimeToken;
import aria.ca.ProvisionerKey;
import aria.ca.Signer;
import aria.pki.Certificates;
import aria.pki.LeafRequest;
import aria.pki.ProvisionerIdentity;
import aria.pki.Purpose;
import aria.pki.Validity;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Has a running step-ca sign, by one-time tokens made with the key of its JWK provisioner. */
public final class TokenSigner implements Signer {

    /** Each keeps a connection busy; step-ca signs a few hundred a second, and keeps its database in order meanwhile. */
    private static final int AT_ONCE = 8;

    private final StepCaClient ca;
    private final ProvisionerKey key;
    private final String provisioner;
    private final X509Certificate issuer;
    private final Optional<Duration> longest;

    /**
     * Asks the CA which intermediate it signs with.
     *
     * @param key         of the provisioner
     * @param provisioner its name in the CA's ca.json
     * @param longest     the longest lifetime that its claims allow, where that is known
     * @throws aria.ca.CaUnreachable when the CA does not answer
     * @throws CaRefused             when its intermediate can't be used
     */
    public TokenSigner(StepCaClient ca, ProvisionerKey key, String provisioner, Optional<Duration> longest) {
        this.ca = ca;
        this.key = key;
        this.provisioner = provisioner;
        this.longest = longest;
        this.issuer = ca.soundIssuer();
    }

    /**
     * {@inheritDoc} The lifetime counts from the CA's present on, so that clocks which differ do no harm.
     *
     * @throws CaRefused for another purpose than servers and clients: step-ca's template knows no other
     */
    @Override
    public List<X509Certificate> sign(LeafRequest request, PrivateKey holder) {
        if (request.purpose() != Purpose.SERVER_AND_CLIENT) {
            throw new CaRefused("'" + request.commonName() + "': step-ca certifies for servers and clients at once; use --ca offline");
        }
        Duration lifetime = request.validity().length().minus(Validity.BACKDATE);
        return ca.sign(request.commonName(), request.names(), new KeyPair(request.publicKey(), holder), Optional.of(lifetime),
                () -> OneTimeToken.make(key, provisioner, ca.url(), Certificates.fingerprintSha256(roots().get(0)), request.commonName(),
                        request.names(), Instant.now()), Optional.empty());
    }

    @Override
    public X509Certificate issuer() {
        return issuer;
    }

    @Override
    public int parallelism() {
        return AT_ONCE;
    }

    @Override
    public List<X509Certificate> roots() {
        return ca.trusted();
    }

    @Override
    public Optional<ProvisionerIdentity> provisioner() {
        return Optional.of(new ProvisionerIdentity(provisioner, key.keyId()));
    }

    /** {@inheritDoc} step-ca itself would let a leaf outlive the intermediate. */
    @Override
    public Validity validityFor(Duration wanted, Instant now) {
        Duration lifetime = longest.filter(most -> most.compareTo(wanted) < 0).orElse(wanted);
        return Validity.startingAt(now, lifetime).within(Certificates.validity(issuer));
    }
}
