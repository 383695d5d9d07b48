package aria.ca.init;

import static aria.finding.Remedy.advice;

import aria.ca.OfflineSigner;
import aria.ca.ProvisionerKeyFile;
import aria.ca.config.CaConfig;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.ca.config.DefaultsFile;
import aria.edit.json.JsonDocument;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Validity;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reviews a complete existing CA: repairs the files around it that do not match it. */
final class ExistingCa {
    /** More than the minute by which certificates are dated back. */
    private static final Duration GRAIN = Duration.ofHours(1);

    private final CaFolder folder;
    private final Layout layout;
    private final Settings settings;
    private final OfflineSigner signer;
    private final Optional<String> withoutEffect;
    private final String fingerprint;
    private final List<String> reasons = new ArrayList<>();
    private List<String> more = List.of();

    private ExistingCa(CaFolder folder, Settings settings, CaOptions options, OfflineSigner signer) {
        this.folder = folder;
        this.layout = folder.layout();
        this.settings = settings;
        this.signer = signer;
        this.withoutEffect =
                ignored(options, signer.roots().get(0), signer.issuer(), layout.display(layout.configDir()));
        this.fingerprint = Certificates.fingerprintSha256(signer.roots().get(0));
    }

    /** @throws RefusedException when the provisioner's key can't be opened, and ca.json needs it */
    static CaChange review(CaFolder folder, Settings settings, CaOptions options, OfflineSigner signer) {
        return new ExistingCa(folder, settings, options, signer).change();
    }

    private CaChange change() {
        Optional<Supplier<NewProvisioner>> provisioner = provisioner();
        boolean asked = settings.asked().isPresent() && isAskedToChange();
        boolean defaults = folder.read(layout.defaultsJson())
                .filter(content -> Arrays.equals(content, defaultsJson()))
                .isEmpty();
        boolean bundle = !bundleHoldsRoot();
        if (asked) {
            if (settings.reasons().isEmpty()) {
                reasons.add(layout.display(layout.caJson()) + " gets the requested settings");
            } else if (provisioner.isEmpty()) {
                reasons.addAll(settings.reasons());
            }
        }
        if (defaults) {
            reasons.add(layout.display(layout.defaultsJson())
                    + (folder.missing(List.of(layout.defaultsJson())).isEmpty()
                            ? " does not fit this CA"
                            : " is written for the CA that is there"));
        }
        if (bundle) {
            reasons.add(layout.display(layout.trustBundle())
                    + (folder.missing(List.of(layout.trustBundle())).isEmpty()
                            ? " does not hold this CA's root"
                            : " is missing"));
        }
        if (reasons.isEmpty()) {
            return new CaChange(
                    CaChange.State.PRESENT,
                    List.of("the CA in " + layout.display(layout.configDir()) + " already exists"),
                    withoutEffect.stream().toList(),
                    () -> new NewCa(List.of(), List.of(), signer, fingerprint));
        }
        List<String> warnings = Stream.concat(settings.warnings().stream(), withoutEffect.stream())
                .toList();
        return new CaChange(
                CaChange.State.REPAIR, reasons, warnings, () -> repaired(provisioner, asked, defaults, bundle));
    }

    private byte[] defaultsJson() {
        return DefaultsFile.content(
                folder,
                settings.original(),
                settings.asked().orElse(settings.config()).withDnsNames(more),
                fingerprint);
    }

    private boolean isAskedToChange() {
        return !Arrays.equals(
                settings.asked().orElseThrow().content(),
                settings.original().orElseThrow().content());
    }

    private NewCa repaired(
            Optional<Supplier<NewProvisioner>> provisioner, boolean asked, boolean defaults, boolean bundle) {
        List<FileWrite> files = new ArrayList<>();
        CaConfig config = settings.asked().orElse(settings.config());
        if (provisioner.isPresent()) {
            NewProvisioner key = provisioner.get().get();
            files.addAll(key.files());
            config = settings.config().withDnsNames(more).withProvisioner(key.publicJwk(), key.encryptedKey());
        }
        if (provisioner.isPresent() || asked) {
            files.add(NewCaFiles.configFile(layout.caJson(), config.content()));
        }
        if (defaults) {
            files.add(NewCaFiles.configFile(layout.defaultsJson(), defaultsJson()));
        }
        if (bundle) {
            files.add(FileWrite.open(layout.trustBundle(), Pem.certificates(signer.roots())));
            NewCaFiles.ignore(layout.certsDir(), FileMode.PUBLIC_DIR).ifPresent(files::add);
        }
        return new NewCa(files, List.of(), signer.withConfig(config), fingerprint);
    }

    /** While the CA is being rotated it holds another root as well. */
    private boolean bundleHoldsRoot() {
        Optional<byte[]> bundle = folder.read(layout.trustBundle());
        try {
            return bundle.isPresent()
                    && Pem.readCertificates(bundle.get(), layout.display(layout.trustBundle()))
                            .containsAll(signer.roots());
        } catch (RefusedException damaged) {
            return false;
        }
    }

