package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.pki.PkiRefused;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** A certificate of this project's, its key beside it. */
final class IssuedOption {

    @Parameters(
            paramLabel = "CERTIFICATE",
            description = "The name of a service or person, or a file that ends in .crt.")
    private String source;

    /** Its file, absolute. @throws PkiRefused when there is none */
    Path file(CommonOptions common) {
        return common.layout()
                .root()
                .resolve(CertificateSource.file(common, source)
                        .filter(path -> path.toString().endsWith(".crt"))
                        .orElseThrow(() -> new PkiRefused("there is no certificate of '" + source
                                + "': pki-cert list shows those that are here")));
    }
}
