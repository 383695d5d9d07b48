package aria.cli.pkicert;

import aria.apply.Applied;
import aria.ca.OfflineSigner;
import aria.ca.online.CertificateRenewal;
import aria.ca.online.Route;
import aria.ca.rotation.RotationPlanner;
import aria.cli.CommonOptions;
import aria.cli.Durations;
import aria.cli.Recover;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Purpose;
import aria.pki.Validity;
import aria.store.FileWrite;
import aria.store.Layout;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code pki-cert renew}: by the running CA or with its files. */
@Command(
        name = "renew",
        sortOptions = false,
        description = "Renews a certificate: same names, purpose and key, new serial number and validity.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert renew keycloak            a service of this project, by the CA if it runs",
            "  pki-cert renew keycloak --offline  the same with the CA's files",
            "  pki-cert renew ada --rekey         a person, with a new key; the .p12 file keeps its password",
            "  pki-cert renew other/x.crt         a certificate file of this CA, with its key in x.key"
        })
public final class Renew implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private WayOptions way;

    @Mixin
    private IssuedOption issued;

    @Option(names = "--rekey", description = "Also make a new key.")
    private boolean rekey;

    @Option(
            names = "--validity",
            paramLabel = "DURATION",
            converter = Durations.class,
            description =
                    "Lifetime, with the CA's files (default: validity in aria.yaml, else that of the old one, which the running"
                            + " CA always gives).")
    private Duration validity;

    @Override
    public Integer call() {
        Layout layout = common.layout();
        Recover.first(layout, common.console(), false);
        IssuedFiles place = IssuedFiles.of(issued.file(common));
        NamedFiles.Seen seen = place.seen();
        List<X509Certificate> old = place.chain(common);
        Route route = route(old.get(0));
        KeyPair next =
                rekey ? Keys.generate(KeyType.likeThatOf(old.get(0).getPublicKey())) : place.pair(common, old.get(0));
        List<X509Certificate> chain = route.online()
                .map(ca -> CertificateRenewal.online(
                        ca.client(),
                        new CertifiedKey(place.pair(common, old.get(0)).getPrivate(), old),
                        rekey ? Optional.of(next) : Optional.empty(),
                        () -> Replacement.notRenewed(common, place, old.get(0)).stream()
                                .toList(),
                        Instant.now()))
                .orElseGet(() -> withFiles(layout, place, old.get(0), next));
        List<FileWrite> files = place.with(common, new CertifiedKey(next.getPrivate(), chain), rekey);
        Applied applied = NamedFiles.write(common, seen, files, true);
        common.console().message("Renewed " + route.reason());
        Made.report(
                common,
                "pki-cert-renew",
                applied,
                files,
                "certificate of " + place.name() + (rekey ? ", with a new key" : ""));
        return 0;
    }

    private Route route(X509Certificate old) {
        boolean shown = Certificates.purpose(old).map(Purpose::client).orElse(false);
        String files = validity != null
                ? "with the CA's files, because only they allow another lifetime"
                : "with the CA's files, because a certificate that is not for clients cannot authenticate to the CA";
        if ((validity != null || !shown) && way.wish() == Route.Wish.ONLINE) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    validity != null
                            ? "--validity needs --offline: the running CA keeps the lifetime of the old certificate"
                            : "--online: '" + Certificates.commonName(old)
                                    + "' is not for clients, so it cannot authenticate to the CA; use --offline");
        }
        return validity != null || !shown ? new Route(Optional.empty(), files) : way.route(common);
    }

    private List<X509Certificate> withFiles(Layout layout, IssuedFiles place, X509Certificate old, KeyPair next) {
        Instant now = Instant.now();
        OfflineSigner signer = OfflineSigner.open(layout);
        Optional<Duration> chosen =
                Optional.ofNullable(validity).or(common.choices().choices()::validity);
        List<X509Certificate> chain = CertificateRenewal.offline(
                signer,
                old,
                next,
                chosen,
                LocalList.read(common),
                RotationPlanner.otherIntermediate(layout),
                () -> Replacement.of(common, place, old, signer).stream().toList(),
                now);
        Duration wanted =
                chosen.orElseGet(() -> Certificates.validity(old).length().minus(Validity.BACKDATE));
        Made.warnOfClamping(common, signer, Certificates.validity(chain.get(0)), now, wanted);
        return chain;
    }
}
