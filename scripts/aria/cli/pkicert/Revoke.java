package aria.cli.pkicert;

import aria.ca.OfflineSigner;
import aria.ca.online.Route;
import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.cli.Recover;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.PkiErrors;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Files;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code pki-cert revoke}: at the running CA, and on the project's own list. */
@Command(
        name = "revoke",
        sortOptions = false,
        description =
                "Revokes a certificate: the running CA no longer renews it, and it is added to the list in data/certs/aria.crl, and proxies refuse it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert revoke keycloak                          a service of this project",
            "  pki-cert revoke ada --reason keyCompromise        a person whose key is lost",
            "  pki-cert revoke old.crt --online                  only at the running CA"
        })
public final class Revoke implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private WayOptions way;

    @Mixin
    private IssuedOption issued;

    @Mixin
    private ReasonOption reason;

    /**
     * The JSON answer.
     *
     * @param ca null when no running CA was told
     * @param list null when none is kept here
     * @param proxies that were told
     */
    private record RevokedCertificate(String serial, String ca, String list, List<String> proxies) {}

    @Override
    public Integer call() {
        Layout layout = common.layout();
        CRLReason why = reason.value();
        Recover.first(layout, common.console(), false);
        IssuedFiles place = IssuedFiles.of(issued.file(common));
        List<X509Certificate> chain = place.chain(common);
        CaRevocation running = new CaRevocation(common, way.wish(), way.route(common));
        Optional<OfflineSigner> signer = way.wish() == Route.Wish.ONLINE || !Files.exists(layout.intermediateKey())
                ? Optional.empty()
                : Optional.of(OfflineSigner.open(layout));
        signer.ifPresent(ca -> requireIssued(chain.get(0), ca));
        running.revoke(
                chain.get(0),
                () -> new CertifiedKey(place.pair(common, chain.get(0)).getPrivate(), chain),
                why);
        NamedFiles.Seen seen = NamedFiles.Seen.of(layout.revocationList());
        Optional<X509CRL> list =
                signer.map(ca -> LocalList.with(common, ca, chain.get(0).getSerialNumber(), why));
        List<String> proxies =
                list.map(next -> written(next, seen, chain.get(0))).orElse(List.of());
        running.sayUntold("'" + Certificates.commonName(chain.get(0)) + "'");
        report(chain.get(0), running, list.isPresent(), proxies);
        return 0;
    }

    private static void requireIssued(X509Certificate certificate, OfflineSigner signer) {
        if (!certificate.getIssuerX500Principal().equals(signer.issuer().getSubjectX500Principal())) {
            throw PkiErrors.refused("'" + Certificates.commonName(certificate) + "' was signed by '"
                    + Certificates.issuerName(certificate) + "': only that CA can revoke it");
        }
    }

    /** Returns the proxies that were told. */
    private List<String> written(X509CRL list, NamedFiles.Seen seen, X509Certificate revoked) {
        ProxyLists proxies = ProxyLists.of(common, list);
        List<FileWrite> writes = new ArrayList<>(proxies.writes());
        writes.add(LocalList.write(common, common.layout().revocationList(), list));
        NamedFiles.write(common, seen, writes, true);
        return proxies.deliver(Set.of(Certificates.commonName(revoked)));
    }

    private void report(X509Certificate certificate, CaRevocation running, boolean listed, List<String> proxies) {
        Console console = common.console();
        Optional<String> ca = running.told();
        if (common.json()) {
            console.answer(
                    "pki-cert-revoke",
                    ExitCode.OK,
                    new RevokedCertificate(
                            Certificates.serialHex(certificate),
                            ca.orElse(null),
                            listed ? LocalList.file(common) : null,
                            proxies),
                    List.of());
            return;
        }
        String name = Certificates.commonName(certificate) + ", serial " + Certificates.serialHex(certificate) + ",";
        ca.ifPresent(url -> console.result(Mark.PASS, name + " is revoked at " + url + " and no longer renewed"));
        if (listed) {
            console.result(Mark.PASS, name + " is on the list in " + LocalList.file(common));
            console.warning("servers without a proxy do not read the list, and accept it until it expires"
                    + console.text().sentence(List.of(Remedy.page("docs/howto/CERTIFICATES.md#revoke"))));
        }
    }
}
