package aria.cli.pkicert;

import aria.ca.OfflineSigner;
import aria.ca.ServerLists;
import aria.ca.online.Route;
import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.Mark;
import aria.cli.Recover;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
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
import picocli.CommandLine.Option;

/** The command {@code pki-cert revoke}: at the running CA, and on the project's own list. */
@Command(
        name = "revoke",
        sortOptions = false,
        description =
                "Revokes a certificate: the running CA no longer renews it, it is added to the list in data/certs/aria.crl, and proxies and servers that read lists refuse it.",
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

    @Option(
            names = "--restart",
            description =
                    "Restart servers that read lists, which ends their open connections; some read lists only then.")
    private boolean restart;

    /**
     * The JSON answer.
     *
     * @param ca null when no running CA was told
     * @param list null when none is kept here
     * @param proxies that were told
     * @param servers that read lists
     */
    private record RevokedCertificate(
            String serial, String ca, String list, List<String> proxies, List<ListServers.Told> servers) {}

    /** Who refuses it from now on. */
    private record Refusing(List<String> proxies, ListServers.Outcome servers) {
        private static final Refusing NOBODY = new Refusing(List.of(), new ListServers.Outcome(List.of()));
    }

    @Override
    public Integer call() {
        Layout layout = common.layout();
        CRLReason why = reason.value();
        Recover.first(layout, common.console(), false);
        IssuedFiles place = IssuedFiles.of(issued.file(common));
        List<X509Certificate> chain = place.chain(common);
        CaRevocation running = new CaRevocation(common, way.wish(), way.revoking(common));
        Optional<OfflineSigner> signer = way.wish() == Route.Wish.ONLINE || !Files.exists(layout.intermediateKey())
                ? Optional.empty()
                : Optional.of(OfflineSigner.open(layout));
        signer.ifPresent(ca -> OurCertificate.require(layout, ca, Certificates.commonName(chain.get(0)), chain));
        running.revoke(
                chain.get(0),
                () -> new CertifiedKey(place.pair(common, chain.get(0)).getPrivate(), chain),
                why);
        NamedFiles.Seen seen = NamedFiles.Seen.of(layout.revocationList());
        Optional<X509CRL> list =
                signer.map(ca -> LocalList.with(common, ca, chain.get(0).getSerialNumber(), why));
        Refusing refusing = list.map(next -> written(next, seen, chain.get(0))).orElse(Refusing.NOBODY);
        running.sayUntold("'" + Certificates.commonName(chain.get(0)) + "'");
        Optional<Remedy> another = signer.flatMap(ca -> Replacement.of(common, place, chain.get(0), ca));
        report(place, chain.get(0), running, list.isPresent(), refusing, another);
        return refusing.servers().exit().number();
    }

    private Refusing written(X509CRL list, NamedFiles.Seen seen, X509Certificate revoked) {
        ProxyLists proxies = ProxyLists.of(common, list);
        ListServers servers = ListServers.of(common);
        List<FileWrite> writes = new ArrayList<>(proxies.writes());
        writes.addAll(LocalList.writes(common, list));
        NamedFiles.write(common, seen, writes, true);
        ListServers.Outcome told = servers.deliver(restart);
        if (restart) {
            servers.restart(told);
        }
        return new Refusing(proxies.deliver(Set.of(Certificates.commonName(revoked))), told);
    }

    private void report(
            IssuedFiles place,
            X509Certificate certificate,
            CaRevocation running,
            boolean listed,
            Refusing refusing,
            Optional<Remedy> another) {
        Console console = common.console();
        Optional<String> ca = running.told();
        if (common.json()) {
            console.answer(
                    "pki-cert-revoke",
                    refusing.servers().exit(),
                    new RevokedCertificate(
                            Certificates.serialHex(certificate),
                            ca.orElse(null),
                            listed ? LocalList.file(common) : null,
                            refusing.proxies(),
                            refusing.servers().told()),
                    List.of());
            return;
        }
        String name = Certificates.commonName(certificate) + ", serial " + Certificates.serialHex(certificate) + ",";
        ca.ifPresent(url -> console.result(Mark.PASS, name + " is revoked at " + url + " and no longer renewed"));
        if (listed) {
            console.result(Mark.PASS, name + " is on the list in " + LocalList.file(common));
            if (!restart) {
                ListServers.ending(refusing.servers())
                        .ifPresent(words ->
                                console.message("Connections that are open stay open: " + words + " ends them"));
            }
            String others = ServerLists.readers(common.layout()).isEmpty()
                    ? "servers without a proxy do not read the list, and accept it until it expires"
                    : "servers that have neither a proxy nor the lists accept it until it expires";
            another.ifPresent(command -> console.message((refusing.proxies().isEmpty()
                            ? "'" + place.name() + "' needs another certificate"
                            : "Proxies refuse '" + place.name() + "' until it has another certificate")
                    + console.text().sentence(List.of(command))));
            console.warning(
                    others + console.text().sentence(List.of(Remedy.page("docs/howto/CERTIFICATES.md#revoke"))));
        }
    }
}