    /** The key that ca.json has to get; empty when it has the right one. */
    private Optional<Supplier<NewProvisioner>> provisioner() {
        String file = layout.display(layout.caJson());
        Optional<CaConfig.Provisioner> named = settings.original().flatMap(CaConfig::ours);
        if (folder.missing(folder.provisionerFiles()).isEmpty()) {
            if (named.isPresent() && named.get().keyId().equals(keyIdOnDisk())) {
                return Optional.empty();
            }
            reasons.add(
                    settings.original().isEmpty()
                            ? file + " is written for the CA that is there, with its provisioner"
                            : named.isEmpty()
                                    ? "the provisioner '" + CaConfig.PROVISIONER + "' is missing in " + file
                                            + ": its key is restored"
                                    : "the provisioner '" + CaConfig.PROVISIONER + "' in " + file
                                            + " has another key than " + layout.display(layout.provisionerKey())
                                            + ": our key is restored");
            reasons.addAll(settings.reasons());
            NewProvisioner ours = NewProvisioner.existing(folder);
            return Optional.of(() -> ours);
        }
        List<Path> left = folder.present(folder.provisionerFiles());
        if (!left.isEmpty()) {
            throw CaErrors.refused(
                    folder.display(folder.missing(folder.provisionerFiles())) + " is missing, and "
                            + folder.display(left) + " is useless without it",
                    advice("restore it"),
                    Remedy.inOrder(advice("delete the other file"), Remedy.aria("init-ca")));
        }
        reasons.add("the provisioner key in " + layout.display(layout.secretsFolder())
                + " is missing, so a new one is created; the CA does not change");
        settings.original().ifPresent(this::takeOver);
        return Optional.of(() -> NewProvisioner.generate(layout));
    }

    /** A CA in our place that is not ours yet: what its ca.json gets beside the provisioner is said. */
    private void takeOver(CaConfig before) {
        reasons.addAll(settings.reasons());
        Names wanted = Names.of(CaOptions.DEFAULT_DNS);
        more = wanted.minus(Names.of(signer.forbidden(wanted)))
                .minus(Names.of(before.dnsNames()))
                .all();
        if (!before.dnsNames().isEmpty() && !more.isEmpty()) {
            reasons.add("step-ca also answers to " + String.join(", ", more));
        }
        if (before.policy().isEmpty() && settings.config().policy().isPresent()) {
            reasons.add(
                    "authority.policy is added, so step-ca certifies only the names of this stack; add the names of other clients that it serves");
        }
    }

    private String keyIdOnDisk() {
        Optional<byte[]> publicKey = folder.read(layout.provisionerPublicKey());
        return publicKey
                .flatMap(content -> JsonDocument.parse(layout.display(layout.provisionerPublicKey()), content)
                        .string("kid"))
                .orElseGet(() -> ProvisionerKeyFile.open(layout).keyId());
    }

    /**
     * What was asked for and only a new CA could follow, while the one that is there stays as it is: one line for a
     * person.
     *
     * @param where the CA, as people write it
     * @return empty when the CA is what was asked for; an option at its default asks for nothing
     */
    private static Optional<String> ignored(
            CaOptions options, X509Certificate root, X509Certificate intermediate, String where) {
        CaOptions defaults = CaOptions.defaults(options.policyNames());
        List<String> unheard = new ArrayList<>();
        String key = Certificates.keyLabel(intermediate.getPublicKey());
        if (options.keyType() != defaults.keyType()
                && !options.keyType().label().equals(key)) {
            unheard.add("--key-type " + options.keyType().label() + " (it has " + key + ")");
        }
        String name = Certificates.commonName(root);
        if (!options.name().equals(defaults.name()) && !name.startsWith(options.name() + " ")) {
            unheard.add("--name " + options.name() + " (it is " + name + ")");
        }
        if (!options.rootValidity().equals(defaults.rootValidity()) && differs(options.rootValidity(), root)) {
            unheard.add("--root-validity");
        }
        if (!options.intermediateValidity().equals(defaults.intermediateValidity())
                && differs(options.intermediateValidity(), intermediate)) {
            unheard.add("--intermediate-validity");
        }
        return unheard.isEmpty()
                ? Optional.empty()
                : Optional.of("the CA in " + where + " already exists, so these options have no effect: "
                        + String.join(", ", unheard) + "; init-ca --force replaces it with a new one");
    }

    private static boolean differs(Duration wanted, X509Certificate certificate) {
        Validity validity = Certificates.validity(certificate);
        return Duration.between(validity.notBefore(), validity.notAfter())
                        .minus(wanted)
                        .abs()
                        .compareTo(GRAIN)
                > 0;
    }
}
