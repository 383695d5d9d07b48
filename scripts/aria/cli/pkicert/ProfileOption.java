package aria.cli.pkicert;

import aria.pki.Profile;
import picocli.CommandLine.Option;

/** The option for the profile whose rules apply. */
final class ProfileOption {

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "stack",
            description = "stack, rfc5280 or webpki (default: ${DEFAULT-VALUE}).")
    private Profile profile;

    Profile value() {
        return profile;
    }
}
