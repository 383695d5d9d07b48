package aria.ca.online;

import aria.ca.CaRefused;
import aria.ca.Signer;
import aria.pki.Certificates;
import aria.pki.LeafRequest;
import aria.pki.ProvisionerIdentity;
import aria.pki.Purpose;
import aria.pki.Validity;
import java.net.URI;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Has a running step-ca sign by ACME: it finds out by itself that the names lead to this machine. Holds a port until it is closed.
 */
public final class AcmeSigner implements Signer, AutoCloseable {

    private static final int AT_ONCE = 4;

    private final StepCaClient ca;
    private final Setup setup;
    private final X509Certificate issuer;
    private final Optional<Duration> longest;
    private AcmeClient acme;
    private Responder responder;

    /**
     * How ACME is to be done.
     *
     * @param provisioner of type ACME; empty for the first one that the CA lists
     * @param challenge   how names are shown
     * @param port        where it is answered; empty for the standard one
     * @param account     who orders; asked when the first certificate is ordered
     */
    public record Setup(Optional<String> provisioner, Challenge challenge, Optional<Integer> port, Supplier<AcmeAccount> account) {
    }

    /**
     * Asks the CA which intermediate it signs with. The account is opened, and the port taken, when the first certificate is ordered.
     *
     * @param longest the longest lifetime that its claims allow, where that is known
     */
    public AcmeSigner(StepCaClient ca, Setup setup, Optional<Duration> longest) {
        this.ca = ca;
        this.setup = setup;
        this.longest = longest;
        this.issuer = ca.soundIssuer();
    }

    /** {@inheritDoc} @throws CaRefused for a name that ACME doesn't know, and for one that does not lead to this machine */
    @Override
    public List<X509Certificate> sign(LeafRequest request, PrivateKey holder) {
        if (request.purpose() != Purpose.SERVER_AND_CLIENT) {
            throw new CaRefused("'" + request.commonName() + "': step-ca certifies for servers and clients at once; use --ca offline");
        }
        List<String> unknown = request.names().dns().stream().filter(name -> !name.matches("[a-z0-9.-]+") || name.startsWith("-")).toList();
        if (!unknown.isEmpty()) {
            throw new Rejected(400, "ACME knows no names with an underscore or a star: " + String.join(", ", unknown)
                    + "; use --ca offline, or give the service a name with hyphens");
        }
        List<X509Certificate> chain = client().order(request.commonName(), request.names(), new KeyPair(request.publicKey(), holder),
                Optional.of(request.validity().notAfter()));
        return IssuedChain.checked(chain, ca.url(), request.publicKey(), request.names(), roots());
    }

    private synchronized AcmeClient client() {
        if (acme == null) {
            URI directory = ca.url().resolve("/acme/" + provisionerName() + "/directory");
            responder = Responder.start(setup.challenge(), setup.port().orElse(setup.challenge().port()));
            acme = new AcmeClient(directory, ca.trusted(), Patience.NORMAL, setup.account().get(), responder);
        }
        return acme;
    }

    private String provisionerName() {
        String name = setup.provisioner().or(() -> ca.provisioners().stream().filter(each -> each.type().equals("ACME") && each.ready())
                .map(RemoteProvisioner::name).findFirst()).orElseThrow(() -> new CaRefused("The CA at " + ca.url() + " has no ACME provisioner: use --ca jwk"));
        if (!name.matches("[A-Za-z0-9._@-]+")) {
            throw new CaRefused("The ACME provisioner of " + ca.url() + " is called '" + name + "', which can't stand in an address: write --acme-provisioner NAME");
        }
        return name;
    }

    /** Gives the port back. */
    @Override
    public synchronized void close() {
        if (responder != null) {
            responder.close();
        }
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

    /** None of ours: the CA writes its ACME provisioner into what it issues. */
    @Override
    public Optional<ProvisionerIdentity> provisioner() {
        return Optional.empty();
    }

    /** {@inheritDoc} step-ca itself would let a leaf outlive the intermediate. */
    @Override
    public Validity validityFor(Duration wanted, Instant now) {
        Duration lifetime = longest.filter(most -> most.compareTo(wanted) < 0).orElse(wanted);
        return Validity.startingAt(now, lifetime).within(Certificates.validity(issuer));
    }
}
