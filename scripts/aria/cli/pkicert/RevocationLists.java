package aria.cli.pkicert;

import aria.apply.Applied;
import aria.ca.OfflineSigner;
import aria.ca.ServerLists;
import aria.ca.online.HttpLimits;
import aria.ca.online.Route;
import aria.cli.CaUrlOption;
import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.Durations;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.cli.Recover;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.PkiErrors;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.RotationRecords;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code pki-cert crl}: the list of the running CA, and one signed with the CA's files. */
@Command(
        name = "crl",
        sortOptions = false,
        description = "Shows a revocation list, or signs the CA's next one, which keeps all earlier entries.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert crl                               what is on the list in data/certs/aria.crl",
            "  pki-cert crl --revoke api --reason keyCompromise",
            "  pki-cert crl --fetch                       the list that the running CA signs",
            "  pki-cert crl --fetch --renew               the same list, with what the running CA has revoked",
            "  pki-cert crl --root                        the root's list, by the root's key",
            "  pki-cert crl --renew --validity 90d        the same list, for 90 days more",
            "  pki-cert verify api                        also checks the list in data/certs/aria.crl"
        })
public final class RevocationLists implements Callable<Integer> {
    /** One entry in the JSON answer. */
    private record RevokedSerial(String serial, String revoked, String reason) {}

    /**
     * The JSON answer.
     *
     * @param nextUpdate null when the list has no end
     */
    private record ShownList(
            String file, String number, String thisUpdate, String nextUpdate, List<RevokedSerial> revoked) {}

    @Mixin
    private CommonOptions common;

    @Mixin
    private PasswordOption password;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The list, PEM or DER (default: data/certs/aria.crl).")
    private Path file;

    @Option(
            names = "--revoke",
            paramLabel = "CERTIFICATE",
            description =
                    "Revoke this certificate, also at the running CA: a file, or the name of a service or person. Can be repeated.")
    private List<String> revoked = new ArrayList<>();

    @Mixin
    private ReasonOption reason;

    @Option(names = "--renew", description = "Sign the list again without a new entry.")
    private boolean renew;

    @Option(
            names = "--validity",
            paramLabel = "DURATION",
            converter = Durations.class,
            defaultValue = "30d",
            description = "Time until the next list is due (default: ${DEFAULT-VALUE}).")
    private Duration validity;

    @Option(
            names = "--fetch",
            description =
                    "Show the list of the running CA; with FILE, also save it there. With --renew, add its entries to the project's.")
    private boolean fetch;

    @Mixin
    private RootListOptions root;

    @Mixin
    private CaUrlOption url;

    @Override
    public Integer call() {
        Layout layout = common.layout();
        if (fetch && !renew) {
            return fetched(layout);
        }
        if (root.isGiven()) {
            root.require(file == null && revoked.isEmpty() && !fetch);
            Recover.first(layout, common.console(), false);
            X509CRL signed = root.sign(common, renew, validity);
            ListServers.of(common).deliver(false);
            report(signed, layout.display(RotationRecords.rootList(layout)));
            return 0;
        }
        String shown = file != null ? file.toString() : LocalList.file(common);
        if (revoked.isEmpty() && !renew) {
            report(
                    LocalList.read(common, shown)
                            .orElseThrow(() -> PkiErrors.in(
                                    shown, "there is no revocation list", Remedy.aria("pki-cert", "crl", "--renew"))),
                    shown);
            return 0;
        }
        Recover.first(layout, common.console(), false);
        OfflineSigner signer = OfflineSigner.open(layout);
        Path list = common.named(Path.of(shown));
        NamedFiles.Seen seen = NamedFiles.Seen.of(list);
        List<Sourced> sources = sources(signer);
        CaRevocation running = new CaRevocation(common, Route.Wish.AUTO, route(common));
        sources.forEach(each -> running.revoke(each.certificate(), () -> each.own(common), reason.value()));
        Map<BigInteger, CRLReason> entries = new LinkedHashMap<>();
        sources.forEach(each -> entries.put(each.certificate().getSerialNumber(), reason.value()));
        if (fetch) {
            entries.putAll(RunningList.of(layout, url.where(common)).entries());
        }
        X509CRL next =
                signer.revoke(LocalList.read(common, shown), entries, Validity.startingAt(Instant.now(), validity));
        boolean own = list.equals(layout.revocationList());
        requireLasting(own && !ServerLists.readers(layout).isEmpty());
        ProxyLists proxies = own ? ProxyLists.of(common, next) : new ProxyLists(common, Map.of());
        Optional<ListServers> servers =
                Optional.of(common).filter(unused -> own).map(ListServers::of);
        List<FileWrite> writes = new ArrayList<>(proxies.writes());
        writes.addAll(own ? LocalList.writes(common, next) : List.of(LocalList.write(common, list, next)));
        Applied applied = NamedFiles.write(common, seen, writes, true);
        common.console().detail("written: " + applied.files());
        ExitCode exit = servers.map(each -> each.deliver(false).exit()).orElse(ExitCode.OK);
        if (!entries.isEmpty()) {
            proxies.deliver(sources.stream()
                    .map(each -> Certificates.commonName(each.certificate()))
                    .collect(Collectors.toSet()));
        }
        if (!sources.isEmpty()) {
            running.told()
                    .ifPresent(ca -> common.console()
                            .message(String.join(", ", revoked) + " revoked at " + ca + " and no longer renewed"));
            running.sayUntold(String.join(", ", revoked));
        }
        report(next, shown);
        return exit.number();
    }

