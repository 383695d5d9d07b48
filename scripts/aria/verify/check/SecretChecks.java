package aria.verify.check;

import aria.ca.config.FolderOwners;
import aria.compose.ComposeProject;
import aria.compose.HostFolder;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.plan.KeyPlaces;
import aria.preset.Preset;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.store.FileOwner;
import aria.store.GitIndex;
import aria.store.Layout;
import aria.verify.Observation;
import aria.verify.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The checks of keys and passwords: present, readable by nobody else, and not about to leave the machine. */
final class SecretChecks {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> WRITE_BY_OTHERS = PosixFilePermissions.fromString("----w--w-");

    private SecretChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(
                "secrets.present",
                SecretChecks::present,
                "secrets.mode",
                SecretChecks::mode,
                "secrets.untracked",
                SecretChecks::untracked,
                "secrets.context",
                SecretChecks::context,
                "secrets.mounted",
                SecretChecks::mounted,
                "secrets.machine",
                SecretChecks::machine,
                "ca.root-key",
                SecretChecks::rootKey,
                "ca.password",
                SecretChecks::password);
    }

    private static List<Observation> present(Subject subject) {
        List<Observation> missing = new SecretFiles(subject.layout())
                .required().stream()
                        .filter(file -> !Files.exists(file))
                        .filter(file -> !subject.production()
                                || !file.equals(subject.layout().passwordFile()))
                        .map(file -> Observation.fail(subject.show(file) + " is missing", Remedy.aria("init-ca"))
                                .at(Place.of(subject.show(file))))
                        .toList();
        return missing.isEmpty()
                ? List.of(Observation.pass(subject.show(subject.layout().secretsFolder())))
                : missing;
    }

    private static List<Observation> mode(Subject subject) {
        List<Path> secrets = new SecretFiles(subject.layout()).present();
        if (secrets.isEmpty()) {
            return List.of();
        }
        if (!secrets.get(0).getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return List.of(Observation.skip("this file system has no POSIX modes"));
        }
        Stream<Observation> files = secrets.stream()
                .filter(file -> !OWNER.containsAll(permissions(file)))
                .map(file -> Observation.fail(
                                subject.show(file) + " has mode " + octal(permissions(file)),
                                Remedy.command("chmod", "600", subject.show(file)))
                        .at(Place.of(subject.show(file))));
        Path root = subject.layout().root();
        Stream<Observation> folders = secrets.stream()
                .map(Path::getParent)
                .distinct()
                .flatMap(folder -> Stream.concat(
                        Stream.of(folder)
                                .filter(each -> permissions(each).stream().anyMatch(WRITE_BY_OTHERS::contains)),
                        FolderOwners.unsafeAbove(folder, root)))
                .distinct()
                .map(folder -> Observation.fail(
                        subject.show(folder) + " can be written by other users",
                        Remedy.command("chmod", "go-w", subject.show(folder))));
        Stream<Observation> owned = secrets.stream()
                .map(Path::getParent)
                .distinct()
                .flatMap(folder -> FolderOwners.ownedByOthers(folder, root))
                .distinct()
                .map(folder -> Observation.fail(
                        subject.show(folder) + " belongs to another user (" + FileOwner.nameOf(folder)
                                + "), who can replace what lies in it",
                        Remedy.advice("give it to the owner of the project")));
        Stream<Observation> above = FolderOwners.unsafeAbove(root)
                .map(folder -> Observation.warn(
                        "in " + folder + " others can put another project in the place of this one",
                        Remedy.advice("move the project to a folder that only its owner and root can write")));
        List<Observation> open =
                Stream.of(files, folders, owned, above).flatMap(each -> each).toList();
        return open.isEmpty() ? List.of(Observation.pass(secrets.size() + " files")) : open;
    }

    private static List<Observation> untracked(Subject subject) {
        GitIndex git = GitIndex.below(subject.layout().root());
        if (git.problem().isPresent()) {
            return List.of(Observation.skip(git.problem().get()));
        }
        SecretFiles secrets = new SecretFiles(subject.layout());
        List<Observation> tracked = git.files().stream()
                .filter(secrets::isSecret)
                .map(file -> Observation.fail(
                                subject.show(file) + " is tracked by git",
                                Remedy.inOrder(
                                        Remedy.command("git", "rm", "--cached", subject.show(file)),
                                        Remedy.advice("replace the secret, because the history keeps it")))
                        .at(Place.of(subject.show(file))))
                .toList();
        return tracked.isEmpty()
                ? List.of(Observation.pass("none of " + git.files().size() + " tracked files"))
                : tracked;
    }

    private static List<Observation> context(Subject subject) {
        SecretFiles secrets = new SecretFiles(subject.layout());
        List<Path> present = secrets.present();
        List<HostFolder> contexts = subject.compose().stacks().stream()
                .flatMap(planned -> HostFolder.built(planned.stack().project()).stream())
                .toList();
        List<Observation> swallowing = contexts.stream()
                .flatMap(context -> swallowed(subject, context, secrets, present).stream())
                .distinct()
                .toList();
        return swallowing.isEmpty() && !contexts.isEmpty() ? List.of(Observation.pass("")) : swallowing;
    }

    /** The kinds of secrets that a build in this folder takes along. */
    private static Optional<Observation> swallowed(
            Subject subject, HostFolder context, SecretFiles secrets, List<Path> present) {
        String kinds = present.stream()
                .filter(context::takes)
                .map(secrets::kind)
                .distinct()
                .collect(Collectors.joining(", "));
        return kinds.isEmpty()
                ? Optional.empty()
                : Optional.of(Observation.fail(
                                "a build in " + subject.show(context.path()) + " can copy into its image: " + kinds,
                                ignoring(subject))
                        .at(context.place()));
    }

    private static Remedy[] ignoring(Subject subject) {
        List<ComposeProject> projects = subject.compose().stacks().stream()
                .map(planned -> planned.stack().project())
                .toList();
        return KeyPlaces.ofBuilds(subject.layout().root(), projects)
                        .ignoring(subject.layout())
                        .isEmpty()
                ? new Remedy[] {
                    Remedy.advice("build in a folder without them"), Remedy.advice("keep them elsewhere, with --home")
                }
                : new Remedy[] {Remedy.aria("bootstrap")};
    }

    /** Folders with keys of others that a service of the user's mounts; its own key may be mounted, and step-ca is the CA. */
    private static List<Observation> mounted(Subject subject) {
        List<Path> secrets = new SecretFiles(subject.layout()).present();
        return subject.compose().stacks().stream()
                .flatMap(planned -> {
                    Set<String> ca = theCa(planned.stack());
                    return HostFolder.mounted(planned.stack().project()).stream()
                            .filter(mount -> !mount.isMachine() && !ca.contains(mount.service()));
                })
                .filter(mount -> secrets.stream()
                        .anyMatch(secret -> secret.startsWith(mount.path())
                                && !isItsOwn(secret, mount.service(), subject.layout())))
                .map(mount -> Observation.fail(
                                "it mounts " + subject.show(mount.path()) + ", and can read the keys in it",
                                Remedy.advice("mount a folder beside them"),
                                Remedy.advice("keep them elsewhere, with --home"))
                        .about(mount.service()))
                .toList();
    }

    /** No folder is outside of a mount of the whole machine, so that moving the keys would not help. */
    private static List<Observation> machine(Subject subject) {
        return subject.compose().stacks().stream()
                .flatMap(planned ->
                        KeyPlaces.readersOfTheMachine(
                                planned.stack().project(), subject.layout().root())
                                .stream())
                .map(mount -> Observation.fail(
                                "it mounts the whole machine, and can read every key unless it runs as a user of its own",
                                KeyPlaces.READERS.toArray(Remedy[]::new))
                        .about(mount.service())
                        .at(mount.place()))
                .toList();
    }

    /** A service that delivers a key has that one alone. */
    private static boolean isItsOwn(Path secret, String name, Layout layout) {
        String owner = OurServices.ownerOf(name);
        String service = owner.isEmpty() ? name : owner;
        return Layout.canName(service)
                && (secret.startsWith(layout.serviceFolder(service))
                        || secret.startsWith(layout.generatedFolder(service)));
    }

    /** The CA, and the one-shot services that it waits for. */
    private static Set<String> theCa(Stack stack) {
        Set<String> names = new HashSet<>();
        stack.services().stream()
                .filter(service -> service.preset().filter(Preset::authority).isPresent())
                .forEach(service -> {
                    names.add(service.name());
                    service.service().dependsOn().forEach((name, condition) -> {
                        if (condition.equals("service_completed_successfully")) {
                            names.add(name);
                        }
                    });
                });
        return names;
    }

    private static List<Observation> rootKey(Subject subject) {
        List<Observation> here = Stream.of(
                        subject.layout().rootKey(), subject.layout().newRootKey())
                .filter(Files::exists)
                .map(key -> Observation.fail(
                                subject.show(key) + " is on this machine",
                                Remedy.advice("move "
                                        + subject.show(
                                                key.equals(subject.layout().rootKey()) ? key.getParent() : key)
                                        + " to a safe place; only a new intermediate needs it again"))
                        .at(Place.of(subject.show(key))))
                .toList();
        if (!here.isEmpty()) {
            return here;
        }
        return Files.exists(subject.layout().rootCertificate()) ? List.of(Observation.pass("")) : List.of();
    }

    /** Whoever can read both has the CA. */
    private static List<Observation> password(Subject subject) {
        Path password = subject.layout().passwordFile();
        return Files.exists(password)
                ? List.of(Observation.fail(
                                subject.show(password) + " is beside the key that it opens",
                                Remedy.advice("keep it in a secret store, and here only while step-ca starts"))
                        .at(Place.of(subject.show(password))))
                : List.of();
    }

    private static Set<PosixFilePermission> permissions(Path path) {
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the mode of " + path, e);
        }
    }

    private static String octal(Set<PosixFilePermission> permissions) {
        int mode = permissions.stream()
                .mapToInt(permission -> 1 << (PosixFilePermission.values().length - 1 - permission.ordinal()))
                .sum();
        return Integer.toOctalString(mode);
    }
}
