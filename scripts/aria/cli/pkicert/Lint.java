package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Json;
import aria.cli.Mark;
import aria.cli.Problem;
import aria.pki.CertificateLint;
import aria.pki.CertificateLint.Finding;
import aria.pki.Certificates;
import aria.pki.Printable;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pki-cert lint} */
@Command(
        name = "lint",
        sortOptions = false,
        description = "Says what is wrong with the form of certificates, rule by rule. Exit 1 on errors.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert lint keycloak                            a service's certificate and its intermediate",
            "  pki-cert lint config/step-ca/pki/root_ca.crt",
            "  pki-cert lint example.org:443 --profile webpki    by the rules for public servers too"
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
    private record Answer(int certificates, List<Finding> findings) {}

    @Override
    public Integer call() {
        List<Finding> all = new ArrayList<>();
        List<X509Certificate> certificates =
                CertificateSource.of(common, source, password).certificates();
        Console console = common.console();
        for (X509Certificate certificate : certificates) {
            List<Finding> findings = CertificateLint.findings(certificate, profile.value());
            all.addAll(findings);
            if (!common.json()) {
                print(console, certificate, findings);
            }
        }
        ExitCode exit = all.stream().anyMatch(Finding::error) ? ExitCode.FAILED : ExitCode.OK;
        if (common.json()) {
            console.answer(Json.answer(
                    "pki-cert-lint",
                    exit,
                    new Answer(certificates.size(), all),
                    all.stream()
                            .filter(Finding::error)
                            .map(finding -> Problem.of(finding.rule(), finding.message(), finding.section()))
                            .toList()));
        }
        return exit.number();
    }

    private static void print(Console console, X509Certificate certificate, List<Finding> findings) {
        if (findings.isEmpty()) {
            console.result(Mark.PASS, Printable.line("'" + Certificates.commonName(certificate) + "' is well-formed"));
        }
        for (Finding finding : findings) {
            console.result(
                    finding.error() ? Mark.FAIL : Mark.WARN,
                    Printable.line(finding.message()) + " (" + finding.rule() + ": " + finding.section() + ")");
        }
    }
}
