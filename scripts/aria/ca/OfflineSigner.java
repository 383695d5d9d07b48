package aria.ca;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaConfig;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.ca.config.Claims;
import aria.ca.config.IssuingRules;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.LeafIssuer;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.ProvisionerIdentity;
import aria.pki.Validity;
import aria.pki.path.ChainCheck;
import aria.store.Layout;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Signs with the CA's own files, without step-ca. The intermediate's key is decrypted once, when the signer is
 * opened. step-ca renews these certificates as its own, because they name the JWK provisioner of ca.json.
 */
public final class OfflineSigner implements Signer {
    /** How long a revocation list is good when nothing else is asked: rotate-certs renews it when a third is left. */
    public static final Duration LIST_VALIDITY = Duration.ofDays(30);

    private final LeafIssuer issuer;
    private final List<X509Certificate> roots;
    private final Optional<ProvisionerIdentity> provisioner;
    private final CaFolder folder;
    private final CaConfig config;
    private final Claims claims;
    private final IssuingRules rules;

    private OfflineSigner(
            LeafIssuer issuer, List<X509Certificate> roots, CaFolder folder, CaConfig config, IssuingRules rules) {
        this.issuer = issuer.with(rules.form());
        this.roots = List.copyOf(roots);
        this.provisioner = config.ours().map(ours -> new ProvisionerIdentity(ours.name(), ours.keyId()));
        this.folder = folder;
        this.config = config;
        this.claims = config.claims();
        this.rules = rules;
    }

    /** Opens the CA of this project, at the current time. As {@link #open(Layout, Instant)}. */
    public static OfflineSigner open(Layout layout) {
        return open(layout, Instant.now());
    }

    /**
     * Opens the CA of this project.
     *
     * @throws aria.finding.MissingCaException when there is none
     * @throws RefusedException               when a file is missing, damaged, can be read by others, does not fit the
     *                                        others or has expired
     * @throws RefusedException when others may write a folder that holds keys
     */
    public static OfflineSigner open(Layout layout, Instant now) {
        CaFolder folder = new CaFolder(layout);
        if (folder.present(folder.authorityFiles()).isEmpty()) {
            throw CaErrors.none(layout);
        }
        return open(
                layout, folder.certificates(layout.intermediateCertificate()).get(0), now);
    }

    /**
     * As {@link #open(Layout, Instant)}.
     *
     * @param intermediate the certificate that is to follow the one on disk
     */
    public static OfflineSigner open(Layout layout, X509Certificate intermediate, Instant now) {
        CaFolder folder = new CaFolder(layout);
        folder.requireSafeFolders();
        List<X509Certificate> roots = folder.certificates(layout.rootCertificate());
        PrivateKey key = IntermediateKey.open(folder);
        CaConfig config = folder.config().orElseGet(CaConfig::fresh);
        List<String> problems = ChainCheck.authorityProblems(intermediate, roots, now);
        if (!problems.isEmpty()) {
            throw new RefusedException(Finding.error(
                            FindingId.CA_REFUSED,
                            "the CA in " + layout.display(layout.pkiFolder()) + " cannot be used: "
                                    + String.join("; ", problems))
                    .also(remedies(intermediate, roots, now)));
        }
        return of(new CertifiedKey(key, List.of(intermediate)), roots, config, folder);
    }

    /** A clock that is wrong is no reason to replace a CA. */
    private static List<Remedy> remedies(X509Certificate intermediate, List<X509Certificate> roots, Instant now) {
        List<Validity> validities = Stream.concat(Stream.of(intermediate), roots.stream())
                .map(Certificates::validity)
                .toList();
        Remedy clock = advice("correct this machine's clock, which says " + now.truncatedTo(ChronoUnit.SECONDS));
        Remedy files = advice("restore its files");
        return validities.stream().anyMatch(validity -> now.isBefore(validity.notBefore()))
                ? List.of(clock)
                : validities.stream().anyMatch(validity -> now.isAfter(validity.notAfter()))
                        ? List.of(clock, files, CaErrors.NEW_CA)
                        : List.of(files, CaErrors.NEW_CA);
    }

