package aria.ca;

import static aria.finding.Remedy.advice;

import aria.ca.config.AcmeProvisioner;
import aria.ca.config.CaConfig;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.ca.config.IssuingRight;
import aria.ca.config.NamePolicy;
import aria.ca.config.NameRules;
import aria.edit.json.JsonDocument;
import aria.pki.Names;
import aria.pki.Pem;
import aria.store.Layout;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The facts that this machine has about its CA, wherever the CA runs.
 *
 * @param url            where it answers, as defaults.json says; empty when there is no such file
 * @param roots          the certificates it is trusted by; never empty
 * @param longest        the longest lifetime that the claims of ca.json allow; empty without a ca.json
 * @param provisioner    name of our JWK provisioner in ca.json; empty without one
 * @param provisionerKeyId which key that provisioner has in ca.json; empty without one
 * @param provisionerKey whether the key of that provisioner is here
 * @param offline        whether this is the CA's own folder, by which can be signed without asking; else the CA is
 *                       elsewhere
 */
public record CaInfo(
        Optional<URI> url,
        List<X509Certificate> roots,
        Optional<Duration> longest,
        Optional<String> provisioner,
        Optional<String> provisionerKeyId,
        boolean provisionerKey,
        boolean offline) {

    /** The longest lifetime that our ACME provisioner allows. */
    public static final Duration LONGEST_BY_ACME = AcmeProvisioner.LONGEST;

    public CaInfo {
        roots = List.copyOf(roots);
    }

    /**
     * Reads it. Nothing secret is opened.
     *
     * @throws aria.finding.MissingCaException when there is no root certificate
     * @throws aria.finding.RefusedException when a file that is there can't be understood
     */
    public static CaInfo of(Layout layout) {
        CaFolder folder = new CaFolder(layout);
        byte[] root = folder.read(layout.rootCertificate()).orElseThrow(() -> CaErrors.none(layout));
        Optional<CaConfig> config = folder.config();
        return new CaInfo(
                url(folder),
                Pem.readCertificates(root, layout.display(layout.rootCertificate())),
                config.map(present -> present.claims().max()),
                config.flatMap(CaConfig::ours).map(CaConfig.Provisioner::name),
                config.flatMap(CaConfig::ours).map(CaConfig.Provisioner::keyId),
                folder.missing(folder.provisionerFiles()).isEmpty(),
                !folder.present(List.of(layout.intermediateCertificate(), layout.intermediateKey()))
                        .isEmpty());
    }

    /**
     * The names that step-ca, going by ca.json on disk, would not certify for a token: its policy lacks them or can't
     * hold them. Empty when ca.json isn't here or has no policy.
     */
    public static List<String> outsidePolicy(Layout layout, Names wanted) {
        Optional<NamePolicy> policy = new CaFolder(layout).config().flatMap(CaConfig::policy);
        if (policy.isEmpty()) {
            return List.of();
        }
        if (!policy.get().isOurs()) {
            return NameRules.of(policy.get().json()).refused(wanted, Optional.empty());
        }
        Names allowed = policy.get().allowed();
        return wanted.all().stream()
                .filter(name -> !allowed.all().contains(name)
                        || NamePolicy.unsupported(wanted).contains(name))
                .toList();
    }

    /** The names of the provisioners in ca.json; none when it isn't here. */
    public static List<String> provisioners(Layout layout) {
        return new CaFolder(layout)
                .config().map(CaConfig::provisioners).orElse(List.of()).stream()
                        .map(CaConfig.Provisioner::name)
                        .toList();
    }

    /**
     * The longest lifetime of what an ACME provisioner issues.
     *
     * @param name of it; empty for the first one in ca.json
     * @return empty when it isn't in a ca.json here
     */
    public static Optional<Duration> longestByAcme(Layout layout, Optional<String> name) {
        CaFolder folder = new CaFolder(layout);
        return folder.config().map(config -> IssuingRight.of(config, folder)).stream()
                .flatMap(List::stream)
                .filter(right -> right.type().equalsIgnoreCase("ACME")
                        && name.map(right.name()::equals).orElse(true))
                .map(IssuingRight::longest)
                .findFirst();
    }

    private static Optional<URI> url(CaFolder folder) {
        Layout layout = folder.layout();
        String label = layout.display(layout.defaultsJson());
        return folder.read(layout.defaultsJson())
                .flatMap(content -> JsonDocument.parse(label, content).string("ca-url"))
                .map(text -> CaUrl.parse(text)
                        .orElseThrow(() -> CaErrors.in(
                                label,
                                "'" + text + "' is not a valid ca-url",
                                advice("write https://host:port, as in https://localhost:9000"))));
    }
}
