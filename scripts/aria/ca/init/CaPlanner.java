package aria.ca.init;

import static aria.finding.Remedy.advice;

import aria.ca.OfflineSigner;
import aria.ca.config.CaConfig;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.ca.config.IssuingRight;
import aria.ca.rotation.CaRotation;
import aria.store.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides what init-ca has to do. Reads existing files; writes nothing. */
public final class CaPlanner {

    private CaPlanner() {}

    /**
     * Plans.
     *
     * @param now becomes the certificates' beginning; a CA that has expired by then is refused
     * @throws aria.finding.RefusedException when what is there can't be used and {@code force} isn't set, ca.json
     *                                       isn't JSON, or an option is wrong
     * @throws aria.finding.RefusedException when others may write a folder that holds keys
     */
    public static CaChange plan(Layout layout, CaOptions given, Instant now) {
        CaChange change = planned(layout, given, now);
        CaFolder folder = new CaFolder(layout);
        List<String> foreign = folder.config().map(config -> IssuingRight.of(config, folder)).stream()
                .flatMap(List::stream)
                .filter(right -> !right.ours())
                .map(IssuingRight::label)
                .toList();
        return foreign.isEmpty()
                ? change
                : change.warning(layout.display(layout.caJson()) + " has provisioners that aria did not make: "
                        + String.join(", ", foreign) + "; whoever holds their keys is given certificates, too");
    }

    private static CaChange planned(Layout layout, CaOptions given, Instant now) {
        CaOptions options = given.under(layout.root());
        CaFolder folder = new CaFolder(layout);
        folder.requireSafeFolders();
        Optional<ImportSource> source = source(folder, options);
        if (source.isPresent()) {
            CaChange adopted = Adoption.plan(folder, source.get(), options, now);
            return options.brought().isElsewhere() ? adopted : adopted.of(FoundCa.of(folder, source.get()));
        }
        Optional<CaConfig> config = folder.config();
        Settings settings = Settings.of(folder, config, options);
        List<Path> authority = folder.present(folder.authorityFiles());
        if (authority.isEmpty()) {
            List<Path> strays = folder.present(strays(folder));
            if (strays.isEmpty() || options.force()) {
                return create(
                        strays.isEmpty() ? CaChange.State.ABSENT_CREATE : CaChange.State.REPLACE,
                        folder,
                        settings,
                        options,
                        now);
            }
            throw CaErrors.refused(
                    folder.display(strays) + " belong to a CA whose " + layout.display(layout.pkiFolder())
                            + " is missing",
                    advice("restore that folder"),
                    CaErrors.NEW_CA);
        }
        if (options.force()) {
            CaRotation.requireNone(layout);
            return create(CaChange.State.REPLACE, folder, settings, options, now);
        }
        requireWhole(folder);
        return ExistingCa.review(folder, settings, options, OfflineSigner.open(layout, now));
    }

    /**
     * A CA to adopt: one that was named, or that lies here in another layout than ours.
     *
     * @throws aria.finding.RefusedException when one was named, and another is here
     */
    private static Optional<ImportSource> source(CaFolder folder, CaOptions options) {
        options.brought().requireSensible();
        boolean whole = folder.missing(folder.authorityFiles()).isEmpty();
        if (!options.brought().isElsewhere()) {
            Optional<ImportSource> found =
                    whole || options.force() ? Optional.empty() : ImportSourceFinder.unnamed(folder, options.brought());
            if (found.isEmpty() && !whole && options.brought().rootKey().isPresent()) {
                throw CaErrors.option(
                        "--root-key " + options.brought().rootKey().get() + " is a file, not a folder",
                        advice("name its certificate with --root"),
                        advice("name a folder for the key of a new root"));
            }
            return found;
        }
        ImportSource named = ImportSourceFinder.named(folder, options.brought());
        if (whole && !options.force()) {
            if (Adoption.isHere(folder, named)) {
                return Optional.empty();
            }
            throw CaErrors.refused(
                    "there is another CA in "
                            + folder.layout().display(folder.layout().configDir()) + " already",
                    advice("name another --config-dir"),
                    advice("replace it with --force, which keeps it in a dated backup"));
        }
        return Optional.of(named);
    }

    private static CaChange create(
            CaChange.State state, CaFolder folder, Settings settings, CaOptions options, Instant now) {
        Layout layout = folder.layout();
        List<String> reasons = new ArrayList<>();
        if (state == CaChange.State.REPLACE) {
            reasons.add("the CA in " + layout.display(layout.configDir())
                    + " is replaced because of --force; the old one is kept in "
                    + layout.display(folder.newBackup(now)));
        } else {
            reasons.add("there is no CA in " + layout.display(layout.configDir())
                    + " yet: a root and an intermediate are created ("
                    + options.keyType().label() + ", " + options.rootValidity().toDays() + " and "
                    + shorter(options).toDays() + " days), with passwords and a provisioner");
            settings.config()
                    .ours()
                    .ifPresent(theirs -> reasons.add("the provisioner '" + theirs.name() + "' in "
                            + layout.display(layout.caJson()) + " gets a new key, because its private key is missing"));
        }
        reasons.addAll(settings.reasons());
        List<String> warnings = new ArrayList<>(settings.warnings());
        if (options.intermediateValidity().compareTo(options.rootValidity()) > 0) {
            warnings.add("the intermediate cannot outlive the root, so it expires with it");
        }
        if (!(options.rootKey() instanceof RootKeyPlace.Keep)
                && !folder.present(List.of(layout.rootKey())).isEmpty()) {
            warnings.add(layout.display(layout.rootKey())
                    + " belongs to the replaced CA and is kept: delete it if you do not need it");
        }
        Supplier<NewCa> build = () -> new NewCaFiles(folder, settings, options, now).build();
        return new CaChange(state, reasons, warnings, build);
    }

    private static Duration shorter(CaOptions options) {
        return options.rootValidity().compareTo(options.intermediateValidity()) < 0
                ? options.rootValidity()
                : options.intermediateValidity();
    }

    private static List<Path> strays(CaFolder folder) {
        List<Path> strays = new ArrayList<>(folder.provisionerFiles());
        strays.add(folder.layout().passwordFile());
        return strays;
    }

    private static void requireWhole(CaFolder folder) {
        Layout layout = folder.layout();
        List<Path> missing = folder.missing(folder.authorityFiles());
        if (!missing.isEmpty()) {
            throw CaErrors.refused(
                    folder.display(missing) + (missing.size() == 1 ? " is" : " are")
                            + " missing, but the rest of the CA exists",
                    advice("restore from a backup"),
                    CaErrors.NEW_CA);
        }
        if (!folder.missing(List.of(layout.passwordFile())).isEmpty()) {
            throw CaErrors.in(
                    layout.display(layout.passwordFile()),
                    "the file is missing, and without it the key of the CA in " + layout.display(layout.pkiFolder())
                            + " cannot be opened",
                    advice("restore it"),
                    CaErrors.NEW_CA);
        }
    }
}
