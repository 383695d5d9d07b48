package aria.cli;

import aria.ca.init.ImportedCa;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The options that name a CA made elsewhere. Passwords come only from files. */
public final class AdoptOptions {
    @Option(names = "--adopt", paramLabel = "DIR", description = "Adopt the CA in this step-ca folder.")
    private Path folder;

    @Option(names = "--root", paramLabel = "FILE", description = "Adopt this root certificate.")
    private Path root;

    @Option(
            names = "--root-key-password-file",
            paramLabel = "FILE",
            description = "File with the password of the key in --root-key.")
    private Path rootKeyPassword;

    @Option(
            names = "--intermediate",
            paramLabel = "FILE",
            description = "Adopt this intermediate (default: make a new one with --root-key).")
    private Path intermediate;

    @Option(names = "--intermediate-key", paramLabel = "FILE", description = "Key of the intermediate.")
    private Path intermediateKey;

    @Option(
            names = "--intermediate-key-password-file",
            paramLabel = "FILE",
            description = "File with the password of that key.")
    private Path intermediateKeyPassword;

    @Option(
            names = "--provisioner-password-file",
            paramLabel = "FILE",
            description = "File with the password of the provisioner's key in ca.json.")
    private Path provisionerPassword;

    /**
     * Returns the options as a value.
     *
     * @param typed makes a path lead from the project's root to where it leads from the working directory
     */
    public ImportedCa brought(UnaryOperator<Path> typed) {
        return new ImportedCa(
                Optional.ofNullable(folder).map(typed),
                Optional.ofNullable(root).map(typed),
                Optional.empty(),
                Optional.ofNullable(rootKeyPassword).map(typed),
                Optional.ofNullable(intermediate).map(typed),
                Optional.ofNullable(intermediateKey).map(typed),
                Optional.ofNullable(intermediateKeyPassword).map(typed),
                Optional.ofNullable(provisionerPassword).map(typed));
    }
}
