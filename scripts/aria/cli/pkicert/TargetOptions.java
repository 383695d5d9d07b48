package aria.cli.pkicert;

import aria.cli.CommonOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for the folder of created files. */
final class TargetOptions {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the files (default: where the project keeps the certificate).")
    private Path out;

    @Option(names = "--force", description = "Replace existing files.")
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
