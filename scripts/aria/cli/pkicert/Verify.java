package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.cli.Problem;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Printable;
import aria.pki.Purpose;
import aria.pki.Revocation;
import aria.pki.path.PathQuestion;
import aria.pki.path.PathValidator;
import aria.pki.path.PathVerdict;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code pki-cert verify}. */
@Command(
        name = "verify",
        sortOptions = false,
        description = "Verifies a certificate: chain, validity, purpose, name, revocation.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert verify keycloak --name keycloak            a service of this project, by its CA",
            "  pki-cert verify localhost:8443                      what a server presents, by that name",
            "  pki-cert verify x.crt --roots ca.crt --at 2030-01-01T00:00:00Z --profile rfc5280"
        })
public final class Verify implements Callable<Integer> {
    enum For {
        SERVICE,
        SERVER,
        CLIENT,
        ANY
    }

    @Mixin
    private CommonOptions common;

    @Mixin
    private PasswordOption password;

    @Parameters(paramLabel = "CERTIFICATE", description = "A file, host:port, or the name of a service or person.")
    private String source;

    @Option(names = "--roots", paramLabel = "FILE", description = "The trusted roots (default: this project's).")
    private Path roots;

    @Option(
            names = "--intermediates",
            paramLabel = "FILE",
            description = "Additional intermediates; those in the file are always used.")
    private Path intermediates;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "DNS name, address or mailbox to check. Can be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Time of the check, such as 2030-01-01T00:00:00Z (default: now).")
    private String at;

    @Option(
            names = "--purpose",
            paramLabel = "PURPOSE",
            description = "service (both), server, client or any (default: server for host:port, else any).")
    private For purpose;

    @Mixin
    private ProfileOption profile;

    @Option(
            names = "--crl",
            paramLabel = "FILE",
            description = "A current revocation list, PEM or DER (default: data/certs/aria.crl). Can be repeated.")
    private List<Path> crls = new ArrayList<>();

    /**
     * The JSON answer.
     *
     * @param path the certificate first, the root last; empty when there is none
     */
    private record JudgedPath(boolean valid, List<Facts> path) {}

    @Override
    public Integer call() {
        CertificateSource peer = CertificateSource.of(common, source, password);
        PathVerdict verdict = judged(question(peer));
        ExitCode exit = verdict.valid() ? ExitCode.OK : ExitCode.FAILED;
        report(peer.certificates().get(0), verdict, exit);
        return exit.number();
    }

    /** What this project has revoked is never valid here; other lists are read when they are named. */
    private PathVerdict judged(PathQuestion question) {
        PathVerdict verdict = PathValidator.validate(question);
        Optional<X509CRL> ours = crls.isEmpty() ? LocalList.read(common) : Optional.empty();
        List<String> entries =
                ours.map(list -> Revocation.entries(verdict.path(), list)).orElse(List.of());
        return entries.isEmpty()
                ? verdict
                : new PathVerdict(
                        verdict.path(),
                        Stream.concat(verdict.problems().stream(), entries.stream())
                                .toList());
    }

    private PathQuestion question(CertificateSource peer) {
        List<X509Certificate> others = new ArrayList<>(
                peer.certificates().subList(1, peer.certificates().size()));
        if (intermediates != null) {
            others.addAll(Pem.findCertificates(NamedFiles.read(common, intermediates), intermediates.toString()));
        }
        List<String> wanted = names.isEmpty() ? peer.host().stream().toList() : names;
        For asked = purpose != null ? purpose : peer.host().isPresent() ? For.SERVER : For.ANY;
        List<X509CRL> lists = crls.stream()
                .map(file -> Revocation.read(NamedFiles.read(common, file), file.toString()))
                .toList();
        return new PathQuestion(
                peer.certificates().get(0),
                others,
                trusted(),
                time(),
                purpose(asked),
                profile.value(),
                wanted,
                PathQuestion.DEFAULT_DEPTH,
                lists);
    }

    private List<X509Certificate> trusted() {
        Layout layout = common.layout();
        Path bundle = Files.exists(layout.trustBundle()) ? layout.trustBundle() : layout.rootCertificate();
        Path file = roots != null ? roots : Path.of(layout.display(bundle));
        return Pem.findCertificates(NamedFiles.read(common, file), file.toString());
    }

    private Instant time() {
        try {
            return at == null ? Instant.now() : Instant.parse(at);
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    Finding.error(FindingId.WRONG_USAGE, "--at " + at + ": a time looks like 2030-01-01T00:00:00Z"), e);
        }
    }

    private static Optional<Purpose> purpose(For asked) {
        return switch (asked) {
            case SERVICE -> Optional.of(Purpose.SERVER_AND_CLIENT);
            case SERVER -> Optional.of(Purpose.SERVER);
            case CLIENT -> Optional.of(Purpose.CLIENT);
            case ANY -> Optional.empty();
        };
    }

    private void report(X509Certificate peer, PathVerdict verdict, ExitCode exit) {
        Console console = common.console();
        if (common.json()) {
            List<Facts> path =
                    verdict.valid() ? verdict.path().stream().map(Facts::of).toList() : List.of();
            console.answer(
                    "pki-cert-verify",
                    exit,
                    new JudgedPath(verdict.valid(), path),
                    verdict.problems().stream()
                            .map(problem -> Problem.of(Finding.error(
                                    FindingId.PATH, problem, Remedy.page("docs/explanation/PATH_VALIDATION.md"))))
                            .toList());
            return;
        }
        console.result(verdict.valid() ? Mark.PASS : Mark.FAIL, Facts.line(peer));
        verdict.problems().forEach(problem -> console.result("  " + Printable.line(problem)));
        if (verdict.valid()) {
            verdict.path().stream()
                    .skip(1)
                    .forEach(issuer -> console.message("  by " + Printable.line(Certificates.commonName(issuer))));
        }
    }
}
