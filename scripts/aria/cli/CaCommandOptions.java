package aria.cli;

import aria.ca.config.CaConfig;
import aria.ca.init.CaOptions;
import aria.ca.init.ImportedCa;
import aria.ca.init.RootKeyPlace;
import aria.choices.Choices;
import aria.pki.KeyType;
import aria.pki.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for a new CA. */
public final class CaCommandOptions {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the CA (default: ${DEFAULT-VALUE}).",
            defaultValue = CaOptions.DEFAULT_NAME)
    private String name;

    @Option(
            names = "--dns",
            paramLabel = "NAME",
            split = ",",
            description = "One more name or address that step-ca answers to.")
    private List<String> dns = new ArrayList<>();

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "Where step-ca listens (default: ${DEFAULT-VALUE}).",
            defaultValue = CaConfig.DEFAULT_ADDRESS)
    private String address;

    @Option(
            names = "--root-validity",
            paramLabel = "DURATION",
            converter = Durations.class,
            defaultValue = "10y",
            description = "Lifetime of the root (default: ${DEFAULT-VALUE}).")
    private Duration rootValidity;

    @Option(
            names = "--intermediate-validity",
            paramLabel = "DURATION",
            converter = Durations.class,
            defaultValue = "5y",
            description = "Lifetime of the intermediate (default: ${DEFAULT-VALUE}).")
    private Duration intermediateValidity;

    @Option(
            names = "--key-type",
            paramLabel = "TYPE",
            converter = KeyTypes.class,
            defaultValue = "P-256",
            description =
                    "Keys of root and intermediate: P-256, P-384, Ed25519, RSA-3072, RSA-4096 (default: ${DEFAULT-VALUE}).")
    private KeyType keyType;

    @Option(
            names = "--db",
            paramLabel = "badgerv2|postgresql",
            defaultValue = CaOptions.DEFAULT_DB,
            description = "step-ca's database (default: ${DEFAULT-VALUE}).")
    private String db;

    @Option(
            names = "--permit-domain",
            paramLabel = "DOMAIN",
            split = ",",
            description = "Name constraint: only names in this domain (localhost always).")
    private List<String> permitDomains = new ArrayList<>();

    @Option(
            names = "--root-key",
            paramLabel = "keep|discard|DIR|FILE",
            defaultValue = "keep",
            description =
                    "Where the root's key goes (default: ${DEFAULT-VALUE}); with init-ca --root, the file of that key.")
    private String rootKey;

    @Option(
            names = "--acme",
            paramLabel = "servers|off",
            description = "What the CA issues by ACME (default: servers; off with profile: production in aria.yaml).")
    private Acme acme;

    /** What a CA issues by ACME. */
    private enum Acme {
        SERVERS,
        OFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--force", description = "Replace an existing CA; a dated backup is kept.")
    private boolean force;

    /**
     * The options as a value.
     *
     * @param typed       makes a path lead from the project's root to where it leads from the working directory
     * @param policyNames the names step-ca may certify
     * @param serverNames what step-ca is called by beside its default names and those of {@code --dns}
     * @param brought     a CA to take over
     * @param choices     of the project
     */
    public CaOptions options(
            UnaryOperator<Path> typed,
            Names policyNames,
            List<String> serverNames,
            ImportedCa brought,
            Choices choices) {
        Set<String> names = new LinkedHashSet<>(CaOptions.DEFAULT_DNS);
        names.addAll(serverNames);
        names.addAll(dns);
        return new CaOptions(
                name,
                List.copyOf(names),
                address,
                rootValidity,
                intermediateValidity,
                keyType,
                db,
                permitDomains,
                RootKeyPlace.parse(rootKey, typed),
                force,
                policyNames,
                Optional.ofNullable(acme)
                        .map(Acme::toString)
                        .or(choices.ca()::acme)
                        .map("servers"::equals)
                        .or(() -> choices.production() ? Optional.of(false) : Optional.empty()),
                brought);
    }

    /** Whether the CA that is here is to be replaced. */
    public boolean replaces() {
        return force;
    }

    /** Remembers what ACME is to issue. */
    public void remember(RememberedChoices remembered) {
        remembered.text(
                "--acme",
                Optional.ofNullable(acme).map(Acme::toString),
                remembered.known().ca().acme().orElse(remembered.known().production() ? "off" : "servers"),
                "ca",
                "acme");
    }

    /** The key types, for the shell's completion. */
    private static final class KeyTypes implements ITypeConverter<KeyType> {
        @Override
        public KeyType convert(String text) {
            try {
                return KeyType.parse(text);
            } catch (RuntimeException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        }
    }
}
