package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import aria.finding.DidYouMean;
import aria.pki.LeafRequest;
import aria.pki.ProvisionerIdentity;
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

/** Signs through a running step-ca by ACME. The CA checks itself that the names lead to the requester. */
public final class AcmeSigner extends RunningSigner implements AutoCloseable {

    private static final int AT_ONCE = 4;

    private final Setup setup;
    private AcmeClient acme;
    private Responder responder;

    /**
     * The settings for ACME.
     *
     * @param provisioner of type ACME; empty for the first one that the CA lists
     * @param responder   starts what answers its challenges, when the first certificate is ordered; closed with the
     *                    signer
     * @param account     who orders; asked when the first certificate is ordered
     */
    public record Setup(Optional<String> provisioner, Supplier<Responder> responder, Supplier<AcmeAccount> account) {}

    /**
     * Asks the CA which intermediate it signs with. The account is opened, and the responder started, when the first
     * certificate is ordered.
     *
     * @param longest the longest lifetime that its claims allow, where that is known
     */
    public AcmeSigner(StepCaClient ca, Setup setup, Optional<Duration> longest) {
        super(ca, longest);
        this.setup = setup;
    }

    /**
     * {@inheritDoc}
     *
     * @throws aria.finding.RefusedException for a name that ACME doesn't know, and for one that does not lead to this
     *     machine
     */
    @Override
    public List<X509Certificate> sign(LeafRequest request, PrivateKey holder) {
        requireBothPurposes(request);
        List<String> unknown = request.names().dns().stream()
                .filter(name -> !name.matches("[a-z0-9.-]+") || name.startsWith("-"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new RejectedException(
                    400,
                    "ACME cannot certify names with an underscore or a star: " + String.join(", ", unknown),
                    null,
                    advice("use --ca offline"),
                    advice("give the service a name with hyphens"));
        }
        List<X509Certificate> chain = client().order(
                        request.commonName(),
                        request.names(),
                        new KeyPair(request.publicKey(), holder),
                        Optional.of(end(request.validity())));
        return IssuedChain.checked(chain, ca.url(), request.publicKey(), request.names(), roots());
    }

    /** Within the claims, by a minute less where they are used up: the CA's clock may be behind. */
    private Instant end(Validity wanted) {
        Instant last = validityFor(wanted.length(), Instant.now()).notAfter().minus(Validity.BACKDATE.multipliedBy(2));
        return wanted.notAfter().isBefore(last) ? wanted.notAfter() : last;
    }

    private synchronized AcmeClient client() {
        if (acme == null) {
            URI directory = ca.url().resolve("/acme/" + provisionerName() + "/directory");
            responder = setup.responder().get();
            acme = new AcmeClient(
                    directory, ca.trusted(), HttpLimits.NORMAL, setup.account().get(), responder);
        }
        return acme;
    }

    private String provisionerName() {
        setup.provisioner().ifPresent(this::requireListed);
        String name = setup.provisioner()
                .or(() -> ca.provisioners().stream()
                        .filter(each -> each.type().equals("ACME") && each.ready())
                        .map(RemoteProvisioner::name)
                        .findFirst())
                .orElseThrow(() ->
                        CaErrors.refused("the CA at " + ca.url() + " has no ACME provisioner", advice("use --ca jwk")));
        if (!name.matches("[A-Za-z0-9._@-]+")) {
            throw CaErrors.refused(
                    "the ACME provisioner of " + ca.url() + " is called '" + name + "', which cannot be part of a URL",
                    advice("use --acme-provisioner NAME"));
        }
        return name;
    }

    private void requireListed(String name) {
        List<String> known = ca.provisioners().stream()
                .filter(each -> each.type().equals("ACME"))
                .map(RemoteProvisioner::name)
                .toList();
        if (!known.contains(name)) {
            throw CaErrors.option("--acme-provisioner " + name + ": the CA at " + ca.url() + " has no such provisioner"
                    + DidYouMean.among(name, known, known.isEmpty() ? "" : "; it has " + String.join(", ", known)));
        }
    }

    /** Ends the responder. */
    @Override
    public synchronized void close() {
        if (responder != null) {
            responder.close();
            responder = null;
            acme = null;
        }
    }

    @Override
    public int parallelism() {
        return AT_ONCE;
    }

    /** None of ours: the CA writes its ACME provisioner into what it issues. */
    @Override
    public Optional<ProvisionerIdentity> provisioner() {
        return Optional.empty();
    }
}