    /** A CA that is not on disk yet. */
    public static OfflineSigner of(
            CertifiedKey intermediate, List<X509Certificate> roots, CaConfig config, CaFolder folder) {
        try {
            return new OfflineSigner(
                    new LeafIssuer(intermediate), roots, folder, config, IssuingRules.of(config, folder));
        } catch (RefusedException unusable) {
            if (!unusable.is(FindingId.PKI_REFUSED)) {
                throw unusable;
            }
            throw CaErrors.in(
                    folder.layout().display(folder.layout().pkiFolder()),
                    unusable.finding().message(),
                    unusable);
        }
    }

    /** The same CA under another ca.json. */
    public OfflineSigner withConfig(CaConfig config) {
        return new OfflineSigner(issuer, roots, folder, config, IssuingRules.of(config, folder));
    }

    /**
     * The same CA without the rules of ca.json: for certificates of a probe, which live for minutes and never leave
     * the process.
     */
    public OfflineSigner withoutRules() {
        return new OfflineSigner(issuer, roots, folder, config, IssuingRules.none());
    }

    /**
     * The same CA issuing a certificate again, which no policy stops.
     *
     * @throws RefusedException when the claims of ca.json allow no renewal
     */
    public OfflineSigner renewing() {
        if (config.forbidsRenewal()) {
            throw CaErrors.refused(
                    "the claims in " + caJson() + " set disableRenewal",
                    Remedy.aria("generate-service-certs"),
                    Remedy.aria("pki-cert", "create", "NAME"));
        }
        return new OfflineSigner(
                issuer, roots, folder, config, new IssuingRules(Optional.empty(), rules.form(), rules.refusal()));
    }

    /**
     * Whether ca.json lets a server with these names be certified without step-ca.
     *
     * @throws RefusedException when its policy does not allow one of them, or it asks for what only a running CA can do
     */
    public void requireMayIssue(String commonName, Names names) {
        rules.require(names, Optional.of(commonName), caJson());
    }

    private String caJson() {
        return folder.layout().display(folder.layout().caJson());
    }

    @Override
    public X509Certificate issuer() {
        return issuer.certificate();
    }

    /** What a leaf lives for when nothing is asked: the default of ca.json's claims. */
    public Duration defaultValidity() {
        return claims.standard();
    }

    /** The names that the CA's own name constraints forbid; empty when it may sign for all. */
    public List<String> forbidden(Names names) {
        return issuer.forbidden(names);
    }

    /**
     * Signs, without asking for the key that is certified.
     *
     * @return the leaf, then the intermediate
     * @throws RefusedException when the CA's name constraints forbid a name, or it isn't valid in the wanted time
     * @throws RefusedException  when ca.json has a policy of the user's that does not allow a name, or a template
     *                           that only step-ca can evaluate
     */
    public List<X509Certificate> sign(LeafRequest request) {
        // a person's name is none of a host: the policy is about hosts
        rules.require(
                request.names(),
                Optional.of(request.commonName())
                        .filter(name -> request.purpose().server()),
                caJson());
        return List.of(issuer.issue(request), issuer.certificate());
    }

    /** Signs with a serial number that is given, by no rules: for certificates of a probe, as {@link #withoutRules}. */
    public List<X509Certificate> sign(LeafRequest request, BigInteger serial) {
        return List.of(issuer.issue(request, serial), issuer.certificate());
    }

    /** {@inheritDoc} As {@link #sign(LeafRequest)}; the key isn't looked at. */
    @Override
    public List<X509Certificate> sign(LeafRequest request, PrivateKey holder) {
        return sign(request);
    }

    /** One a processor: there is nothing to wait for. */
    @Override
    public int parallelism() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Signs the intermediate's next revocation list. As {@link LeafIssuer#revoke}. */
    public X509CRL revoke(Optional<X509CRL> before, Map<BigInteger, CRLReason> more, Validity validity) {
        return issuer.revoke(before, more, validity.within(Certificates.validity(issuer.certificate())));
    }

    @Override
    public List<X509Certificate> roots() {
        return roots;
    }

    @Override
    public Optional<ProvisionerIdentity> provisioner() {
        return provisioner;
    }

    @Override
    public Validity validityFor(Duration wanted, Instant now) {
        return claims.validity(wanted, now).within(Certificates.validity(issuer.certificate()));
    }
}
