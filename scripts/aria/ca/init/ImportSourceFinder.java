package aria.ca.init;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaConfig;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a CA that aria did not make, named by options or in a step-ca folder. Such a folder has the layout of
 * {@code step ca init} (config/, certs/, secrets/) or a flat one (ca.json, pki/, secrets/). The paths in its ca.json
 * are tried first. If the folder was moved, or a path is one of a container, the file's and its folder's names are
 * looked for below the folder.
 */
final class ImportSourceFinder {

    private static final List<String> ROOTS = List.of("certs/root_ca.crt", "pki/root_ca.crt");
    private static final List<String> INTERMEDIATES = List.of("certs/intermediate_ca.crt", "pki/intermediate_ca.crt");
    private static final List<String> KEYS = List.of(
            "secrets/intermediate_ca_key",
            "pki/intermediate_ca_key",
            "secrets/intermediate_ca.key",
            "pki/intermediate_ca.key");
    private static final List<String> ROOT_KEYS =
            List.of("secrets/root_ca_key", "pki/root_ca_key", "secrets/root_ca.key", "pki/root_ca.key");
    private static final List<String> PASSWORDS =
            List.of("secrets/password.txt", "secrets/password", "secrets/ca_password.txt", "password.txt");
    private static final List<String> PROVISIONER_PASSWORDS =
            List.of("secrets/provisioner_password.txt", "secrets/provisioner_password");

    private final CaFolder files;
    private final Layout layout;
    private final ImportedCa brought;
    /** Where files may lie when nobody named the CA; empty: anywhere. */
    private final List<Path> within;

    private ImportSourceFinder(CaFolder files, ImportedCa brought, List<Path> within) {
        this.files = files;
        this.layout = files.layout();
        this.brought = brought;
        this.within = within;
    }

    /**
     * The CA that options name.
     *
     * @throws aria.finding.RefusedException when a file is missing, or the folder holds none
     */
    static ImportSource named(CaFolder files, ImportedCa brought) {
        ImportSourceFinder finder = new ImportSourceFinder(files, brought, List.of());
        if (brought.folder().isEmpty()) {
            return finder.byFiles();
        }
        Path folder = finder.absolute(brought.folder().get());
        return finder.in(folder)
                .orElseThrow(
                        () -> CaErrors.refused(
                                "there is no CA in " + files.layout().display(folder)
                                        + ": it should contain config/, certs/ and secrets/ as 'step ca init' makes them, or ca.json and pki/"));
    }

    /**
     * A CA in the configuration folder that isn't laid out as ours is. Empty when there is none, or it is ours. Whoever
     * prepared that folder may have put links into it, or paths into its ca.json, that lead to another CA of this user: such
     * files are not there.
     *
     * @throws aria.finding.RefusedException when there are parts of one
     */
    static Optional<ImportSource> unnamed(CaFolder files, ImportedCa brought) {
        Layout layout = files.layout();
        return new ImportSourceFinder(files, brought, List.of(layout.root(), layout.configDir()))
                .in(layout.configDir())
                .filter(source -> isForeign(layout, source));
    }

    private static boolean isForeign(Layout layout, ImportSource source) {
        List<Path> ours = List.of(layout.rootCertificate(), layout.intermediateCertificate(), layout.intermediateKey());
        return Stream.of(Optional.of(source.root()), source.intermediate(), source.intermediateKey())
                .flatMap(Optional::stream)
                .anyMatch(path -> !ours.contains(path));
    }

    private ImportSource byFiles() {
        Path root = absolute(brought.root().orElseThrow());
        Optional<Path> intermediate = brought.intermediate().map(this::absolute);
        Optional<Path> key = brought.intermediateKey().map(this::absolute);
        Optional<Path> rootKey = brought.rootKey().map(this::absolute);
        Stream.of(Optional.of(root), intermediate, key, rootKey)
                .flatMap(Optional::stream)
                .forEach(this::requireThere);
        return new ImportSource(
                layout.display(root),
                Optional.empty(),
                files.config(),
                root,
                intermediate,
                key,
                rootKey,
                passwords(brought.intermediateKeyPassword(), List.of()),
                passwords(brought.rootKeyPassword(), List.of()),
                passwords(brought.provisionerPassword(), List.of()));
    }

