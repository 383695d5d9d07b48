package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.cli.ExitCode;
import aria.pki.CertificateText;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code pki-cert inspect}. */
@Command(
        name = "inspect",
        sortOptions = false,
        description = "Shows certificates: a file, a key store, a server, or a service's.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert inspect keycloak                         the certificate of a service of this project",
            "  pki-cert inspect data/people/ada.p12 --password-file data/people/ada.password",
            "  pki-cert inspect localhost:8443 --short           what a server presents, one line per certificate"
        })
public final class Inspect implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private PasswordOption password;

    @Option(names = "--short", description = "One line per certificate.")
    private boolean brief;

    @Parameters(
            paramLabel = "CERTIFICATE",
            description = "A PEM, DER, PKCS#12 or JKS file, host:port, or the name of a service or person.")
    private String source;

    @Override
    public Integer call() {
        List<X509Certificate> certificates =
                CertificateSource.of(common, source, password).certificates();
        if (common.json()) {
            common.console()
                    .answer(
                            "pki-cert-inspect",
                            ExitCode.OK,
                            certificates.stream().map(Facts::of).toList(),
                            List.of());
            return ExitCode.OK.number();
        }
        for (X509Certificate certificate : certificates) {
            List<String> lines = brief ? List.of(Facts.line(certificate)) : CertificateText.of(certificate);
            lines.forEach(common.console()::result);
        }
        return ExitCode.OK.number();
    }
}
