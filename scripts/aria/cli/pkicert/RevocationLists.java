package aria.cli.pkicert;

import aria.apply.Applied;
import aria.ca.OfflineSigner;
import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.Durations;
import aria.cli.ExitCode;
import aria.cli.Json;
import aria.cli.Mark;
import aria.cli.Recover;
import aria.cli.WrongUsage;
import aria.pki.Certificates;
import aria.pki.PkiRefused;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.store.FileWrite;
import aria.store.Layout;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki-cert crl}, with the CA's files. */
@Command(name = "crl", sortOptions = false,
        description = "Shows a revocation list, or signs the CA's next one: what was on the last one stays on it.",
        footerHeading = "%nExamples:%n", footer = {
            "  pki-cert crl                               what is on the list in data/certs/aria.crl",
            "  pki-cert crl --revoke api --reason keyCompromise",
            "  pki-cert crl --renew --validity 90d        the same list, for 90 days more",
            "  pki-cert verify api --crl data/certs/aria.crl"})
public final class RevocationLists implements Callable<Integer> {
    private static final String NAME = "aria.crl";

    /** An entry for machines. */
    private record Entry(String serial, String revoked, String reason) {
    }

    /** The JSON answer. @param nextUpdate null when the list has no end */
    private record Answer(String file, String number, String thisUpdate, String nextUpdate, List<Entry> revoked) {
    }

    @Mixin
    private CommonOptions common;

    @Mixin
    private PasswordOption password;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The list, PEM or DER (default: data/certs/aria.crl).")
    private Path file;

    @Option(names = "--revoke", paramLabel = "CERTIFICATE",
            description = "Put it on the list: a file, or the name of a service or person. Can be given again.")
    private List<String> revoked = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "REASON", defaultValue = "unspecified",
            description = "unspecified, keyCompromise, affiliationChanged, superseded or cessationOfOperation (default: ${DEFAULT-VALUE}).")
    private String reason;

    @Option(names = "--renew", description = "Sign the list anew without another entry.")
    private boolean renew;

    @Option(names = "--validity", paramLabel = "DURATION", converter = Durations.class, defaultValue = "30d",
            description = "When the next list has to be there (default: ${DEFAULT-VALUE}).")
    private Duration validity;

    @Override
    public Integer call() {
        Layout layout = common.layout();
        String shown = file != null ? file.toString() : layout.display(layout.certsDir().resolve(NAME));
        if (revoked.isEmpty() && !renew) {
            report(read(shown).orElseThrow(() -> new PkiRefused(shown + " is not there: pki-cert crl --revoke or --renew makes the first list")), shown);
            return 0;
        }
        Recover.first(layout, common.console(), false);
        OfflineSigner signer = OfflineSigner.open(layout);
        X509CRL next = signer.revoke(read(shown), entries(signer), Validity.startingAt(Instant.now(), validity));
        FileWrite written = FileWrite.openAmongSecrets(common.directory().resolve(shown), Revocation.pem(next));
        Applied applied = NamedFiles.write(common, List.of(written), true, "a revocation list");
        common.console().detail("written: " + applied.files());
        report(next, shown);
        return 0;
    }

    private Optional<X509CRL> read(String name) {
        return NamedFiles.isFile(common, name) ? Optional.of(Revocation.read(NamedFiles.read(common, Path.of(name)), name)) : Optional.empty();
    }

    private Map<BigInteger, CRLReason> entries(OfflineSigner signer) {
        Map<BigInteger, CRLReason> entries = new LinkedHashMap<>();
        for (String source : revoked) {
            X509Certificate certificate = CertificateSource.of(common, source, password).certificates().get(0);
            if (!certificate.getIssuerX500Principal().equals(signer.issuer().getSubjectX500Principal())) {
                throw new PkiRefused("'" + source + "' was signed by '" + Certificates.issuerName(certificate) + "': only that CA can revoke it");
            }
            entries.put(certificate.getSerialNumber(), reason());
        }
        return entries;
    }

    /** As RFC 5280, 5.3.1 spells them. */
    private CRLReason reason() {
        return switch (reason) {
            case "unspecified" -> CRLReason.UNSPECIFIED;
            case "keyCompromise" -> CRLReason.KEY_COMPROMISE;
            case "affiliationChanged" -> CRLReason.AFFILIATION_CHANGED;
            case "superseded" -> CRLReason.SUPERSEDED;
            case "cessationOfOperation" -> CRLReason.CESSATION_OF_OPERATION;
            default -> throw new WrongUsage("--reason " + reason + ": see --help for those there are");
        };
    }

    private void report(X509CRL list, String shown) {
        Console console = common.console();
        List<Entry> entries = list.getRevokedCertificates() == null ? List.of() : list.getRevokedCertificates().stream()
                .sorted(Comparator.comparing(X509CRLEntry::getRevocationDate)).map(RevocationLists::entry).toList();
        String next = list.getNextUpdate() == null ? null : list.getNextUpdate().toInstant().toString();
        String until = next == null ? "without end" : "until " + next;
        if (common.json()) {
            console.result(Json.answer("pki-cert-crl", ExitCode.OK, new Answer(shown, Revocation.number(list).toString(),
                    list.getThisUpdate().toInstant().toString(), next, entries), List.of()));
            return;
        }
        console.result(Mark.PASS, shown + ": list " + Revocation.number(list) + ", " + until + ", " + entries.size() + " revoked");
        entries.forEach(entry -> console.result("  " + entry.serial() + "  " + entry.revoked() + "  " + entry.reason()));
    }

    private static Entry entry(X509CRLEntry entry) {
        CRLReason reason = entry.getRevocationReason() == null ? CRLReason.UNSPECIFIED : entry.getRevocationReason();
        return new Entry(entry.getSerialNumber().toString(16), entry.getRevocationDate().toInstant().toString(), reason.name().toLowerCase(Locale.ROOT));
    }
}
