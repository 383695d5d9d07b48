package aria.cli;

import aria.ca.init.ImportedCa;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name a CA made elsewhere. Passwords come from files alone. */
public final class AdoptOptions {
    @Option(names = "--adopt", paramLabel = "DIR", description = "Take over the CA in this folder of step-ca's.")
    private Path folder;

    @Option(names = "--root", paramLabel = "FILE", description = "Take over this root certificate.")
    private Path root;

    @Option(
            names = "--root-key-password-file",
            paramLabel = "FILE",
            description = "The password of the key in --root-key.")
    private Path rootKeyPassword;

    @Option(
            names = "--intermediate",
            paramLabel = "FILE",
            description = "Take over this intermediate (default: a new one, by --root-key).")
    private Path intermediate;

    @Option(names = "--intermediate-key", paramLabel = "FILE", description = "Its key.")
    private Path intermediateKey;

    @Option(names = "--intermediate-key-password-file", paramLabel = "FILE", description = "The password of that key.")
    private Path intermediateKeyPassword;

    @Option(
            names = "--provisioner-password-file",
            paramLabel = "FILE",
            description = "The password of the provisioner's key in ca.json.")
    private Path provisionerPassword;

    /** The options as a value. */
    public ImportedCa brought() {
        return new ImportedCa(
                Optional.ofNullable(folder),
                Optional.ofNullable(root),
                Optional.empty(),
                Optional.ofNullable(rootKeyPassword),
                Optional.ofNullable(intermediate),
                Optional.ofNullable(intermediateKey),
                Optional.ofNullable(intermediateKeyPassword),
                Optional.ofNullable(provisionerPassword));
    }
}
