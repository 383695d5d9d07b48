package aria.cli.pkicert;

import aria.cli.CommonOptions;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The argument that names a certificate of this project, with its key beside it. */
final class IssuedOption {

    @Parameters(
            paramLabel = "CERTIFICATE",
            description = "The name of a service or person, or a file that ends in .crt.")
    private String source;

    /**
     * Its file, absolute.
     *
     * @throws aria.finding.AriaException when there is none
     */
    Path file(CommonOptions common) {
        return common.named(CertificateSource.file(common, source)
                .filter(path -> path.toString().endsWith(".crt"))
                .orElseThrow(() -> CertificateSource.missing(source)));
    }
}