    /** Once it expires, servers that read it refuse everybody. */
    private void requireLasting(boolean read) {
        if (read && validity.compareTo(OfflineSigner.LIST_VALIDITY) < 0) {
            throw new RefusedException(Finding.error(
                    FindingId.LISTS_UNFIT,
                    "--validity: servers read this list, and refuse every client once it expires",
                    Remedy.aria("pki-cert", "crl", "--renew")));
        }
    }

    private int fetched(Layout layout) {
        if (!revoked.isEmpty()) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "--fetch cannot be combined with --revoke: the running CA signs its own list");
        }
        RunningList running = RunningList.of(layout, url.where(common));
        if (file != null) {
            Recover.first(layout, common.console(), false);
            NamedFiles.write(
                    common,
                    NamedFiles.Seen.of(),
                    List.of(FileWrite.open(common.named(file), Revocation.pem(running.list()))),
                    true);
        }
        report(running.list(), file == null ? running.ca().toString() : file.toString());
        return 0;
    }

    /** A certificate to revoke, with the name that the user gave. */
    private record Sourced(String source, X509Certificate certificate) {
        private CertifiedKey own(CommonOptions common) {
            IssuedFiles files = IssuedFiles.of(common.directory()
                    .resolve(CertificateSource.file(common, source).orElse(Path.of(source))));
            return new CertifiedKey(files.pair(common, certificate).getPrivate(), files.chain(common));
        }
    }

    /** Without anything to revoke, no CA is asked. */
    private Route route(CommonOptions common) {
        return Route.choose(
                common.layout(),
                url.where(common),
                revoked.isEmpty() ? Route.Wish.OFFLINE : Route.Wish.AUTO,
                HttpLimits.NORMAL);
    }

    private List<Sourced> sources(OfflineSigner signer) {
        List<Sourced> sources = new ArrayList<>();
        for (String source : revoked) {
            List<X509Certificate> chain =
                    CertificateSource.of(common, source, password).certificates();
            OurCertificate.require(common.layout(), signer, source, chain);
            sources.add(new Sourced(source, chain.get(0)));
        }
        return sources;
    }

    private void report(X509CRL list, String shown) {
        Console console = common.console();
        List<RevokedSerial> entries = list.getRevokedCertificates() == null
                ? List.of()
                : list.getRevokedCertificates().stream()
                        .sorted(Comparator.comparing(X509CRLEntry::getRevocationDate))
                        .map(RevocationLists::entry)
                        .toList();
        String next = list.getNextUpdate() == null
                ? null
                : list.getNextUpdate().toInstant().toString();
        String until = next == null ? "without end" : "until " + next;
        if (common.json()) {
            console.answer(
                    "pki-cert-crl",
                    ExitCode.OK,
                    new ShownList(
                            shown,
                            Revocation.number(list).toString(),
                            list.getThisUpdate().toInstant().toString(),
                            next,
                            entries),
                    List.of());
            return;
        }
        console.result(
                Mark.PASS,
                shown + ": list " + Revocation.number(list) + ", " + until + ", " + entries.size() + " revoked");
        entries.forEach(
                entry -> console.result("  " + entry.serial() + "  " + entry.revoked() + "  " + entry.reason()));
    }

    private static RevokedSerial entry(X509CRLEntry entry) {
        CRLReason reason = entry.getRevocationReason() == null ? CRLReason.UNSPECIFIED : entry.getRevocationReason();
        return new RevokedSerial(
                Certificates.serialHex(entry.getSerialNumber()),
                entry.getRevocationDate().toInstant().toString(),
                reason.name().toLowerCase(Locale.ROOT));
    }
}
