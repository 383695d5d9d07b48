package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.cli.Problem;
import aria.pki.CertificateLint;
import aria.pki.CertificateLint.LintFinding;
import aria.pki.Certificates;
import aria.pki.Printable;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code pki-cert lint}. */
@Command(
        name = "lint",
        sortOptions = false,
        description = "Checks certificates against the rules of RFC 5280, rule by rule. Exit 1 on errors.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert lint keycloak                            a service's certificate and its intermediate",
            "  pki-cert lint config/step-ca/pki/root_ca.crt",
            "  pki-cert lint example.org:443 --profile webpki    by the rules for public servers, too"
        })
public final class Lint implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private PasswordOption password;

    @Parameters(paramLabel = "CERTIFICATE", description = "A file, host:port, or the name of a service or person.")
    private String source;

    @Mixin
    private ProfileOption profile;

    /**
     * The JSON answer.
     *
     * @param certificates how many were judged
     */
    private record LintedCertificates(int certificates, List<LintFinding> findings) {}

    @Override
    public Integer call() {
        List<LintFinding> all = new ArrayList<>();
        List<X509Certificate> certificates =
                CertificateSource.of(common, source, password).certificates();
        Console console = common.console();
        for (X509Certificate certificate : certificates) {
            List<LintFinding> findings = CertificateLint.findings(certificate, profile.value());
            all.addAll(findings);
            if (!common.json()) {
                print(console, certificate, findings);
            }
        }
        ExitCode exit = all.stream().anyMatch(LintFinding::error) ? ExitCode.FAILED : ExitCode.OK;
        if (common.json()) {
            console.answer(
                    "pki-cert-lint",
                    exit,
                    new LintedCertificates(certificates.size(), all),
                    all.stream()
                            .filter(LintFinding::error)
                            .map(finding -> Problem.of(finding.rule(), finding.message(), finding.section()))
                            .toList());
        }
        return exit.number();
    }

    private static void print(Console console, X509Certificate certificate, List<LintFinding> findings) {
        if (findings.isEmpty()) {
            console.result(Mark.PASS, Printable.line("'" + Certificates.commonName(certificate) + "' is well-formed"));
        }
        for (LintFinding finding : findings) {
            console.result(
                    finding.error() ? Mark.FAIL : Mark.WARN,
                    Printable.line(finding.message()) + " (" + finding.rule() + ": " + finding.section() + ")");
        }
    }
}
