package aria.ca.init;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaConfig;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.UsageException;
import aria.pki.Names;
import aria.store.Layout;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ca.json that matches the options and the paths of our files, all but the provisioner's key.
 *
 * @param original      what is on disk; empty when there is no ca.json
 * @param config        as it should be
 * @param asked         what is on disk, with nothing changed but what options ask for that differ from their
 *                      defaults, and paths to files that are not there
 * @param permitDomains the name constraints of the CA's certificates: those asked for, and step-ca's own names; empty
 *                      for none
 * @param reasons       what changes in a file that is there, one line each
 * @param warnings      one line each
 */
record Settings(
        Optional<CaConfig> original,
        CaConfig config,
        Optional<CaConfig> asked,
        List<String> permitDomains,
        List<String> reasons,
        List<String> warnings) {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]*):(?<port>\\d{1,5})");

    /** step-ca's own limit where no claims are set. */
    private static final Duration SHORT = Duration.ofHours(24);

    private static final Map<String, String[]> OUR_PATHS = Map.of(
            "pki/root_ca.crt", new String[] {"root"},
            "pki/intermediate_ca.crt", new String[] {"crt"},
            "pki/intermediate_ca_key", new String[] {"key"});

    /**
     * @throws UsageException when an option makes no sense
     * @throws RefusedException when ca.json is that of a CA which is not ours
     */
    static Settings of(CaFolder folder, Optional<CaConfig> original, CaOptions options) {
        requireSensible(folder.layout(), options);
        List<String> reasons = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        CaConfig placed = original.orElseGet(CaConfig::fresh);
        placed.requireStartable();
        placed = withPaths(folder, placed, options, reasons);
        CaConfig config = placed;
        config = withOptions(config.withDnsNames(dnsNames(original, options)), options);
        List<String> permitted = IssuingLimits.permitted(config, options);
        IssuingLimits limits = new IssuingLimits(folder.layout(), options);
        config = limits.onAcme(limits.withPolicy(config, permitted, warnings), reasons);
        warnAbout(folder.layout(), config, warnings);
        CaConfig mended = placed;
        Optional<CaConfig> asked = original.map(present -> limits.onAcme(
                withOptions(mended.withDnsNames(dnsNames(original, options)), options), new ArrayList<>()));
        return new Settings(original, config, asked, permitted, List.copyOf(reasons), List.copyOf(warnings));
    }

    private static void requireSensible(Layout layout, CaOptions options) {
        requireNames("--dns", options.dns());
        requireNames("--permit-domain", options.permitDomains());
        Matcher address = ADDRESS.matcher(options.address());
        if (!address.matches() || Integer.parseInt(address.group("port")) > 65_535) {
            throw CaErrors.option(
                    "--address " + options.address() + " is not a valid address",
                    advice("write host:port or :port, for instance :9000"));
        }
        if (!Set.of("badgerv2", "postgresql").contains(options.db())) {
            throw CaErrors.option(
                    "--db " + options.db() + " is not a database that step-ca supports",
                    advice("use badgerv2 or postgresql"));
        }
        if (options.name().isBlank() || options.name().length() > 40) {
            throw CaErrors.option("--name '" + options.name() + "' has "
                    + options.name().length() + " characters; 1 to 40 are allowed");
        }
        if (options.rootKey() instanceof RootKeyPlace.In elsewhere) {
            requireOutside(layout, elsewhere.folder());
        }
    }

    private static void requireOutside(Layout layout, Path rootKeyFolder) {
        Path target = layout.root().resolve(rootKeyFolder).normalize();
        if (target.startsWith(layout.configDir())) {
            throw CaErrors.option(
                    "--root-key " + rootKeyFolder + " lies in " + layout.display(layout.configDir())
                            + ", which is mounted into step-ca",
                    advice("choose a folder outside"));
        }
        if (!Files.isDirectory(target)) {
            throw CaErrors.option(
                    "--root-key " + rootKeyFolder + " is not a folder",
                    advice("make it or mount it first"),
                    advice("use keep or discard"));
        }
    }

    private static void requireNames(String option, List<String> names) {
        try {
            Names.of(names);
        } catch (RefusedException wrong) {
            throw new UsageException(Finding.error(
                            FindingId.OPTION_INVALID,
                            option + ": " + wrong.finding().message())
                    .also(wrong.finding().remedies()));
        }
    }

    /** A file that is there keeps its names; the defaults are only added to a list that is empty. */
    private static List<String> dnsNames(Optional<CaConfig> original, CaOptions options) {
        boolean asked = !options.dns().equals(CaOptions.DEFAULT_DNS);
        boolean named = original.map(config -> !config.dnsNames().isEmpty()).orElse(false);
        return named && !asked ? List.of() : options.dns();
    }

    /** Our files have to be the ones it names. Others' files that exist are never disconnected. */
    private static CaConfig withPaths(CaFolder folder, CaConfig config, CaOptions options, List<String> reasons) {
        Layout layout = folder.layout();
        CaConfig changed = config;
        boolean moved = false;
        for (Map.Entry<String, String[]> ours : new TreeMap<>(OUR_PATHS).entrySet()) {
            Optional<String> present = config.path(ours.getValue());
            boolean same = present.filter(path -> layout.configDir()
                            .resolve(path)
                            .normalize()
                            .equals(layout.configDir().resolve(ours.getKey())))
                    .isPresent();
            if (same) {
                continue;
            }
            if (present.isPresent()
                    && !options.force()
                    && Files.exists(layout.configDir().resolve(present.get()))) {
                throw CaErrors.in(
                        layout.display(layout.caJson()),
                        "the file belongs to another CA: its \"" + ours.getValue()[0] + "\" is " + present.get(),
                        advice("use another --config-dir"),
                        CaErrors.NEW_CA);
            }
            moved |= present.isPresent();
            changed = changed.with(new JsonPrimitive(ours.getKey()), ours.getValue());
        }
        if (moved) {
            reasons.add(layout.display(layout.caJson())
                    + " names files that do not exist; its paths are replaced with ours, relative to its own folder");
            Optional<Path> data = changed.path("db", "dataSource").map(Path::of).filter(Path::isAbsolute);
            if (data.isPresent()
                    && changed.path("db", "type").orElse("").startsWith("badger")
                    && !Files.exists(data.get())) {
                changed = changed.with(new JsonPrimitive("db"), "db", "dataSource");
            }
        }
        return changed;
    }

    /** Our files are the ones it names, whatever it names now. */
    static CaConfig withOurPaths(CaConfig config) {
        CaConfig changed = config;
        for (Map.Entry<String, String[]> ours : new TreeMap<>(OUR_PATHS).entrySet()) {
            changed = changed.with(new JsonPrimitive(ours.getKey()), ours.getValue());
        }
        return changed;
    }

    /** What options ask for that differ from their defaults. */
    static CaConfig withOptions(CaConfig config, CaOptions options) {
        CaConfig changed = config;
        if (!options.address().equals(CaConfig.DEFAULT_ADDRESS)
                || config.path("address").isEmpty()) {
            changed = changed.with(new JsonPrimitive(options.address()), "address");
        }
        if (!options.db().equals(CaOptions.DEFAULT_DB)
                && !config.path("db", "type").equals(Optional.of(options.db()))) {
            changed = changed.with(postgresql(), "db");
        }
        return changed;
    }

    /** Host, user and password come from PGHOST, PGUSER, PGPASSFILE and so on, never from ca.json. */
    private static JsonObject postgresql() {
        JsonObject db = new JsonObject();
        db.addProperty("type", "postgresql");
        db.addProperty("dataSource", "postgresql://");
        db.addProperty("database", "stepca");
        return db;
    }

    /** What step-ca would do with the file that its owner may not expect. */
    static void warnAbout(Layout layout, CaConfig config, List<String> warnings) {
        String file = layout.display(layout.caJson());
        if (config.holdsPassword()) {
            warnings.add(file + " contains a password in plaintext: remove it, because step-ca reads --password-file");
        }
        warnings.addAll(config.dropped());
        if (config.keepsProvisionersInDatabase()) {
            warnings.add(file + " sets authority.enableAdmin: step-ca then ignores the provisioners in the file");
        }
        if (config.path("db", "type").equals(Optional.of("postgresql")) && Files.notExists(layout.databasePassword())) {
            warnings.add("step-ca connects to PostgreSQL at PGHOST as PGUSER and reads the password from "
                    + layout.display(layout.databasePassword())
                    + ": write it there (host:port:database:user:password, mode 600)");
        }
        if (config.path("db", "dataSource")
                .filter(source -> source.matches("(?i)[a-z]+://[^/@]*:[^/@]+@.*|.*\\bpassword=.+"))
                .isPresent()) {
            warnings.add(
                    file + " contains the database's password in plaintext: remove it from dataSource and write it to "
                            + layout.display(layout.databasePassword()));
        }
        Duration longest = config.claims().max();
        if (longest.compareTo(SHORT) <= 0) {
            warnings.add("the claims in " + file + " limit certificates to " + longest.toHours()
                    + " h: renew them daily, "
                    + "or set authority.claims.maxTLSCertDuration and defaultTLSCertDuration");
        }
    }
}
