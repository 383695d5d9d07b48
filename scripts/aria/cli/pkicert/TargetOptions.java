package aria.cli.pkicert;

import aria.cli.CommonOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the files go that a command makes. */
final class TargetOptions {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder for the files (default: where the project keeps the certificate).")
    private Path out;

    @Option(names = "--force", description = "Replace files that are there.")
    private boolean force;

    /** The folder that was asked for, absolute; empty for the project's own. */
    Optional<Path> folder(CommonOptions common) {
        return Optional.ofNullable(out).map(common::named);
    }

    /** Whether what is there may be replaced. */
    boolean force() {
        return force;
    }
}