    private Optional<ImportSource> in(Path folder) {
        Optional<Path> caJson = caJson(folder);
        Optional<CaConfig> config = caJson.map(this::config);
        Optional<Path> root = first(folder, named(config, folder, "root"), ROOTS);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        config.ifPresent(present -> requireFiles(caJson.orElseThrow(), present));
        List<Path> passwords = present(folder, PASSWORDS);
        return Optional.of(new ImportSource(
                layout.display(folder),
                Optional.of(folder),
                config,
                root.get(),
                first(folder, named(config, folder, "crt"), INTERMEDIATES),
                first(folder, named(config, folder, "key"), KEYS),
                brought.rootKey().map(this::absolute).or(() -> first(folder, List.of(), ROOT_KEYS)),
                passwords(brought.intermediateKeyPassword(), passwords),
                passwords(brought.rootKeyPassword(), passwords),
                passwords(
                        brought.provisionerPassword(),
                        Stream.concat(present(folder, PROVISIONER_PASSWORDS).stream(), passwords.stream())
                                .toList())));
    }

    /**
     * Of two, the one that has been used: a checkout of this repository holds one of its own, without a provisioner's
     * key.
     */
    private Optional<Path> caJson(Path folder) {
        List<Path> both = present(folder, List.of("ca.json", "config/ca.json"));
        return both.stream()
                .filter(path -> config(path).provisioners().stream()
                        .anyMatch(each -> each.type().equals("JWK")))
                .findFirst()
                .or(() -> both.stream().reduce((first, second) -> second));
    }

    private CaConfig config(Path caJson) {
        return CaConfig.parse(layout.display(caJson), files.require(caJson));
    }

    /** A CA whose key is in a module, and one for SSH as well, can't be brought over as files. */
    private void requireFiles(Path caJson, CaConfig config) {
        String file = layout.display(caJson);
        if (config.path("kms", "type")
                        .filter(type -> !type.isEmpty() && !type.equals("softkms"))
                        .isPresent()
                || config.path("key")
                        .filter(key -> key.matches("[a-z0-9]{3,}:.*"))
                        .isPresent()) {
            throw CaErrors.in(
                    file,
                    "the file names a key in a hardware module or cloud service (kms), which cannot be copied",
                    advice("keep that CA running where it is and request certificates from it"));
        }
        if (config.path("ssh", "hostKey").isPresent()
                || config.path("ssh", "userKey").isPresent()) {
            throw CaErrors.in(
                    file,
                    "the file also configures an SSH CA, and the password that opens its SSH keys would be replaced",
                    advice("remove \"ssh\" from the file before you adopt it"),
                    advice("keep that CA running where it is"));
        }
    }

    /** What ca.json names, as it stands, and where it would be if the folder had been moved. */
    private static List<Path> named(Optional<CaConfig> config, Path folder, String member) {
        Optional<String> text = config.flatMap(present -> present.path(member)).filter(path -> !path.isEmpty());
        if (text.isEmpty()) {
            return List.of();
        }
        try {
            Path path = Path.of(text.get());
            int names = path.getNameCount();
            List<Path> candidates = new ArrayList<>(List.of(folder.resolve(path).normalize()));
            if (names >= 2) {
                candidates.add(folder.resolve(path.subpath(names - 2, names)).normalize());
            }
            return candidates;
        } catch (InvalidPathException noPath) {
            return List.of();
        }
    }

    private Optional<Path> first(Path folder, List<Path> likely, List<String> usual) {
        return Stream.concat(likely.stream(), usual.stream().map(folder::resolve))
                .filter(this::isHere)
                .findFirst();
    }

    private boolean isHere(Path file) {
        try {
            return files.isThere(file) && (within.isEmpty() || within.stream().anyMatch(file.toRealPath()::startsWith));
        } catch (IOException e) {
            throw new UncheckedIOException(layout.display(file) + " cannot be accessed: " + e.getMessage(), e);
        }
    }

    private List<Path> present(Path folder, List<String> names) {
        return names.stream().map(folder::resolve).filter(this::isHere).toList();
    }

    /** A password that was named is the one: no other is tried. */
    private List<Path> passwords(Optional<Path> named, List<Path> found) {
        named.map(this::absolute).ifPresent(this::requireThere);
        return named.map(path -> List.of(absolute(path))).orElse(found);
    }

    private void requireThere(Path file) {
        if (!files.isThere(file)) {
            throw CaErrors.in(
                    layout.display(file),
                    "there is no such file",
                    advice("check the path, which is relative to the working directory"));
        }
    }

    private Path absolute(Path path) {
        return layout.root().resolve(path).normalize();
    }
}
