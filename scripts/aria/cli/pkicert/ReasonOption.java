package aria.cli.pkicert;

import java.security.cert.CRLReason;
import picocli.CommandLine.Option;

/** Why a certificate is revoked (RFC 5280, 5.3.1). */
final class ReasonOption {

    @Option(names = "--reason", paramLabel = "REASON", defaultValue = "unspecified",
            description = "unspecified, keyCompromise, affiliationChanged, superseded or cessationOfOperation (default: ${DEFAULT-VALUE}).")
    private String reason;

    /** @throws aria.cli.WrongUsage for another word */
    CRLReason value() {
        return LocalList.reason(reason);
    }
}
